package io.facegate.app;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import picocli.CommandLine.Command;

/** {@code facegate bench}, which the launcher runs from the sources: the benchmarks are not in the jar. */
@Command(
        name = "bench",
        description = {
            "Measures this build: the gateway beside plain proxies, the policy engine beside others, the ledger,",
            "the pages of the console.",
            "",
            "The launcher builds and runs the benchmarks from the sources; they are not in the jar."
        },
        footer = {
            "",
            "Examples:",
            "  ./facegate bench                      # the gateway, about fifteen minutes",
            "  ./facegate bench --quick              # short rounds, to see whether it works",
            "  ./facegate bench --only throughput    # one part: throughput, wires, latency, memory",
            "  ./facegate bench policy               # the policy engine",
            "  ./facegate bench ledger               # the ledger",
            "  ./facegate bench console              # the console's pages over a million records",
            "  ./facegate bench compare OLD NEW      # two packaged builds, in turns",
            "",
            "Other options of the first are in docs/benchmarks.md; policy, ledger, console and compare take --help.",
            "",
            "Exit codes: 0 measured, 1 a fault, or a call that failed, 2 usage."
        })
final class BenchCommand extends FacegateCommand {
    @Override
    protected ExitCode run() {
        return fail(ExitCode.USAGE, "The benchmarks are not in the jar. Run ./facegate bench in the sources.");
    }
}
