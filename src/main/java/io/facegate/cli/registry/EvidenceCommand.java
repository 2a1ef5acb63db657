package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.identity.Evidence;
import io.facegate.registry.EvidenceEntry;
import io.facegate.usecase.registry.EvidenceEntries;
import io.facegate.usecase.registry.RegistryLines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate evidence}: registers evidence for an organisation's calls, such as warrants. */
@Command(
        name = "evidence",
        description = {
            "Registers evidence for the calls of an organisation: warrants, authorisations, assessments, consents.",
            "A call names entries with Facegate-Evidence, or a case with Facegate-Case. An entry that is not"
                    + " registered, belongs to another organisation or is not valid at that moment counts as absent.",
            "Do not name a person in an id or a case: both can be written into the ledger."
        },
        footer = {
            "",
            "Examples:",
            "  facegate evidence add --org springfield-pd --id w-118 --type warrant \\",
            "      --case 26-4711 --until 30d --fact offence=kidnapping",
            "  facegate evidence add --org springfield-pd --id a-9 --case 26-4711 \\",
            "      --type authorisation.requested --started 2026-11-24T12:00:00Z",
            "  facegate evidence change a-9 --type authorisation.granted",
            "  facegate evidence list --org springfield-pd",
            "  facegate evidence revoke w-118"
        },
        subcommands = {
            EvidenceCommand.Add.class,
            EvidenceCommand.Change.class,
            EvidenceCommand.ListAll.class,
            EvidenceCommand.Show.class,
            EvidenceCommand.Revoke.class
        })
public final class EvidenceCommand extends RegistryCommand {
    /** What the admin API states of an entry itself. */
    private static final List<String> STATED = List.of("created", "revoked", "status", "warning");

    private static String place(EvidenceEntry entry) {
        var one = entry.evidence();
        return GatewayChangeSubcommand.path("organisations", one.organisation(), "evidence", one.id());
    }

    private static Map<String, @Nullable Object> fields(EvidenceEntry entry, @Nullable Instant started, Instant now) {
        var fields = RegistryLines.toFields(entry, now);
        fields.keySet().removeAll(STATED);
        if (started != null) {
            fields.put("started", started.toString());
        }
        return fields;
    }

    @Command(name = "add", description = "Registers an entry for one organisation.")
    static final class Add extends GatewayChangeSubcommand {
        @Option(
                names = "--org",
                required = true,
                paramLabel = "ORG",
                description = "The organisation whose calls may name it.")
        private String organisation = "";

        @Option(
                names = "--id",
                required = true,
                paramLabel = "ID",
                description = "The id by which calls name it. It can never be used again, even after it was revoked.")
        private String id = "";

        @Option(
                names = "--type",
                required = true,
                paramLabel = "TYPE",
                description = "Its type, such as warrant, court_order or authorisation.requested.")
        private String type = "";

        @Mixin
        private EvidenceOptions terms = new EvidenceOptions();

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            var one = terms.applyTo(new Evidence(id, organisation, type, null, null, null, Map.of()), now);
            var gateway = gateway();
            if (gateway != null) {
                var wanted = new EvidenceEntry(one, now, null);
                return print(gateway.put(place(wanted), null, fields(wanted, terms.started(now), now)));
            }
            var entry = new EvidenceEntries(registry()).add(one, terms.started(now));
            return print(RegistryLines.toFields(entry, now));
        }
    }

    @Command(
            name = "change",
            description = {
                "Changes an entry, such as a requested authorisation that is now granted. The id stays.",
                "Each option replaces all earlier values. Name every fact that it should have from now on."
            })
    static final class Change extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The entry.")
        private String id = "";

        @Option(names = "--type", paramLabel = "TYPE", description = "Its new type.")
        private @Nullable String type;

        @Option(names = "--no-facts", description = "Remove its facts, including when the use began.")
        private boolean noFacts;

        @Mixin
        private EvidenceOptions terms = new EvidenceOptions();

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            var gateway = gateway();
            if (gateway != null) {
                var before = new EvidenceEntries(reading()).show(id).getFirst().entry();
                var after = terms.applyTo(applyTo(before.evidence()), now);
                var wanted = new EvidenceEntry(after, before.created(), before.revoked());
                return print(gateway.put(
                        place(before), RegistryLines.toFields(before, now), fields(wanted, terms.started(now), now)));
            }
            var entry = new EvidenceEntries(registry())
                    .change(id, one -> terms.applyTo(applyTo(one), now), terms.started(now));
            return print(RegistryLines.toFields(entry, now));
        }

        private Evidence applyTo(Evidence one) {
            return new Evidence(
                    one.id(),
                    one.organisation(),
                    type == null ? one.type() : type,
                    one.caseId(),
                    one.from(),
                    one.until(),
                    noFacts ? Map.of() : one.facts());
        }
    }

    @Command(name = "list", description = "Lists entries, including those that are revoked or no longer valid.")
    static final class ListAll extends RegistrySubcommand {
        @Option(names = "--org", paramLabel = "ORG", description = "Only the entries of this organisation.")
        private @Nullable String organisation;

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            var entries = new EvidenceEntries(registry())
                    .list().stream()
                            .filter(each -> organisation == null
                                    || each.entry().evidence().organisation().equals(organisation))
                            .toList();
            return print(entries, entry -> RegistryLines.toFields(entry, now));
        }
    }

    @Command(name = "show", description = "Shows one entry.")
    static final class Show extends RegistrySubcommand {
        @Parameters(paramLabel = "ID", description = "The entry.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            return print(new EvidenceEntries(registry()).show(id), entry -> RegistryLines.toFields(entry, now));
        }
    }

    @Command(name = "revoke", description = "Revokes an entry for good. A running gateway ignores it within a second.")
    static final class Revoke extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The entry.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            if (gateway == null) {
                new EvidenceEntries(registry()).revoke(id);
            } else {
                gateway.send(
                        "DELETE",
                        place(new EvidenceEntries(reading()).show(id).getFirst().entry()),
                        null);
            }
            return done("Revoked " + id, gateway);
        }
    }
}
