package io.facegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Which options have an environment variable, what it is called, and what wins. */
class EnvironmentDefaultsTest {
    /** The options that had one when each was written out by hand: nobody's settings change their meaning. */
    @Test
    void theOptionsThatHaveOneAreThoseThatHadOne() {
        var found = new TreeSet<String>();
        everyOption(Main.commandLine(), new ArrayList<>()).forEach(option -> {
            if (EnvironmentDefaults.variable(option) != null) {
                found.add(option.longestName());
            }
        });
        assertThat(found)
                .containsExactly(
                        "--access-log",
                        "--accounts",
                        "--admin-host",
                        "--admin-port",
                        "--allow-removal",
                        "--aws-endpoint",
                        "--aws-external-id",
                        "--aws-region",
                        "--aws-role",
                        "--azure-authority",
                        "--azure-certificate",
                        "--azure-client",
                        "--azure-endpoint",
                        "--azure-key",
                        "--azure-managed-identity",
                        "--azure-owner",
                        "--azure-secret",
                        "--azure-tenant",
                        "--azure-vision-endpoint",
                        "--azure-vision-key",
                        "--circuit-open",
                        "--compreface-endpoint",
                        "--compreface-keys",
                        "--compreface-owner",
                        "--console-url",
                        "--contact",
                        "--data",
                        "--faceplusplus-endpoint",
                        "--faceplusplus-key",
                        "--google-credentials",
                        "--google-endpoint",
                        "--google-owner",
                        "--grace",
                        "--health-host",
                        "--health-port",
                        "--host",
                        "--in-flight-mib",
                        "--issuers",
                        "--kafka",
                        "--kafka-settings",
                        "--kafka-topic",
                        "--ledger",
                        "--ledger-deadline",
                        "--ledger-password",
                        "--limits",
                        "--limits-fallback",
                        "--limits-password",
                        "--log-level",
                        "--log-origin",
                        "--notify",
                        "--otlp",
                        "--pdp",
                        "--pdp-timeout",
                        "--pdp-token",
                        "--policies",
                        "--policy-bundle",
                        "--policy-bundle-ca",
                        "--policy-signers",
                        "--port",
                        "--prove",
                        "--provider",
                        "--provider-timeout",
                        "--publish",
                        "--publish-endpoint",
                        "--publish-region",
                        "--quotas",
                        "--registry",
                        "--registry-password",
                        "--registry-stale-after",
                        "--reports",
                        "--review-days",
                        "--routes",
                        "--sinks",
                        "--tls-cert",
                        "--tls-client-ca",
                        "--tls-key",
                        "--tls-port",
                        "--trust-loopback",
                        "--trusted-proxy",
                        "--witnesses");
    }

    @Test
    void whatIsGivenWinsOverTheVariableAndThatOverTheDefault() {
        assertThat(port(Map.of())).isEqualTo(8080);
        assertThat(port(Map.of("FACEGATE_PORT", "81"))).isEqualTo(81);
        assertThat(port(Map.of("FACEGATE_PORT", "81"), "--port", "82")).isEqualTo(82);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a$b",
                "a$$b",
                "${sys:user.name}",
                "x${env:HOME}y",
                "$${a}",
                "a\\b",
                "'q'",
                "\"q r\"",
                "$"
            })
    void aValueIsTakenAsItStands(String value) {
        assertThat(value(Map.of("FACEGATE_PROVIDER", value), "--provider")).isEqualTo(value);
    }

    /** The control: an option of another command with the name of one of serve's has no variable. */
    @Test
    void anOptionOfAnotherCommandHasNone() {
        var explain = Main.commandLine()
                .getSubcommands()
                .get("policy")
                .getSubcommands()
                .get("explain");
        assertThat(EnvironmentDefaults.variable(explain.getCommandSpec().findOption("--provider")))
                .isNull();
        var serve = Main.commandLine().getSubcommands().get("serve");
        assertThat(EnvironmentDefaults.variable(serve.getCommandSpec().findOption("--provider")))
                .isEqualTo("FACEGATE_PROVIDER");
    }

    @Test
    void aFlagThatCannotBeTakenBackHasNone() {
        var serve = Main.commandLine().getSubcommands().get("serve").getCommandSpec();
        assertThat(EnvironmentDefaults.variable(serve.findOption("--json"))).isNull();
        assertThat(EnvironmentDefaults.variable(serve.findOption("--prove"))).isEqualTo("FACEGATE_PROVE");
        assertThat(EnvironmentDefaults.variable(serve.findOption("--trust-loopback")))
                .isEqualTo("FACEGATE_TRUST_LOOPBACK");
    }

    @Test
    void whatKubernetesSaysOfAServiceIsNotTaken() {
        var service = new HashMap<>(Map.of(
                "FACEGATE_SERVICE_HOST", "10.0.0.1",
                "FACEGATE_SERVICE_PORT", "80",
                "FACEGATE_PORT", "tcp://10.0.0.1:80"));
        assertThat(port(service)).isEqualTo(8080);
        service.put("FACEGATE_PORT", "81");
        assertThat(port(service))
                .as("the control: what does not agree is a setting")
                .isEqualTo(81);
    }

    private static int port(Map<String, String> environment, String... words) {
        return (int) value(environment, "--port", words);
    }

    private static Object value(Map<String, String> environment, String option, String... words) {
        var all = Main.commandLine().setDefaultValueProvider(new EnvironmentDefaults(environment));
        all.parseArgs(Stream.concat(Stream.of("serve"), Stream.of(words)).toArray(String[]::new));
        return all.getSubcommands()
                .get("serve")
                .getCommandSpec()
                .findOption(option)
                .getValue();
    }

    private static List<OptionSpec> everyOption(CommandLine command, List<OptionSpec> found) {
        found.addAll(command.getCommandSpec().options());
        command.getSubcommands().values().forEach(each -> everyOption(each, found));
        return found;
    }
}
