package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only our options count: what Quarkus would read besides is refused by name, or not read. */
class SettingsIT {
    private static final String FORWARDING = "quarkus.http.proxy.proxy-address-forwarding";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
                "quarkus.http.proxy.proxy-address-forwarding",
                "_PROD_QUARKUS_HTTP_HOST",
                "QUARKUS_PROFILE",
                "QUARKUS_HTTP_PORT",
                "QUARKUS_CONFIG_LOCATIONS",
                "SMALLRYE_CONFIG_LOCATIONS",
                "MP_JWT_VERIFY_ISSUER"
            })
    void aVariableThatCouldChangeWhoIsLetInIsRefusedByName(String name) {
        var serve = serve();
        serve.environment().put(name, "true");
        assertRefused(serve, name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FORWARDING,
                "%prod.quarkus.http.host",
                "smallrye.config.locations",
                "mp.config.profile",
                "vertx.disableHttpHeadersValidation"
            })
    void aSystemPropertyIsRefusedByName(String name) {
        var serve = serve();
        serve.command().add(1, "-D" + name + "=true");
        assertRefused(serve, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", "config/application.properties", "config/application-prod.properties"})
    void aFileOfTheWorkingFolderIsRefusedByName(String file) throws Exception {
        var work = work();
        Files.createDirectories(work.resolve(file).getParent());
        var name = file.equals(".env") ? "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING" : FORWARDING;
        Files.writeString(work.resolve(file), name + "=true\n");
        var serve = serve().directory(work.toFile());
        assertRefused(serve, name);
    }

    /** What changes only what is shown is said not to be read, and is not: the control is the log, which is still there. */
    @Test
    void aHarmlessSettingIsNamedAndNotRead() {
        try (var gateway = Gateway.start(
                folder.resolve("data"),
                Map.of("QUARKUS_LOG_CONSOLE_ENABLED", "false", "QUARKUS_LOG_LEVEL", "OFF"),
                List.of("-Dquarkus.banner.enabled=true"),
                "--trust-loopback=false")) {
            assertThat(gateway.log())
                    .contains("not read", "QUARKUS_LOG_CONSOLE_ENABLED", "QUARKUS_LOG_LEVEL", "quarkus.banner.enabled")
                    .contains("WARN", "Closed over plain HTTP");
        }
    }

    /** In a pod beside services called facegate, facegate-tls and quarkus-svc. */
    @Test
    void whatKubernetesSaysOfServicesStopsNoStart() throws Exception {
        var variables = new HashMap<String, String>();
        for (var service : List.of("FACEGATE", "FACEGATE_TLS", "QUARKUS_SVC")) {
            variables.put(service + "_SERVICE_HOST", "10.0.0.1");
            variables.put(service + "_SERVICE_PORT", "80");
            variables.put(service + "_SERVICE_PORT_HTTP", "80");
            variables.put(service + "_PORT", "tcp://10.0.0.1:80");
            variables.put(service + "_PORT_80_TCP", "tcp://10.0.0.1:80");
            variables.put(service + "_PORT_80_TCP_PROTO", "tcp");
            variables.put(service + "_PORT_80_TCP_PORT", "80");
            variables.put(service + "_PORT_80_TCP_ADDR", "10.0.0.1");
        }
        try (var gateway = Gateway.start(folder.resolve("data"), variables, List.of(), "--trust-loopback")) {
            assertThat(status(gateway.health().resolve("/health/ready"))).isEqualTo(200);
            assertThat(gateway.log()).doesNotContain("not read");
        }
        var elsewhere = folder.resolve("nowhere").toString();
        var unnamed = Gateway.starting(List.of("serve", "--policies", elsewhere));
        unnamed.environment().putAll(variables);
        assertThat(Gateway.Result.of(unnamed).expect(2).err())
                .as("the port that is not named is the usual one")
                .contains("there is no such policy folder")
                .doesNotContain("tcp://");
        unnamed.environment().remove("FACEGATE_SERVICE_HOST");
        assertThat(Gateway.Result.of(unnamed).expect(2).err())
                .as("the control: what is no service's is a setting")
                .contains("tcp://");
    }

    @Test
    void ourOptionsAreWhatQuarkusRunsBy() throws Exception {
        try (var gateway = Gateway.start(folder.resolve("data"))) {
            assertThat(gateway.calls().getPort()).isPositive();
            assertThat(status(gateway.health().resolve("/health/ready"))).isEqualTo(200);
            assertThat(status(gateway.calls().resolve("/facegate/v1/openapi.yaml")))
                    .isEqualTo(200);
        }
    }

    private static int status(URI address) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private Path work() throws Exception {
        return Files.createDirectories(folder.resolve("work"));
    }

    private ProcessBuilder serve() {
        var words = List.of(
                "serve",
                "--data",
                folder.resolve("data").toString(),
                "--policies",
                Path.of("policies").toAbsolutePath().toString(),
                "--port",
                "0",
                "--health-port",
                "0");
        var builder = Gateway.starting(words);
        var jar = builder.command().indexOf("-jar") + 1;
        builder.command()
                .set(jar, Path.of(builder.command().get(jar)).toAbsolutePath().toString());
        return builder;
    }

    private void assertRefused(ProcessBuilder serve, String name) {
        var said = Gateway.Result.of(serve);
        assertThat(said.code()).as(said.out() + said.err()).isEqualTo(2);
        assertThat(said.err()).contains(name, "Only the options of facegate serve are read");
        assertThat(folder.resolve("data")).as("nothing was opened").doesNotExist();
    }
}
