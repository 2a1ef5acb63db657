package io.facegate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A real Keycloak in a process of its own, on a free port of loopback, with everything in memory. One for all tests of
 * this JVM. The build unpacks its distribution into {@code target}.
 */
final class KeycloakServer {
    private static final Path DEFAULT = Path.of("target/keycloak/keycloak-26.7.3");
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:\\d+)");
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(4);
    private static final String ADMIN = "admin";
    private static KeycloakServer shared;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    private KeycloakServer(URI address) {
        this.address = address;
    }

    static synchronized KeycloakServer shared() {
        try {
            if (shared == null) {
                shared = start();
            }
            return shared;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static KeycloakServer start() throws IOException {
        var home = Path.of(System.getProperty("facegate.keycloak", DEFAULT.toString()))
                .toAbsolutePath();
        var built = home.resolve(".built-for-tests");
        if (!Files.exists(built)) {
            // Chooses the database; Keycloak keeps the result in its folder.
            var log = home.resolve("build.log");
            var build = process(home, log, "build", "--db=dev-mem");
            if (!ends(build) || build.exitValue() != 0) {
                throw new IOException("Keycloak was not built:\n" + Files.readString(log));
            }
            Files.createFile(built);
        }
        var log = Files.createTempFile("keycloak", ".log");
        var process = process(
                home,
                log,
                "start",
                "--optimized",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=0",
                "--hostname-strict=false");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, log)));
        return new KeycloakServer(listening(process, log));
    }

    private static Process process(Path home, Path log, String... words) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.net.preferIPv4Stack=true",
                "-Dpicocli.disable.closures=true",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(Arrays.asList(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN));
        return builder.start();
    }

    private static boolean ends(Process process) {
        try {
            if (process.waitFor(STARTS_WITHIN)) {
                return true;
            }
            process.destroyForcibly();
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static URI listening(Process process, Path log) throws IOException {
        long until = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (process.isAlive() && System.nanoTime() < until) {
            var found = LISTENING.matcher(Files.readString(log));
            if (found.find()) {
                return URI.create(found.group(1));
            }
            Gateway.pause(100);
        }
        process.destroyForcibly();
        throw new IOException("Keycloak did not start:\n" + Files.readString(log));
    }

    private static void end(Process process, Path log) {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            Files.deleteIfExists(log);
        } catch (IOException | InterruptedException left) {
            Thread.currentThread().interrupt();
        }
    }

    /** The issuer of a realm. */
    String issuer(String realm) {
        return address + "/realms/" + realm;
    }

    /** Imports a realm of {@code src/test/resources/keycloak} under a name, in place of one of that name. */
    void importRealm(String file, String name) {
        try {
            var json = Gateway.parsed(Files.readString(Path.of("src/test/resources/keycloak", file + ".json")));
            deleteRealm(name);
            admin("POST", "", ((ObjectNode) json).put("realm", name).toString(), 201);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void deleteRealm(String realm) {
        admin("DELETE", "/" + realm, null, 204, 404);
    }

    /** A token of a client for itself (client credentials). */
    String token(String realm, String client) {
        var answer = requestToken(realm, client);
        if (!answer.has("access_token")) {
            throw new AssertionError(answer.toString());
        }
        return answer.get("access_token").asText();
    }

    /** What the token endpoint answers a client. */
    JsonNode requestToken(String realm, String client) {
        return form(
                issuer(realm) + "/protocol/openid-connect/token",
                Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", client + "-secret"));
    }

    /** What the token endpoint answers a person who logs in through a client; the password is the name's. */
    JsonNode login(String realm, String client, String person) {
        return form(
                issuer(realm) + "/protocol/openid-connect/token",
                Map.of(
                        "grant_type",
                        "password",
                        "scope",
                        "openid",
                        "client_id",
                        client,
                        "client_secret",
                        client + "-secret",
                        "username",
                        person,
                        "password",
                        person + "-password"));
    }

    /** Adds a key that new tokens are signed with; the realm's other keys still verify. Returns its component. */
    String addKey(String realm, int priority) {
        var parent = admin("GET", "/" + realm, null, 200).get("id").asText();
        var name = "rsa-" + priority;
        admin("POST", "/" + realm + "/components", """
            {"name":"%s","providerId":"rsa-generated","providerType":"org.keycloak.keys.KeyProvider","parentId":"%s",
             "config":{"priority":["%d"],"enabled":["true"],"active":["true"],"algorithm":["RS256"],"keySize":["2048"]}}
            """.formatted(name, parent, priority), 201);
        return name;
    }

    /** Removes every key for signatures with RSA but the one of that name. */
    void keepOnlyKey(String realm, String name) {
        for (var each : admin("GET", "/" + realm + "/components?type=org.keycloak.keys.KeyProvider", null, 200)) {
            if (each.get("providerId").asText().equals("rsa-generated")
                    && !each.get("name").asText().equals(name)) {
                admin("DELETE", "/" + realm + "/components/" + each.get("id").asText(), null, 204);
            }
        }
    }

    void enableClient(String realm, String client, boolean enabled) {
        var found = admin("GET", "/" + realm + "/clients?clientId=" + client, null, 200)
                .get(0);
        ((ObjectNode) found).put("enabled", enabled);
        admin("PUT", "/" + realm + "/clients/" + found.get("id").asText(), found.toString(), 204);
    }

    void enableRealm(String realm, boolean enabled) {
        admin("PUT", "/" + realm, "{\"realm\":\"" + realm + "\",\"enabled\":" + enabled + "}", 204);
    }

    private JsonNode admin(String method, String path, String json, Integer... expected) {
        var token = form(
                        issuer("master") + "/protocol/openid-connect/token",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                ADMIN,
                                "password",
                                ADMIN))
                .path("access_token")
                .asText();
        var request = HttpRequest.newBuilder(URI.create(address + "/admin/realms" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build();
        return send(request, expected);
    }

    private JsonNode form(String where, Map<String, String> fields) {
        var body = fields.entrySet().stream()
                .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(where))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode send(HttpRequest request, Integer... expected) {
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (expected.length > 0 && !List.of(expected).contains(answer.statusCode())) {
                throw new AssertionError(request + ": " + answer.statusCode() + ' ' + answer.body());
            }
            return answer.body().isEmpty() ? Gateway.JSON.createObjectNode() : Gateway.parsed(answer.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
