package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationRelations;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.usecase.registry.Organisations;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate org}: registers the organisations that may call. */
@Command(
        name = "org",
        description = {
            "Registers the organisations that may call, and what each may call for.",
            "Type, jurisdictions, purposes and facts are what an operator verified; a caller cannot claim others."
        },
        footer = {
            "",
            "Examples:",
            "  facegate org add --id spring-harbor --name 'Spring Harbor' --type nonprofit \\",
            "      --jurisdiction US-OR --purpose missing_person",
            "  facegate org change spring-harbor --fact camera=fixed \\",
            "      --fact place_type=workplace",
            "  facegate org change spring-harbor --resource s3:harbor-films --resource role:ARN",
            "  facegate org verify spring-harbor --kind charity_register --reference 'OR 12345' --until 365d",
            "  facegate org purpose spring-harbor missing_person --evidence 'agreement 7' --until 2027-06-30",
            "  facegate org list",
            "  facegate org suspend spring-harbor"
        },
        subcommands = {
            OrgCommand.Add.class,
            OrgCommand.Change.class,
            OrgCommand.ListAll.class,
            OrgCommand.Show.class,
            OrgCommand.Verify.class,
            OrgCommand.Purpose.class,
            OrgCommand.Suspend.class,
            OrgCommand.Resume.class,
            OrgCommand.Close.class
        })
public final class OrgCommand extends RegistryCommand {
    /** The attributes of an organisation. */
    static final class Features {
        @Option(
                names = "--jurisdiction",
                paramLabel = "PLACE",
                description = {
                    "The place whose laws bind it: ISO 3166-2, a city after a slash, such as US-OR/portland."
                            + " Repeatable.",
                    "Without one, its place is not known, and laws of any place may apply to it and to organisations"
                            + " that call for it."
                })
        private List<String> jurisdictions = new ArrayList<>();

        @Option(
                names = "--purpose",
                paramLabel = "WORD",
                description = "A purpose that it may declare. Repeatable. Default: none.")
        private List<String> purposes = new ArrayList<>();

        @Option(
                names = "--aws-role",
                paramLabel = "ARN",
                description = "The AWS role with which its calls are forwarded.")
        private @Nullable String role;

        @Option(
                names = "--parent",
                paramLabel = "ORG",
                description = "The organisation that it is a part of. While that one is not served, neither is this.")
        private @Nullable String parent;

        @Option(
                names = "--acts-for",
                paramLabel = "ORG",
                description = {
                    "The organisations that it may act for, and no others. Repeatable. Default: its keys and tokens"
                            + " decide.",
                    "A contractor whose key names nobody acts for the one that is named here."
                })
        private List<String> actsFor = new ArrayList<>();

        @Option(names = "--contact", paramLabel = "TEXT", description = "Whom to write to there.")
        private @Nullable String contact;

        @Mixin
        private FactArguments facts = new FactArguments();

        @Mixin
        private ResourceArguments resources = new ResourceArguments();

        List<String> jurisdictions() {
            return List.copyOf(new LinkedHashSet<>(jurisdictions));
        }

        Set<String> purposes() {
            return new HashSet<>(purposes);
        }

        OrganisationRelations relations(OrganisationRelations before) {
            return new OrganisationRelations(
                    parent == null ? before.parent() : parent,
                    actsFor.isEmpty() ? before.actsFor() : new HashSet<>(actsFor),
                    contact == null ? before.contact() : contact);
        }
    }

    @Command(name = "add", description = "Registers an organisation.")
    static final class Add extends OrganisationChangeSubcommand {
        @Option(names = "--id", required = true, paramLabel = "ID", description = "Its short id, in lower case.")
        private String id = "";

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its name, for people.")
        private String name = "";

        @Option(
                names = "--type",
                required = true,
                paramLabel = "TYPE",
                description = "Its type, such as nonprofit or law_enforcement.police.")
        private String type = "";

        @Option(names = "--applied", description = "It has only applied: its calls are refused until org verify.")
        private boolean applied;

        @Mixin
        private Features features = new Features();

        @Override
        protected ExitCode run() {
            var one = Organisation.builder(id, type)
                    .name(name)
                    .jurisdictions(features.jurisdictions())
                    .purposes(features.purposes())
                    .facts(features.facts.read())
                    .state(applied ? OrganisationState.APPLIED : OrganisationState.VERIFIED)
                    .relations(features.relations(OrganisationRelations.NONE))
                    .upstreamRole(features.role)
                    .resources(features.resources.read())
                    .build();
            add(one);
            var warnings = Organisations.warnings(one);
            return warnings.isEmpty() ? ExitCode.DONE : done("Warning: " + String.join(" Also: ", warnings));
        }
    }

    @Command(
            name = "change",
            description = {
                "Changes the registration of an organisation.",
                "Each option replaces all earlier values. Name every purpose, place or fact that it should have from"
                        + " now on."
            })
    static final class Change extends OrganisationChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Option(names = "--name", paramLabel = "NAME", description = "Its new name.")
        private @Nullable String name;

        @Option(names = "--type", paramLabel = "TYPE", description = "Its new type.")
        private @Nullable String type;

        @Option(names = "--no-facts", description = "Forget its facts.")
        private boolean noFacts;

        @Option(names = "--no-resources", description = "Forget its resources.")
        private boolean noResources;

        @Option(names = "--no-relations", description = "Forget its parent, its contact and those it acts for.")
        private boolean noRelations;

        @Mixin
        private Features features = new Features();

        @Override
        protected ExitCode run() {
            var done = change(id, this::applyTo);
            warn(Organisations.warnings(id, features.jurisdictions()));
            return done;
        }

