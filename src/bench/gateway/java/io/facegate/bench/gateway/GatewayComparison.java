package io.facegate.bench.gateway;

import io.facegate.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code facegate bench compare}: the processor time of a call in two packaged builds, measured in turns. */
@Command(
        name = "bench compare",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the processor time of a call in two packaged builds, side by side and in turns, with bodies of 1"
                    + " KB and 100 KB. The time of the Java machine's compilers is left out.",
            "",
            "Each build is warmed up until its compilers are nearly idle, then measured in short rounds in alternating"
                    + " order. The median of the rounds' ratios counts. It takes about ten minutes, on Linux."
        })
public final class GatewayComparison implements Callable<Integer> {
    private static final int ROUNDS = 9;
    private static final int MOST_WARM_UPS = 24;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofSeconds(6);

    /** Microseconds of compilation a call below which a build counts as warm. */
    private static final double QUIET = 3;

    @Parameters(index = "0", paramLabel = "OLD", description = "The older build's folder quarkus-app.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The newer build's folder quarkus-app.")
    private Path after = Path.of("");

    /** Compares and exits with the command's code. */
    public static void main(String... args) {
        System.exit(new CommandLine(new GatewayComparison()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("facegate-compare-");
        var up = NginxProcess.free();
        try (var upstream = NginxProcess.start(folder.resolve("up"), NginxProcess.upstream(up.getPort()), up);
                var one = BenchGateway.startOther(launcher(folder.resolve("old"), before), folder.resolve("old"), up);
                var other =
                        BenchGateway.startOther(launcher(folder.resolve("new"), after), folder.resolve("new"), up)) {
            for (int size : new int[] {1024, 102_400}) {
                compare(folder, List.of(one, other), BenchPayload.ofSize(size));
            }
            return upstream.isAlive() ? ExitCode.DONE.number() : ExitCode.FAULT.number();
        } finally {
            BenchFolder.clear(folder);
        }
    }

    /** A program that starts that build with the options of the launcher. */
    private static Path launcher(Path folder, Path app) throws IOException {
        Files.createDirectories(folder);
        var jar = app.toRealPath().resolve("quarkus-run.jar");
        var script = folder.resolve("facegate");
        Files.writeString(script, """
            #!/bin/sh
            exec '%s/bin/java' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
              -XX:+UseCompactObjectHeaders $FACEGATE_JAVA_OPTS -jar '%s' "$@"
            """.formatted(System.getProperty("java.home"), jar));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private static void compare(Path folder, List<BenchGateway> both, byte[] body)
            throws IOException, InterruptedException {
        for (var each : both) {
            for (int at = 0;
                    at < MOST_WARM_UPS && measure(folder, each, body, WARM_UP).compiling() > QUIET;
                    at++) {}
        }
        var micros = new double[2][ROUNDS];
        var ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int at = 0; at < 2; at++) {
                int build = (round + at) % 2;
                micros[build][round] =
                        measure(folder, both.get(build), body, ROUND).micros();
            }
            ratios[round] = micros[1][round] / micros[0][round];
        }
        System.out.printf(
                "%,d bytes: old %.1f µs a call, new %.1f µs; new beside old %.3f (rounds %.3f to %.3f)%n",
                body.length,
                median(micros[0]),
                median(micros[1]),
                median(ratios),
                Arrays.stream(ratios).min().orElseThrow(),
                Arrays.stream(ratios).max().orElseThrow());
    }

    /**
     * Processor time of one call.
     *
     * @param micros without the compilers
     * @param compiling theirs
     */
    private record Cost(double micros, double compiling) {}

    private static Cost measure(Path folder, BenchGateway gateway, byte[] body, Duration length)
            throws IOException, InterruptedException {
        var start = ThreadTimes.read(gateway.child().pid());
        var round = WrkLoad.run(folder, gateway.signed(body), length);
        var end = ThreadTimes.read(gateway.child().pid());
        return new Cost(
                (end.working() - start.working()) / 1000.0 / round.calls(),
                (end.compiling() - start.compiling()) / 1000.0 / round.calls());
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /**
     * Processor time of a process's living threads, in nanoseconds.
     *
     * @param working all but the compilers
     */
    private record ThreadTimes(long working, long compiling) {
        static ThreadTimes read(long pid) throws IOException {
            long working = 0;
            long compiling = 0;
            for (var thread : threads(pid)) {
                try {
                    var name = Files.readString(thread.resolve("comm"));
                    long nanos = Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
                    if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
                        compiling += nanos;
                    } else {
                        working += nanos;
                    }
                } catch (IOException ended) {
                    // A thread that ended has no time to add.
                }
            }
            return new ThreadTimes(working, compiling);
        }

        private static List<Path> threads(long pid) throws IOException {
            var all = new ArrayList<Path>();
            try (var found = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
                found.forEach(all::add);
            }
            return all;
        }
    }
}
