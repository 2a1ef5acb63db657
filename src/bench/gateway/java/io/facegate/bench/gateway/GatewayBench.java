package io.facegate.bench.gateway;

import io.facegate.bench.gateway.report.BenchReport;
import io.facegate.bench.gateway.report.BenchTable;
import io.facegate.bench.gateway.report.ReportPage;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate bench}: measures the gateway beside plain proxies on this machine. The launcher starts it. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a gateway of its own beside nginx, HAProxy, Spring Cloud Gateway and a bare Vert.x proxy, all in"
                    + " front of the same trivial upstream, in one run: throughput and processor time with bodies of 1"
                    + " KB and 100 KB, latency at a fixed rate beside the disk's own, and a crowd with large images in"
                    + " a small heap.",
            "",
            "The gateway authenticates each call by its signature, judges it by one hundred rules, records it twice"
                    + " and signs it anew. A run takes about fifteen minutes, needs nginx, HAProxy and wrk, and wants"
                    + " the machine to itself. The numbers of one run are in docs/benchmarks.md."
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
public final class GatewayBench implements Callable<Integer> {
    @Mixin
    private CommonOptions settings = new CommonOptions();

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
    private Set<BenchRun.Part> parts = EnumSet.allOf(BenchRun.Part.class);

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "One more option for the Java machine of the gateway under test, such as"
                    + " -XX:StartFlightRecording=filename=/tmp/bench.jfr. May be repeated.")
    private List<String> options = List.of();

    /** Runs the benchmark and exits with its code. */
    public static void main(String... args) {
        System.exit(new CommandLine(new GatewayBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var missing = BenchTools.missing();
        if (missing != null) {
            settings.output().printError("The benchmark needs nginx, HAProxy and wrk. On Debian: " + missing);
            return ExitCode.FAULT.number();
        }
        if (page != null && !ReportPage.TABLE.hasMarkers(page)) {
            settings.output()
                    .printError(page + " is not a page with the lines " + ReportPage.TABLE.begin() + " and "
                            + ReportPage.TABLE.end() + ".");
            return ExitCode.USAGE.number();
        }
        var report = measured();
        var table = new BenchTable(report);
        if (settings.output().isJson()) {
            settings.output().print(report.json());
        } else {
            table.lines().forEach(settings.output()::print);
        }
        if (page != null) {
            ReportPage.TABLE.put(page, table.markdown());
        }
        return ExitCode.DONE.number();
    }

    private BenchReport measured() throws IOException, InterruptedException {
        var beside = settings.data().toAbsolutePath().getParent();
        Files.createDirectories(beside);
        var folder = Files.createTempDirectory(beside, "facegate-bench-");
        try {
            var pace = quick ? BenchRun.Pace.QUICK : BenchRun.Pace.FULL;
            return new BenchRun(folder, pace, options, settings.output()::printError).run(parts);
        } finally {
            BenchFolder.clear(folder);
        }
    }
}
