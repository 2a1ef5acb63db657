package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.registry.Reviewer;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.Reviews;
import java.util.LinkedHashMap;
import java.util.Map;
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

        private String path() {
            return AdminApiClient.path("organisations", organisation, "reviewers", id);
        }
    }

    @Command(name = "add", description = "Registers a person. Each id stands for one person.")
    static final class Add extends GatewayChangeSubcommand {
        @Mixin
        private Person person = new Person();

        /** What was read of a reviewer who was removed and is registered again; null for a new one. */
        private @Nullable Map<String, ?> registered(Person one) {
            return new Reviews(reading())
                    .reviewers().stream()
                            .map(CheckedEntry::entry)
                            .filter(known -> known.organisation().equals(one.organisation)
                                    && known.id().equals(one.id))
                            .findFirst()
                            .map(RegistryLines::toFields)
                            .orElse(null);
        }

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            return gateway == null
                    ? print(RegistryLines.toFields(new Reviews(registry()).addReviewer(person.organisation, person.id)))
                    : print(gateway.put(person.path(), registered(person), Map.of()));
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
                            .filter(one -> organisation == null
                                    || one.entry().organisation().equals(organisation))
                            .map(ListAll::fields)
                            .toList());
            return ExitCode.DONE;
        }

        private static Map<String, @Nullable Object> fields(CheckedEntry<Reviewer> one) {
            var fields = new LinkedHashMap<String, @Nullable Object>(RegistryLines.toFields(one.entry()));
            if (one.altered()) {
                fields.put("altered", true);
            }
            return fields;
        }
    }

    @Command(
            name = "remove",
            description = "Removes a reviewer, who can approve and reject nothing from now on. Earlier approvals stay.")
    static final class Remove extends GatewayChangeSubcommand {
        @Mixin
        private Person person = new Person();

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            if (gateway == null) {
                new Reviews(registry()).removeReviewer(person.organisation, person.id);
            } else {
                gateway.send("DELETE", person.path(), null);
            }
            return done("Removed " + person.id, gateway);
        }
    }
}
