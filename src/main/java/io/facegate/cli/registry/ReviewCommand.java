package io.facegate.cli.registry;

import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.registry.HeldResponse;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.Reviews;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    /** A reviewer's decision, by login where gateways share the registry. */
    abstract static class Decision extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The review.")
        private String id = "";

        @Override
        protected final ExitCode run() {
            var gateway = gateway();
            if (gateway != null) {
                return print(gateway.send("POST", path("reviews", id, word()), null));
            }
            require(acting.isNamed(), "Missing required option: '--by=NAME', the reviewer who decides.");
            return print(RegistryLines.toFields(decide(new Reviews(registry()), id), null));
        }

        abstract String word();

        abstract HeldResponse decide(Reviews reviews, String review);
    }

    @Command(
            name = "approve",
            description = "Records one reviewer's approval. The policies say how many are needed. --by names the"
                    + " reviewer.")
    static final class Approve extends Decision {
        @Override
        String word() {
            return "approve";
        }

        @Override
        HeldResponse decide(Reviews reviews, String review) {
            return reviews.approve(review);
        }
    }

    @Command(
            name = "reject",
            description = "Records one reviewer's rejection. The answer is wiped, and the request stays refused. --by"
                    + " names the reviewer; --reason is told to the caller.")
    static final class Reject extends Decision {
        @Override
        String word() {
            return "reject";
        }

        @Override
        HeldResponse decide(Reviews reviews, String review) {
            return reviews.reject(review);
        }
    }
}
