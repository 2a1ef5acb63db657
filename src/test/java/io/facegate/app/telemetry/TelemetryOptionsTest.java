package io.facegate.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The options of traces and of the access log. */
class TelemetryOptionsTest {
    @TempDir
    private Path folder;

    private static TelemetryOptions parse(String... words) {
        var options = new TelemetryOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(words);
        return options;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector:4318",
                "grpc://127.0.0.1:4317",
                "http://user:secret@127.0.0.1:4318",
                "http:///v1/traces",
                "http://127.0.0.1:4318?x=1"
            })
    void anAddressThatIsNoCollectorsIsRefused(String address) {
        assertThat(parse("--otlp", address).problem(Map.of())).startsWith("--otlp is the http or https address");
    }

    @Test
    void theProtocolThatIsNotSentIsNamed() {
        assertThat(parse().problem(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
                .contains("OTEL_EXPORTER_OTLP_PROTOCOL is grpc", "4318");
        assertThat(parse("--otlp", "http://127.0.0.1:4318").problem(Map.of())).isNull();
    }

    @Test
    void anAccessLogInNoFolderIsRefused() {
        assertThat(parse("--access-log", folder.resolve("none/access.json").toString())
                        .problem(Map.of()))
                .startsWith("--access-log: ");
        assertThat(parse("--access-log", folder.toString()).problem(Map.of())).startsWith("--access-log: ");
        assertThat(parse("--access-log", folder.resolve("access.json").toString())
                        .problem(Map.of()))
                .isNull();
        assertThat(parse("--access-log", "-").problem(Map.of())).isNull();
    }

    @Test
    void tracesAreKeptWhereACollectorIsNamedOnly() {
        var collector = URI.create("http://127.0.0.1:4318");

        assertThat(TraceSettings.of(null, Map.of()).enabled()).isFalse();
        assertThat(TraceSettings.of(collector, Map.of()).defaults())
                .containsEntry("otel.exporter.otlp.endpoint", "http://127.0.0.1:4318")
                .containsEntry("otel.metrics.exporter", "none")
                .containsEntry("otel.traces.sampler", "always_on");
        assertThat(TraceSettings.of(null, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"))
                        .enabled())
                .isTrue();
        assertThat(TraceSettings.of(collector, Map.of("OTEL_SDK_DISABLED", "true"))
                        .enabled())
                .isFalse();
        assertThat(TraceSettings.of(collector, Map.of("OTEL_TRACES_EXPORTER", "none"))
                        .enabled())
                .isFalse();
    }
}
