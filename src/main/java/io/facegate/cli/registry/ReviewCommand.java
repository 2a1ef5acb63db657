package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.Reviews;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate review}: lists, approves and rejects answers held for human review. */
@Command(
        name = "review",
        description = {
            "Lists answers that are held for review, and approves or rejects them.",
            "The caller sends the identical request again, and gets the answer once enough people have approved it."
        },
        footer = {
            "",
            "Examples:",
            "  facegate review list",
            "  facegate review show 019a3c1e-7b1f-7a52-9d1e-0c6f2b8f4a11",
            "  facegate review approve 019a3c1e-7b1f-7a52-9d1e-0c6f2b8f4a11 --by r.doe",
            "  facegate review reject 019a3c1e-7b1f-7a52-9d1e-0c6f2b8f4a11 --by r.doe \\",
            "      --reason 'Another person.'"
        },
        subcommands = {
            ReviewCommand.ListAll.class,
            ReviewCommand.Show.class,
            ReviewCommand.Approve.class,
            ReviewCommand.Reject.class
        })
public final class ReviewCommand extends RegistryCommand {
    @Command(name = "list", description = "Lists what is held, waiting, approved or rejected.")
    static final class ListAll extends RegistrySubcommand {
        @Mixin
        private AuditedRead looking = new AuditedRead();

        @Override
        protected ExitCode run() {
            output().printEntries(new Reviews(registry())
                    .list(looking.reader()).stream()
                            .map(held -> RegistryLines.toFields(held, null))
                            .toList());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "show",
            description = "Shows one held answer: the caller, the request, the number of results and their"
                    + " similarities. Never pictures or names.")
    static final class Show extends RegistrySubcommand {
        @Mixin
        private AuditedRead looking = new AuditedRead();

        @Parameters(paramLabel = "ID", description = "The id of the decision whose answer is held.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var shown = new Reviews(registry()).show(id, looking.reader());
            return print(RegistryLines.toFields(shown.held(), shown.scores()));
        }
    }

    @Command(name = "approve", description = "Records one reviewer's approval. The policies say how many are needed.")
    static final class Approve extends RegistrySubcommand {
        @Parameters(paramLabel = "ID", description = "The review.")
        private String id = "";

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "The reviewer who approves.")
        private String by = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "The reason. The ledger holds a commitment to it.")
        private @Nullable String reason;

        @Override
        protected ExitCode run() {
            return print(RegistryLines.toFields(
                    new Reviews(registry(new ActingPerson(by, ActorOptions.Reasons.requireReason(spec, reason))))
                            .approve(id),
                    null));
        }
    }

    @Command(
            name = "reject",
            description = "Records one reviewer's rejection. The answer is wiped, and the request stays refused.")
    static final class Reject extends RegistrySubcommand {
        @Parameters(paramLabel = "ID", description = "The review.")
        private String id = "";

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "The reviewer who rejects.")
        private String by = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "The reason, for the caller. The ledger holds only a commitment to it.")
        private @Nullable String reason;

        @Override
        protected ExitCode run() {
            return print(RegistryLines.toFields(
                    new Reviews(registry(new ActingPerson(by, ActorOptions.Reasons.requireReason(spec, reason))))
                            .reject(id),
                    null));
        }
    }
}
