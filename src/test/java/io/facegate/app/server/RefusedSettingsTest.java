package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which settings are somebody else's business, and which are refused; SettingsIT sees what a start makes of them. */
class RefusedSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsOfOthersIsLeftAlone() throws Exception {
        Files.writeString(folder.resolve(".env"), "PORT=1\nMP_TEAM=faces\nQUARKUSES=2\nFACEGATE_PORT=3\n");
        var found = RefusedSettings.find(
                given("PATH", "MP_TEAM", "QUARKUSES", "FACEGATE_PORT", "AWS_REGION", "VERTX_THING"),
                Set.of("java.home", "user.dir", "vertxes.x", "io.netty.noUnsafe"),
                folder);
        assertThat(found.problem()).isNull();
        assertThat(found.ignored()).isEmpty();
    }

    @Test
    void everyOneThatIsRefusedIsNamedWithWhereItIs() throws Exception {
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), "%prod.quarkus.http.host=0.0.0.0\n");
        var found = RefusedSettings.find(
                given("QUARKUS_HTTP_PORT", "QUARKUS_LOG_LEVEL"), Set.of("vertx.disableURIValidation"), folder);
        assertThat(found.problem())
                .contains(
                        "environment variable QUARKUS_HTTP_PORT",
                        "system property vertx.disableURIValidation",
                        "%prod.quarkus.http.host in " + folder.resolve("config"))
                .doesNotContain("QUARKUS_LOG_LEVEL");
        assertThat(found.ignored()).containsExactly("environment variable QUARKUS_LOG_LEVEL");
    }

    /** What Kubernetes puts into each pod of a namespace with a service of that name. */
    private static Map<String, String> service(String name, String address, String authority) {
        return Map.of(
                name + "_SERVICE_HOST",
                address,
                name + "_SERVICE_PORT",
                "8080",
                name + "_SERVICE_PORT_HTTP",
                "8080",
                name + "_PORT",
                "tcp://" + authority + ":8080",
                name + "_PORT_8080_TCP",
                "tcp://" + authority + ":8080",
                name + "_PORT_8080_TCP_PROTO",
                "tcp",
                name + "_PORT_8080_TCP_PORT",
                "8080",
                name + "_PORT_8080_TCP_ADDR",
                address);
    }

    @ParameterizedTest
    @CsvSource({"QUARKUS_SVC,10.0.0.1,10.0.0.1", "QUARKUS_HTTP,10.0.0.1,10.0.0.1", "QUARKUS_SVC,fd00::1,[fd00::1]"})
    void whatKubernetesSaysOfAServiceIsNoSetting(String name, String address, String authority) {
        var variables = service(name, address, authority);
        var services = KubernetesVariables.fromEnvironment(variables);
        assertThat(variables.keySet()).allMatch(services::describe);
        assertThat(RefusedSettings.find(variables, Set.of(), folder).problem()).isNull();
    }

    /** The controls: a set that is not whole, or does not agree, is what somebody gave; and so is what only stands beside one. */
    @ParameterizedTest
    @CsvSource({
        "QUARKUS_SVC_SERVICE_HOST,proxy.example",
        "QUARKUS_SVC_SERVICE_HOST,10.0.0.2",
        "QUARKUS_SVC_SERVICE_PORT,true",
        "QUARKUS_SVC_PORT,9000",
        "QUARKUS_SVC_PORT,tcp://10.0.0.1:8081"
    })
    void aSetThatDoesNotAgreeIsRefusedByName(String name, String value) {
        var variables = new HashMap<>(service("QUARKUS_SVC", "10.0.0.1", "10.0.0.1"));
        variables.put(name, value);
        assertThat(RefusedSettings.find(variables, Set.of(), folder).problem()).contains(name);
    }

    @Test
    void aSettingBesideAServiceIsRefusedByName() {
        var variables = new HashMap<>(service("QUARKUS_HTTP", "10.0.0.1", "10.0.0.1"));
        for (var name : List.of("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "QUARKUS_HTTP_HOST")) {
            variables.put(name, "true");
            assertThat(RefusedSettings.find(variables, Set.of(), folder).problem())
                    .contains(name)
                    .doesNotContain("SERVICE_HOST");
        }
    }

    private static Map<String, String> given(String... names) {
        return Arrays.stream(names).collect(Collectors.toMap(name -> name, name -> "1"));
    }
}
