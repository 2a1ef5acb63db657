package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.identity.Organisation;
import io.facegate.usecase.registry.Organisations;
import java.util.ArrayList;
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
            "  facegate org list",
            "  facegate org suspend spring-harbor"
        },
        subcommands = {
            OrgCommand.Add.class,
            OrgCommand.Change.class,
            OrgCommand.ListAll.class,
            OrgCommand.Show.class,
            OrgCommand.Suspend.class,
            OrgCommand.Resume.class
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
    }

    @Command(name = "add", description = "Registers an organisation.")
    static final class Add extends RegistryChangeSubcommand {
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

        @Mixin
        private Features features = new Features();

        @Override
        protected ExitCode run() {
            var one = new Organisation(
                    id,
                    name,
                    type,
                    features.jurisdictions(),
                    features.purposes(),
                    features.facts.read(),
                    false,
                    features.role,
                    features.resources.read());
            print(RegistryLines.toFields(new Organisations(registry()).add(one)));
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
    static final class Change extends RegistryChangeSubcommand {
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

        @Mixin
        private Features features = new Features();

        @Override
        protected ExitCode run() {
            return print(RegistryLines.toFields(new Organisations(registry()).change(id, this::applyTo)));
        }

        private Organisation applyTo(Organisation one) {
            return new Organisation(
                    one.id(),
                    name == null ? one.name() : name,
                    type == null ? one.type() : type,
                    features.jurisdictions.isEmpty() ? one.jurisdictions() : features.jurisdictions(),
                    features.purposes.isEmpty() ? one.purposes() : features.purposes(),
                    facts(one),
                    one.suspended(),
                    features.role == null ? one.upstreamRole() : features.role,
                    features.resources.isGiven() || noResources ? features.resources.read() : one.resources());
        }

        private Map<String, List<String>> facts(Organisation one) {
            return features.facts.isGiven() || noFacts ? features.facts.read() : one.facts();
        }
    }

    @Command(name = "list", description = "Lists all organisations.")
    static final class ListAll extends RegistrySubcommand {
        @Override
        protected ExitCode run() {
            return print(new Organisations(registry()).list(), RegistryLines::toFields);
        }
    }

    @Command(name = "show", description = "Shows one organisation.")
    static final class Show extends RegistrySubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        protected ExitCode run() {
            return print(new Organisations(registry()).show(id), RegistryLines::toFields);
        }
    }

    @Command(
            name = "suspend",
            description = {
                "Suspends an organisation. From now on each of its calls, and each call made for it, is refused and"
                        + " recorded."
            })
    static final class Suspend extends RegistryChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        protected ExitCode run() {
            return print(RegistryLines.toFields(new Organisations(registry()).suspend(id)));
        }
    }

    @Command(name = "resume", description = "Ends a suspension.")
    static final class Resume extends RegistryChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        protected ExitCode run() {
            return print(RegistryLines.toFields(new Organisations(registry()).resume(id)));
        }
    }
}
