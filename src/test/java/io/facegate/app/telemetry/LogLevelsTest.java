package io.facegate.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The levels of the log by component. */
class LogLevelsTest {
    private static final Path MAIN = Path.of("src/main/java/io/facegate");

    private static TelemetryOptions parse(String... words) {
        var options = new TelemetryOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(words);
        return options;
    }

    @Test
    void theComponentsAreThoseOfTheProgram() throws IOException {
        try (var components = Files.list(MAIN)) {
            assertThat(components
                            .filter(Files::isDirectory)
                            .map(component -> component.getFileName().toString())
                            .sorted())
                    .containsExactlyElementsOf(LogLevels.COMPONENTS);
        }
    }

    @Test
    void aLevelIsASettingOfThatComponentOnly() {
        var options = parse("--log-level", "vendor=debug,http=WARN", "--log-level", "ledger=error");
        assertThat(options.problem(Map.of())).isNull();
        assertThat(options.logSettings())
                .isEqualTo(Map.of(
                        "quarkus.log.category.\"io.facegate.vendor\".level", "DEBUG",
                        "quarkus.log.category.\"io.facegate.http\".level", "WARN",
                        "quarkus.log.category.\"io.facegate.ledger\".level", "ERROR"));
        assertThat(parse().logSettings()).isEmpty();
    }

    /** A library that writes its requests would write pictures and credentials. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "software.amazon.awssdk=debug",
                "io.netty=debug",
                "=debug",
                "facegate=debug",
                "vendor.rekognition=debug",
                "*=debug",
                "vendors",
                "Vendor=debug"
            })
    void whatIsNoComponentIsAnErrorThatListsTheComponents(String text) {
        assertThat(parse("--log-level", text).problem(Map.of()))
                .startsWith("--log-level: there is no component")
                .contains(LogLevels.COMPONENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vendor", "vendor=", "vendor=trace", "vendor=all", "vendor=off", "vendor=debug=x"})
    void whatIsNoLevelIsAnErrorThatListsTheLevels(String text) {
        assertThat(parse("--log-level", text).problem(Map.of())).contains("error, warn, info, debug");
    }

    @Test
    void aComponentHasOneLevel() {
        assertThat(parse("--log-level", "vendor=debug,vendor=info").problem(Map.of()))
                .isEqualTo("--log-level: vendor is given twice.");
    }

    /** What a debug line is given is never a body, a credential or a header. */
    @Test
    void noLineOfAnyLevelIsGivenABodyOrACredential() throws IOException {
        var line = Pattern.compile("\\.(?:logf?|(?:error|warn|info|debug|trace)f?)\\([^;]*;");
        var secret = Pattern.compile(
                "(?i)\\b(?:body|payload|authorization|password|secretAccessKey|apiKey|token|embedding|template|image)\\(\\)"
                        + "|[,+(]\\s*(?:body|token|secret|password|apiKey)\\s*[,+);]");
        try (var files = Files.walk(MAIN)) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                var source = Files.readString(file);
                if (source.contains("Logger")) {
                    assertThat(line.matcher(source)
                                    .results()
                                    .map(found -> found.group())
                                    .toList())
                            .as(file.toString())
                            .noneMatch(found -> secret.matcher(found).find());
                }
            }
        }
        assertThat(List.of(
                        "LOG.log(Level.DEBUG, \"x {0}\", call.body());",
                        "LOG.warnf(\"x %s\", call.token());",
                        "LOG.info(\"x \" + password);",
                        "LOG.errorf(\"x %s, %s\", name, apiKey);"))
                .as("the control")
                .allMatch(found ->
                        line.matcher(found).find() && secret.matcher(found).find());
    }
}
