package io.facegate.cli.reconcile;

import io.facegate.cli.DurationArgument;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of {@code facegate reconcile} that goes on until it is stopped. */
final class ReconcileLoopOptions {
    private static final Duration LONGEST = Duration.ofDays(365);

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description =
                    "Repeats the comparison at this interval, such as 15m, until it is stopped. --trail must be the"
                            + " folder that receives the vendor's files. Each run is on record.")
    private @Nullable String every;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "2d",
            description = "With --every: how far back each run compares calls. It must be at least twice --every, and"
                    + " longer than the vendor's files are ever late. Default: 2d.")
    private String window = "";

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9001",
            description = "With --every: where Prometheus reads the results, at /metrics. Default: 127.0.0.1:9001.")
    private String metrics = "";

    /** True if it goes on; a usage error if only the others of these options were named. */
    boolean isAsked() {
        var parsed = command().commandLine().getParseResult();
        if (every == null && (parsed.hasMatchedOption("--window") || parsed.hasMatchedOption("--metrics"))) {
            throw usageError("--window and --metrics belong to --every, which is not there.");
        }
        return every != null;
    }

    /** The time from one run to the next. */
    Duration every() {
        return length("--every", String.valueOf(every), Duration.ofMinutes(1));
    }

    /** How far back a run compares. */
    Duration window() {
        var length = length("--window", window, Duration.ofHours(1));
        if (length.compareTo(every().multipliedBy(2)) < 0) {
            throw usageError("--window is " + window + "; it must be at least twice --every, so that no call is left"
                    + " out between two runs.");
        }
        return length;
    }

    private CommandSpec command() {
        return spec == null ? CommandSpec.create() : spec;
    }

    private ParameterException usageError(String sentence) {
        return new ParameterException(command().commandLine(), sentence);
    }

    String metrics() {
        return metrics;
    }

    private Duration length(String option, String text, Duration least) {
        var length = DurationArgument.parse(text);
        if (length == null || length.compareTo(least) < 0 || length.compareTo(LONGEST) > 0) {
            throw usageError(option + " is " + text + "; it must be a time such as 15m, 6h or 2d, from "
                    + least.toMinutes() + "m to 365d.");
        }
        return length;
    }
}
