package io.facegate.bench.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code ./facegate differential}: two builds take the same requests, vendor replies, commands and data folders, and must
 * give the same answers, forwarded bytes, records and texts, but for a reviewed list. Ends with 1 where they do not.
 */
public final class Differential {
    private static final int AFTER_RESTART_PERCENT = 5;

    private Differential() {}

    /** Compares the builds. */
    public static void main(String[] args) throws Exception {
        try {
            System.exit(run(Options.of(args)) ? 0 : 1);
        } catch (IllegalArgumentException usage) {
            System.err.println(usage.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws Exception {
        var older = new Build("old", options.older());
        var newer = new Build("new", options.newer());
        var report = new DifferenceReport(
                options.allowed() == null ? AllowedDifferences.none() : AllowedDifferences.read(options.allowed()));
        if (Files.exists(options.data())) {
            throw new IllegalArgumentException(options.data() + " is there already; name another folder with --data.");
        }
        var folder = Files.createDirectories(options.data()).toRealPath();
        try {
            System.err.println("Registering callers with the old build.");
            var bed = TestBed.make(folder, options.policies(), older);
            var pictures = new Pictures(Path.of(".fetched/photos"));
            var generator = new RequestGenerator(options.seed(), bed.callers(), older, pictures);
            var first = new WireRun(older, newer, bed, generator, report, options);
            var oldData = first.run(bed.dataFor("old"), bed.dataFor("new"), options.requests() - afterRestart(options));
            System.err.println("Restarting both over copies of the old build's data folder.");
            Folders.copy(oldData, folder.resolve("data-of-old-at-old"));
            Folders.copy(oldData, folder.resolve("data-of-old-at-new"));
            new WireRun(older, newer, bed, generator, report, options)
                    .run(folder.resolve("data-of-old-at-old"), folder.resolve("data-of-old-at-new"), afterRestart(options));
            if (options.commands()) {
                new CommandRun(older, newer, report).run(folder, oldData, bed.policies());
            }
        } finally {
            Folders.remove(folder);
        }
        report.write(options.report());
        System.out.println(report.summary());
        System.out.println("Report: " + options.report());
        return report.unexplained() == 0;
    }

    private static int afterRestart(Options options) {
        return options.requests() * AFTER_RESTART_PERCENT / 100;
    }

    static List<String> words(String line) {
        return List.of(line.split(" +"));
    }
}
