package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.CommonOptions;
import io.facegate.ledger.AccessAuditRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
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
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private AuditedRead looking = new AuditedRead();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Override
        public Integer call() {
            return RegistrySession.serve(
                    settings,
                    _ -> RegistrySession.print(settings, desk -> {
                        var all = desk.all(Instant.now());
                        if (!all.isEmpty()) {
                            looking.record(
                                    settings.ledger(),
                                    AccessAuditRecord.forView("reviews", looking.reader(), Instant.now()));
                        }
                        return all.stream()
                                .map(held -> RegistryLines.toFields(held, null))
                                .toList();
                    }));
        }
    }

    @Command(
            name = "show",
            description = "Shows one held answer: the caller, the request, the number of results and their"
                    + " similarities. Never pictures or names.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private AuditedRead looking = new AuditedRead();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "The id of the decision whose answer is held.")
        private String id = "";

        @Override
        public Integer call() {
            return RegistrySession.serve(
                    settings,
                    _ -> RegistrySession.review(settings, null, desk -> {
                        var held = desk.get(id, Instant.now());
                        looking.record(
                                settings.ledger(), AccessAuditRecord.forView(id, looking.reader(), Instant.now()));
                        settings.output().printEntries(List.of(RegistryLines.toFields(held, desk.scores(held))));
                    }));
        }
    }

    @Command(name = "approve", description = "Records one reviewer's approval. The policies say how many are needed.")
    static final class Approve implements Callable<Integer> {
        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "The review.")
        private String id = "";

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "The reviewer who approves.")
        private String by = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "The reason. The ledger holds a salted hash of it.")
        private @Nullable String reason;

        @Override
        public Integer call() {
            return RegistrySession.serve(
                    settings,
                    _ -> RegistrySession.review(
                            settings,
                            ActorOptions.forPerson(by, reason),
                            desk -> settings.output()
                                    .printEntries(List.of(
                                            RegistryLines.toFields(desk.approve(id, by, Instant.now()), null)))));
        }
    }

    @Command(
            name = "reject",
            description = "Records one reviewer's rejection. The answer is wiped, and the request stays refused.")
    static final class Reject implements Callable<Integer> {
        @Mixin
        private CommonOptions settings = new CommonOptions();

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
        public Integer call() {
            return RegistrySession.serve(
                    settings,
                    _ -> RegistrySession.review(
                            settings,
                            ActorOptions.forPerson(by, reason),
                            desk -> settings.output()
                                    .printEntries(List.of(RegistryLines.toFields(
                                            desk.reject(id, by, reason, Instant.now()), null)))));
        }
    }
}
