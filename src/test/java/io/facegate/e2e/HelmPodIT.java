package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.facegate.deploy.HelmChart;
import io.facegate.ledger.postgres.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pods that the Helm chart describes, as processes: their arguments, variables, probes, and files as the kubelet
 * mounts them, which are links to files that the pod's group can read.
 */
class HelmPodIT {
    @TempDir
    private Path folder;

    @Test
    void aGatewayAloneAnswersItsProbes() throws Exception {
        var pod = pod("contact: appeals@example.org\nconfigFiles: {quotas: {configMap: c, key: quotas.yaml}}\n");
        var root = Files.createDirectory(folder.resolve("alone"));
        mount(root.resolve("config/quotas"), Map.of("quotas.yaml", "quotas: []\n".getBytes()), "rw-r--r--");
        Files.createDirectories(root.resolve("data"));
        serves(pod, root);
        assertThat(root.resolve("data/facegate/ledger.db")).exists();
    }

    @Test
    void gatewaysOfOneDatabaseJoinWithMountedKeysAndAnswerTheirProbes() throws Exception {
        try (var server = Server.in(folder.resolve("server"), Map.of())) {
            var name = server.empty();
            var url = server.asGateway(name).url();
            var owner = server.asOwner(name).url();
            run("ledger", "migrate", "--ledger", owner, "--role", "gateways");
            run("registry", "migrate", "--registry", owner, "--role", "gateways");
            var first = folder.resolve("first").toString();
            run(words("org add --id hope --name Hope --type nonprofit.child_protection --jurisdiction US-OR"
                    + " --purpose missing_child --data " + first + " --ledger " + url + " --registry " + url));
            var pod = pod("""
                {contact: appeals@example.org, postgres: {url: "%s&sslmode=disable", keys: {secret: keys}}}
                """.formatted(url));
            for (var gateway : List.of("pod-0", "pod-1")) {
                var root = Files.createDirectory(folder.resolve(gateway));
                mount(root.resolve("secrets/keys"), keys(Path.of(first)), "r--r-----");
                Files.createDirectories(root.resolve("data"));
                var join = pod.getInitContainers().getFirst();
                Gateway.Result.of(process(join, root)).expect(0);
                serves(pod, root);
            }
        }
    }

    /** A mounted key that every user of the machine could read is not taken. */
    @Test
    void aKeyThatEverybodyCanReadIsRefused() throws Exception {
        var root = Files.createDirectory(folder.resolve("open"));
        mount(root.resolve("keys"), Map.of("registry.key", new byte[32], "ledger.key", new byte[32]), "r--r--r--");
        var result = Gateway.runPackaged(
                "gateway", "join", "--mounted", "--from", root.resolve("keys").toString(), "--to", root + "/data");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("Every user can read or change", "registry.key", "0440");
        assertThat(root.resolve("data/registry.key")).doesNotExist();
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    private static void run(String... words) {
        Gateway.runPackaged(words).expect(0);
    }

    private PodSpec pod(String values) throws IOException {
        return HelmChart.objects(folder, values).stream()
                .filter(StatefulSet.class::isInstance)
                .map(StatefulSet.class::cast)
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    private static Map<String, byte[]> keys(Path data) throws IOException {
        return Map.of(
                "registry.key", Files.readAllBytes(data.resolve("registry.key")),
                "ledger.key", Files.readAllBytes(data.resolve("ledger.key")));
    }

    /** As the kubelet does it: the files in a folder with a date for a name, and links to them. */
    private static void mount(Path folder, Map<String, byte[]> files, String mode) throws IOException {
        var dated = Files.createDirectories(folder.resolve("..2026_11_28_00_00_00.1"));
        Files.createSymbolicLink(folder.resolve("..data"), dated.getFileName());
        for (var file : files.entrySet()) {
            Files.write(dated.resolve(file.getKey()), file.getValue());
            Files.setPosixFilePermissions(dated.resolve(file.getKey()), PosixFilePermissions.fromString(mode));
            Files.createSymbolicLink(folder.resolve(file.getKey()), Path.of("..data", file.getKey()));
        }
    }

    private static void serves(PodSpec pod, Path root) throws Exception {
        var gateway = pod.getContainers().getFirst();
        var process = process(
                        gateway, root, "serve", "--json", "--host", "127.0.0.1", "--port", "0", "--health-port", "0")
                .redirectError(root.resolve("log").toFile())
                .start();
        try (var out = process.inputReader()) {
            var calls = out.readLine();
            assertThat(calls).as(Files.readString(root.resolve("log"))).isNotNull();
            var announced = Gateway.parsed(calls);
            var health = URI.create(
                    announced.has("health")
                            ? announced.get("health").asText()
                            : Gateway.parsed(out.readLine()).get("health").asText());
            for (var probe :
                    List.of(gateway.getStartupProbe(), gateway.getLivenessProbe(), gateway.getReadinessProbe())) {
                assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("health");
                assertThat(status(health.resolve(probe.getHttpGet().getPath()))).isEqualTo(200);
            }
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static int status(URI page) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** The container as a process: what it has at /data, /secrets and /config is below the root. */
    private static ProcessBuilder process(Container container, Path root, String... command) {
        var words = new ArrayList<>(List.of(command));
        container.getArgs().forEach(word -> words.add(below(root, word)));
        var builder = Gateway.starting(words);
        for (var variable : container.getEnv()) {
            builder.environment().put(variable.getName(), below(root, variable.getValue()));
        }
        return builder;
    }

    private static String below(Path root, String value) {
        return value.matches("/(data|secrets|config)/.*") ? root + value : value;
    }
}
