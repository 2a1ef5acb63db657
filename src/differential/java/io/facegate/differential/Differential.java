package io.facegate.differential;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code ./facegate differential}: differential test of two builds. Both receive the same requests, vendor replies,
 * commands and data folders. They must produce the same answers, forwarded bytes, records and texts, except for a
 * reviewed list. Exits with 1 otherwise.
 */
public final class Differential {
    private static final int AFTER_RESTART_PERCENT = 5;

    private static final int FOR_COMMANDS = 400;

    private Differential() {}

    public static void main(String[] args) throws Exception {
        try {
            System.exit(run(new Options(args)) ? 0 : 1);
        } catch (IllegalArgumentException usage) {
            System.err.println(usage.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws Exception {
        try (var every = options.every()) {
            return run(options, new DifferenceReport(options.allowed(), options.anyWording(), every));
        }
    }

    private static boolean run(Options options, DifferenceReport report) throws Exception {
        var older = options.older();
        var newer = options.newer();
        if (Files.exists(options.data())) {
            throw new IllegalArgumentException(options.data() + " is there already; name another folder with --data.");
        }
        var folder = Files.createDirectories(options.data()).toRealPath();
        try {
            System.err.println("Registering callers with the old build.");
            var bed = TestBed.make(Files.createDirectories(options.bed()).toRealPath(), options.policies(), older);
            var pictures = new Pictures(Path.of(".fetched/photos"));
            var generator = new RequestGenerator(options.seed(), bed.callers(), older, pictures);
            var wires = options.wires() ? options.requests() : FOR_COMMANDS;
            var oldData = new WireRun(older, newer, bed, generator, report, options)
                    .run(bed.dataFor(folder, "old"), bed.dataFor(folder, "new"), wires - afterRestart(wires));
            System.err.println("Restarting both over copies of the old build's data folder.");
            Folders.copy(oldData, folder.resolve("data-of-old-at-old"));
            Folders.copy(oldData, folder.resolve("data-of-old-at-new"));
            new WireRun(older, newer, bed, generator, report, options)
                    .run(
                            folder.resolve("data-of-old-at-old"),
                            folder.resolve("data-of-old-at-new"),
                            afterRestart(wires));
            if (options.commands()) {
                new CommandRun(older, newer, report).run(folder, folder.resolve("data-of-old-at-old"), bed.policies());
            }
        } finally {
            Folders.remove(folder);
        }
        report.write(options.report());
        System.out.println(report.summary());
        System.out.println("Report: " + options.report());
        return report.unexplained() == 0;
    }

    private static int afterRestart(int requests) {
        return requests * AFTER_RESTART_PERCENT / 100;
    }
}
