package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.identity.ExemptionGrant;
import io.facegate.registry.ExemptionEntry;
import io.facegate.usecase.registry.Exemptions;
import io.facegate.usecase.registry.RegistryLines;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate grant}: grants an organisation an exemption, on which rules may rest. */
@Command(
        name = "grant",
        description = {
            "Grants an organisation an exemption: one capability for one purpose, at certain places, until a sunset.",
            "An exemption permits nothing by itself. It counts only for rules that ask for it (exemption), and only"
                    + " while it is valid.",
            "Where approvals are two, a grant is a proposal that another person approves."
        },
        footer = {
            "",
            "Examples:",
            "  facegate grant add --org hope --id ncmec-2020 --capability identify \\",
            "      --purpose missing_child --place US --until 2021-06-10T00:00:00Z \\",
            "      --evidence contract-77 --by a.lee --reason 'Missing children.'",
            "  facegate grant list --org hope",
            "  facegate grant revoke ncmec-2020 --by a.lee"
        },
        subcommands = {
            GrantCommand.Add.class,
            GrantCommand.ListAll.class,
            GrantCommand.Show.class,
            GrantCommand.Revoke.class
        })
public final class GrantCommand extends RegistryCommand {
    @Command(name = "add", description = "Grants an exemption for at most a year.")
    static final class Add extends GatewayChangeSubcommand {
        @Option(names = "--org", required = true, paramLabel = "ORG", description = "The organisation.")
        private String organisation = "";

        @Option(names = "--id", required = true, paramLabel = "ID", description = "Its id. It can be used only once.")
        private String id = "";

        @Option(
                names = "--capability",
                required = true,
                paramLabel = "WORD",
                description = "What it is for, such as identify.")
        private String capability = "";

        @Option(names = "--purpose", required = true, paramLabel = "WORD", description = "The one purpose.")
        private String purpose = "";

        @Option(
                names = "--place",
                required = true,
                paramLabel = "PLACE",
                description = "Where it counts: US, US-OR or US-OR/portland. Repeatable.")
        private List<String> places = new ArrayList<>();

        @Option(
                names = "--from",
                paramLabel = "WHEN",
                description = "When it begins: a date or an instant. Default: now.")
        private @Nullable String from;

        @Option(
                names = "--until",
                required = true,
                paramLabel = "WHEN",
                description = "The sunset, from which on it counts no more: 90d, 12h, a date or an instant.")
        private String until = "";

        @Option(
                names = "--evidence",
                required = true,
                paramLabel = "REF",
                description = "The reference of what it rests on. Do not name a person in it.")
        private String evidence = "";

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            var grant = new ExemptionGrant(
                    id,
                    organisation,
                    capability,
                    purpose,
                    places,
                    from == null ? now.truncatedTo(ChronoUnit.SECONDS) : MomentArgument.parse("--from", from, now),
                    MomentArgument.parse("--until", until, now),
                    evidence,
                    "");
            var gateway = gateway();
            if (gateway == null) {
                return print(RegistryLines.toFields(new Exemptions(registry()).add(grant), now));
            }
            var fields = RegistryLines.toFields(new ExemptionEntry(grant, now, null), now);
            // The gateway states these itself.
            fields.keySet().removeAll(List.of("by", "created", "revoked", "status"));
            return print(gateway.put(path("grants", id), null, fields));
        }
    }

    @Command(name = "list", description = "Lists exemptions, including those that were revoked or have ended.")
    static final class ListAll extends RegistrySubcommand {
        @Option(names = "--org", paramLabel = "ORG", description = "Only those of this organisation.")
        private @Nullable String organisation;

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            var found = new Exemptions(registry())
                    .list().stream()
                            .filter(each -> organisation == null
                                    || each.entry().grant().organisation().equals(organisation))
                            .toList();
            return print(found, entry -> RegistryLines.toFields(entry, now));
        }
    }

    @Command(name = "show", description = "Shows one exemption.")
    static final class Show extends RegistrySubcommand {
        @Parameters(paramLabel = "ID", description = "The exemption.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            var found = new Exemptions(registry())
                    .list().stream()
                            .filter(each -> each.entry().grant().id().equals(id))
                            .toList();
            require(!found.isEmpty(), "There is no exemption with this id. To see all: grant list.");
            return print(found, entry -> RegistryLines.toFields(entry, now));
        }
    }

    @Command(
            name = "revoke",
            description = "Revokes an exemption for good. A running gateway ignores it within a second.")
    static final class Revoke extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The exemption.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            if (gateway == null) {
                new Exemptions(registry()).revoke(id);
            } else {
                gateway.send("DELETE", path("grants", id), null);
            }
            return done("Revoked " + id, gateway);
        }
    }
}
