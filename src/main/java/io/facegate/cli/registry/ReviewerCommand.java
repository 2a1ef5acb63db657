package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommonOptions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate reviewer}: registers, lists and removes the people who review an organisation's answers. */
@Command(
        name = "reviewer",
        description = "Registers, lists and removes the people who review answers.",
        footer = {
            "",
            "Examples:",
            "  facegate reviewer add --org springfield-pd --id r.doe",
            "  facegate reviewer list --org springfield-pd",
            "  facegate reviewer remove --org springfield-pd --id r.doe"
        },
        subcommands = {ReviewerCommand.Add.class, ReviewerCommand.ListAll.class, ReviewerCommand.Remove.class})
public final class ReviewerCommand extends RegistryCommand {
    /** The reviewer's identity. */
    static final class Person {
        @Option(
                names = "--org",
                required = true,
                paramLabel = "ORG",
                description = "The organisation whose answers the person reviews.")
        private String organisation = "";

        @Option(
                names = "--id",
                required = true,
                paramLabel = "NAME",
                description = "The person's id here. It is written into the ledger.")
        private String id = "";
    }

    @Command(name = "add", description = "Registers a person. Each id stands for one person.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Mixin
        private Person person = new Person();

        @Override
        public Integer call() {
            return RegistrySession.serve(settings, registrar -> {
                registrar.getOrganisation(person.organisation);
                RegistrySession.review(
                        settings,
                        acting,
                        desk -> settings.output()
                                .printEntries(List.of(RegistryLines.toFields(
                                        desk.add(person.organisation, person.id, Instant.now())))));
            });
        }
    }

    @Command(name = "list", description = "Lists reviewers, including removed ones.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Option(names = "--org", paramLabel = "ORG", description = "Only the reviewers of this organisation.")
        private @Nullable String organisation;

        @Override
        public Integer call() {
            return RegistrySession.serve(
                    settings,
                    _ -> RegistrySession.print(
                            settings,
                            desk -> desk.reviewers().stream()
                                    .filter(one -> organisation == null
                                            || one.organisation().equals(organisation))
                                    .map(RegistryLines::toFields)
                                    .toList()));
        }
    }

    @Command(
            name = "remove",
            description = "Removes a reviewer, who can approve and reject nothing from now on. Earlier approvals stay.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Mixin
        private Person person = new Person();

        @Override
        public Integer call() {
            return RegistrySession.serve(
                    settings,
                    _ -> RegistrySession.review(settings, acting, desk -> {
                        desk.remove(person.organisation, person.id, Instant.now());
                        settings.printError("Removed " + person.id + '.');
                    }));
        }
    }
}
