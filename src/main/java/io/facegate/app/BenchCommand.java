package io.facegate.app;

import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facegate bench}, which the launcher runs from the sources: the benchmarks are not in the jar. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures this build: the gateway beside plain proxies, the policy engine beside others, the ledger.",
            "",
            "The launcher builds and runs the benchmarks from the sources; they are not in the jar."
        },
        footer = {
            "",
            "Examples:",
            "  ./facegate bench                      the gateway, about fifteen minutes",
            "  ./facegate bench --quick              short rounds, to see whether it works",
            "  ./facegate bench --only throughput    one part: throughput, wires, latency, memory",
            "  ./facegate bench policy               the policy engine",
            "  ./facegate bench ledger               the ledger",
            "  ./facegate bench compare OLD NEW      two packaged builds, in turns",
            "",
            "Other options of the first are in docs/benchmarks.md; policy, ledger and compare take --help.",
            "",
            "Exit codes: 0 measured, 1 a fault, or a call that failed, 2 usage."
        })
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Override
    public Integer call() {
        settings.printError("The benchmarks are not in the jar. Run ./facegate bench in the sources.");
        return ExitCode.USAGE.number();
    }
}
