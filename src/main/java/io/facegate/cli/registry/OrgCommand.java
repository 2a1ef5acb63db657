package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommonOptions;
import io.facegate.identity.Organisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
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
            return VocabularyCheck.places(List.copyOf(new LinkedHashSet<>(jurisdictions)));
        }

        Set<String> purposes() {
            return VocabularyCheck.purposes(new HashSet<>(purposes));
        }
    }

    @Command(name = "add", description = "Registers an organisation.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

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
        public Integer call() {
            return RegistrySession.runOnNewFolder(settings, acting, registrar -> {
                var one = new Organisation(
                        id,
                        name,
                        VocabularyCheck.type(type),
                        features.jurisdictions(),
                        features.purposes(),
                        features.facts.read(),
                        false,
                        features.role,
                        features.resources.read());
                registrar.add(one);
                settings.output().printEntries(List.of(RegistryLines.toFields(one)));
                warn(one);
            });
        }

        private void warn(Organisation one) {
            var warnings = new ArrayList<String>();
            if (one.jurisdictions().isEmpty()) {
                warnings.add("its place is not known, so the prohibitions of every place may apply to its calls and to"
                        + " each call made for it: org change " + id + " --jurisdiction PLACE.");
            }
            if (one.purposes().isEmpty()) {
                warnings.add("each of its calls is refused until a purpose is registered: org change " + id
                        + " --purpose WORD.");
            }
            if (!warnings.isEmpty()) {
                settings.printError("Warning: " + String.join(" Also: ", warnings));
            }
        }
    }

    @Command(
            name = "change",
            description = {
                "Changes the registration of an organisation.",
                "Each option replaces all earlier values. Name every purpose, place or fact that it should have from"
                        + " now on."
            })
    static final class Change implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

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
        public Integer call() {
            return RegistrySession.serve(settings, acting, registrar -> {
                var after = registrar.change(id, this::applyTo);
                settings.output().printEntries(List.of(RegistryLines.toFields(after)));
            });
        }

        private Organisation applyTo(Organisation one) {
            return new Organisation(
                    one.id(),
                    name == null ? one.name() : name,
                    type == null ? one.type() : VocabularyCheck.type(type),
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
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Override
        public Integer call() {
            return RegistrySession.list(
                    settings,
                    "organisation",
                    "id",
                    registrar -> registrar.organisations().stream()
                            .map(RegistryLines::toFields)
                            .toList());
        }
    }

    @Command(name = "show", description = "Shows one organisation.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        public Integer call() {
            return RegistrySession.list(
                    settings,
                    "organisation",
                    "id",
                    registrar -> List.of(RegistryLines.toFields(registrar.getOrganisation(id))));
        }
    }

    @Command(
            name = "suspend",
            description = {
                "Suspends an organisation. From now on each of its calls, and each call made for it, is refused and"
                        + " recorded."
            })
    static final class Suspend implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        public Integer call() {
            return RegistrySession.serve(
                    settings,
                    acting,
                    registrar ->
                            settings.output().printEntries(List.of(RegistryLines.toFields(registrar.suspend(id)))));
        }
    }

    @Command(name = "resume", description = "Ends a suspension.")
    static final class Resume implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "The organisation.")
        private String id = "";

        @Override
        public Integer call() {
            return RegistrySession.serve(
                    settings,
                    acting,
                    registrar -> settings.output().printEntries(List.of(RegistryLines.toFields(registrar.resume(id)))));
        }
    }
}
