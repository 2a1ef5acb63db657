package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.Reviews;
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
    static final class Add extends RegistryChangeSubcommand {
        @Mixin
        private Person person = new Person();

        @Override
        protected ExitCode run() {
            return print(RegistryLines.toFields(new Reviews(registry()).addReviewer(person.organisation, person.id)));
        }
    }

    @Command(name = "list", description = "Lists reviewers, including removed ones.")
    static final class ListAll extends RegistrySubcommand {
        @Option(names = "--org", paramLabel = "ORG", description = "Only the reviewers of this organisation.")
        private @Nullable String organisation;

        @Override
        protected ExitCode run() {
            output().printEntries(new Reviews(registry())
                    .reviewers().stream()
                            .filter(one ->
                                    organisation == null || one.organisation().equals(organisation))
                            .map(RegistryLines::toFields)
                            .toList());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "remove",
            description = "Removes a reviewer, who can approve and reject nothing from now on. Earlier approvals stay.")
    static final class Remove extends RegistryChangeSubcommand {
        @Mixin
        private Person person = new Person();

        @Override
        protected ExitCode run() {
            new Reviews(registry()).removeReviewer(person.organisation, person.id);
            return done("Removed " + person.id + '.');
        }
    }
}
