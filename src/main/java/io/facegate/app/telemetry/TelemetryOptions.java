package io.facegate.app.telemetry;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for traces, the access log and the log. Each has an environment variable of the same name. */
@EnvironmentVariables
@HelpHeading("Traces and logs")
public final class TelemetryOptions {
    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description = "The OpenTelemetry collector that traces are sent to over OTLP/HTTP, such as"
                    + " http://127.0.0.1:4318. The OTEL_* variables are read too. Default: the"
                    + " collector that they name; if they name none, no trace is kept.")
    private @Nullable URI otlp;

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "The file that a line of JSON is written to for each request; - for the standard output. At"
                    + " 100 MiB the file is put aside, and the five newest are kept. Default: none.")
    private @Nullable String accessLog;

    @Option(
            names = "--log-level",
            paramLabel = "COMPONENT=LEVEL",
            split = ",",
            description = "How much a component of the gateway (such as vendor or ledger) writes to the log: error,"
                    + " warn, info or debug. Repeatable. No level writes secrets, pictures or anything of a face."
                    + " Default: info.")
    private List<String> logLevels = List.of();

    /** Why these options are invalid, or null. */
    public @Nullable String problem() {
        return problem(System.getenv());
    }

    @Nullable
    String problem(Map<String, String> environment) {
        if (otlp != null && !isWebAddress(otlp)) {
            return "--otlp is the http or https address of a collector, such as http://127.0.0.1:4318.";
        }
        var protocol = environment.getOrDefault(
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
                environment.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", TraceSettings.PROTOCOL));
        if (!protocol.isEmpty() && !protocol.equals(TraceSettings.PROTOCOL)) {
            return "OTEL_EXPORTER_OTLP_PROTOCOL is " + protocol + "; this gateway sends " + TraceSettings.PROTOCOL
                    + " only. Name the collector's port for HTTP, usually 4318.";
        }
        var unfit = LogLevels.problem(logLevels);
        return unfit != null || accessLog == null || accessLog.equals(AccessLog.STANDARD_OUTPUT)
                ? unfit
                : problemOfFile(accessLog);
    }

    private static boolean isWebAddress(URI address) {
        return address.getScheme() != null
                && Set.of("http", "https").contains(address.getScheme())
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }

    private static @Nullable String problemOfFile(String name) {
        var file = Path.of(name).toAbsolutePath();
        var folder = file.getParent();
        boolean fits = folder != null
                && Files.isDirectory(folder)
                && Files.isWritable(folder)
                && (!Files.exists(file) || (Files.isRegularFile(file) && Files.isWritable(file)));
        return fits ? null : "--access-log: " + name + " cannot be written; name a file in a folder that exists.";
    }

    /** The settings of traces, of these options and the environment. */
    public TraceSettings traces() {
        return TraceSettings.of(otlp, System.getenv());
    }

    /** The levels of the log as settings of Quarkus. */
    public Map<String, String> logSettings() {
        return LogLevels.parse(logLevels).settings();
    }

    /** Where the access log is written; null if there is none. */
    public @Nullable String accessLog() {
        return accessLog;
    }
}
