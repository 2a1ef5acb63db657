package io.facegate.app.bench;

import io.facegate.app.bench.ground.Ground;
import io.facegate.app.bench.report.Page;
import io.facegate.app.bench.report.Report;
import io.facegate.app.bench.report.Table;
import io.facegate.cli.ExitCode;
import io.facegate.cli.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate bench}: what the gateway costs, beside nginx, on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a gateway of its own against nginx, both in front of the same trivial upstream, in one run: "
                    + "throughput with bodies of 1 KB and 100 KB, latency at a fixed rate beside the disk's own, and a "
                    + "crowd with large images in a small heap.",
            "",
            "Each call is authenticated by its signature, judged by one hundred rules, written down twice and signed "
                    + "anew. Takes about ten minutes, needs nginx and wrk, and wants the machine to itself. The numbers "
                    + "of one such run, and what they do not say, are in docs/benchmarks.md."
        },
        footer = {
            "",
            "Examples:",
            "  facegate bench                                  the whole benchmark",
            "  facegate bench --quick                          short rounds, to see whether it works",
            "  facegate bench --markdown docs/benchmarks.md    the table into that page as well",
            "",
            "The data folder's disk is the one that is measured; everything is written into a new folder beside it,"
                    + " which is removed in the end.",
            "",
            "Exit codes: 0 measured, whether or not the targets are met; 1 a fault, or a call that failed; 2 usage."
        })
public final class BenchCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Option(names = "--quick", description = "Short rounds and one of each: rough numbers in a minute or two.")
    private boolean quick;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Put the table into this page too, between its markers <!-- table --> and <!-- /table -->.")
    private @Nullable Path page;

    @Option(
            names = "--only",
            paramLabel = "PART",
            description = "Measure only this: ${COMPLETION-CANDIDATES}. May be repeated. Default: everything.")
    private Set<Trial.Part> parts = EnumSet.allOf(Trial.Part.class);

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "One more option for the Java machine of the gateway under test, such as"
                    + " -XX:StartFlightRecording=filename=/tmp/bench.jfr. May be repeated.")
    private List<String> options = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var missing = Tools.missing();
        if (missing != null) {
            settings.complain("The benchmark needs nginx and wrk. On Debian: " + missing);
            return ExitCode.FAULT.number();
        }
        if (page != null && !Page.TABLE.hasMarkers(page)) {
            settings.complain(
                    page + " is not a page with the lines " + Page.TABLE.begin() + " and " + Page.TABLE.end() + ".");
            return ExitCode.USAGE.number();
        }
        var report = measured();
        var table = new Table(report);
        if (settings.json()) {
            settings.print(report.json());
        } else {
            table.lines().forEach(settings::print);
        }
        if (page != null) {
            Page.TABLE.put(page, table.markdown());
        }
        return ExitCode.DONE.number();
    }

    private Report measured() throws IOException, InterruptedException {
        var beside = settings.data().toAbsolutePath().getParent();
        Files.createDirectories(beside);
        var folder = Files.createTempDirectory(beside, "facegate-bench-");
        try {
            var pace = quick ? Trial.Pace.QUICK : Trial.Pace.FULL;
            return new Trial(folder, pace, options, settings::complain).run(parts);
        } finally {
            Ground.clear(folder);
        }
    }
}