        private Organisation applyTo(Organisation one) {
            return one.toBuilder()
                    .name(name == null ? one.name() : name)
                    .type(type == null ? one.type() : type)
                    .jurisdictions(features.jurisdictions.isEmpty() ? one.jurisdictions() : features.jurisdictions())
                    .purposes(features.purposes.isEmpty() ? one.purposes() : features.purposes())
                    .facts(facts(one))
                    .relations(features.relations(noRelations ? OrganisationRelations.NONE : one.relations()))
                    .upstreamRole(features.role == null ? one.upstreamRole() : features.role)
                    .resources(
                            features.resources.isGiven() || noResources ? features.resources.read() : one.resources())
                    .build();
        }

        private Map<String, List<String>> facts(Organisation one) {
            return features.facts.isGiven() || noFacts ? features.facts.read() : one.facts();
        }
    }

    @Command(name = "list", description = "Lists all organisations.")
    static final class ListAll extends RegistrySubcommand {
        @Override
        protected ExitCode run() {
            return print(new Organisations(registry()).list(), this::toFields);
        }
    }

    @Command(name = "show", description = "Shows one organisation.")
    static final class Show extends RegistrySubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var shown = new Organisations(registry()).show(id);
            shown.forEach(one -> warn(Organisations.warnings(id, one.entry().jurisdictions())));
            return print(shown, this::toFields);
        }
    }

    @Command(
            name = "verify",
            description = {
                "Records how an organisation was verified. One that has applied is served from then on.",
                "When the verification ends, its calls are refused until it is verified again."
            })
    static final class Verify extends OrganisationChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Option(
                names = "--kind",
                required = true,
                paramLabel = "WORD",
                description = "What was examined, such as charity_register.")
        private String kind = "";

        @Option(
                names = "--reference",
                required = true,
                paramLabel = "TEXT",
                description = "Where it can be found again: a register's number, a file.")
        private String reference = "";

        @Option(
                names = "--verified-by",
                paramLabel = "NAME",
                description = "Who verified it. Default: the name of the person who records it.")
        private @Nullable String verifiedBy;

        @Option(names = "--on", paramLabel = "WHEN", description = "When: a date or an instant. Default: now.")
        private @Nullable String on;

        @Option(
                names = "--until",
                paramLabel = "WHEN",
                description = "When it ends: 365d, a date or an instant. Default: never.")
        private @Nullable String until;

        @Override
        protected ExitCode run() {
            var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            var how = new OrganisationVerification(
                    kind,
                    reference,
                    verifiedBy == null ? acting.person().name() : verifiedBy,
                    on == null ? now : MomentArgument.parse("--on", on, now),
                    until == null ? null : MomentArgument.parse("--until", until, now));
            var gateway = gateway();
            return gateway == null
                    ? print(toFields(new Organisations(registry()).verify(id, how)))
                    : print(gateway.send("POST", path("organisations", id, "verify"), verification(how)));
        }
    }

    /** The body of the request; who verified it is whoever sends it. */
    private static Map<String, String> verification(OrganisationVerification how) {
        var fields = new HashMap<String, String>();
        fields.put("kind", how.kind());
        fields.put("reference", how.reference());
        fields.put("on", how.on().toString());
        var until = how.until();
        if (until != null) {
            fields.put("until", until.toString());
        }
        return fields;
    }

    @Command(
            name = "purpose",
            description = {
                "Registers a purpose with what it rests on and its dates, or renews one.",
                "Each option replaces the earlier value; what is not named stays."
            })
    static final class Purpose extends OrganisationChangeSubcommand {
        @Parameters(index = "0", paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Parameters(index = "1", paramLabel = "WORD", description = "The purpose.")
        private String purpose = "";

        @Option(names = "--evidence", paramLabel = "TEXT", description = "Where its evidence can be found.")
        private @Nullable String evidence;

        @Option(names = "--basis", paramLabel = "TEXT", description = "The legal basis.")
        private @Nullable String basis;

        @Option(
                names = "--from",
                paramLabel = "WHEN",
                description = "The first moment at which it may be declared: a date or an instant.")
        private @Nullable String from;

        @Option(
                names = "--until",
                paramLabel = "WHEN",
                description = "From when on it may not be declared any more: 365d, a date or an instant.")
        private @Nullable String until;

        @Override
        protected ExitCode run() {
            return change(id, this::applyTo);
        }

        private Organisation applyTo(Organisation one) {
            var now = Instant.now();
            var before = one.terms(purpose);
            var after = new HashMap<>(one.purposeTerms());
            after.put(
                    purpose,
                    new PurposeTerms(
                            evidence == null ? before.evidence() : evidence,
                            basis == null ? before.basis() : basis,
                            from == null ? before.from() : MomentArgument.parse("--from", from, now),
                            until == null ? before.until() : MomentArgument.parse("--until", until, now)));
            return one.toBuilder().purposeTerms(after).build();
        }
    }

    @Command(
            name = "suspend",
            description = {
                "Suspends an organisation. From now on each of its calls, and each call made for it, is refused and"
                        + " recorded."
            })
    static final class Suspend extends OrganisationChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        protected ExitCode run() {
            return act(id, "suspend", organisations -> organisations.suspend(id));
        }
    }

    @Command(name = "resume", description = "Ends a suspension.")
    static final class Resume extends OrganisationChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        protected ExitCode run() {
            return act(id, "resume", organisations -> organisations.resume(id));
        }
    }

    @Command(
            name = "close",
            description = {
                "Closes an organisation for good: each of its calls, and each call made for it, is refused, and its"
                        + " keys are revoked.",
                "It cannot be opened again, and its id stays taken."
            })
    static final class Close extends OrganisationChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        protected ExitCode run() {
            return act(id, "close", organisations -> organisations.close(id, Instant.now()));
        }
    }
}
