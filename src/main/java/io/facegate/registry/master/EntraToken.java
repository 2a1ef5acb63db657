package io.facegate.registry.master;

import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Fetches tokens of Microsoft Entra for Key Vault: for the application that the usual AZURE_ variables name, with its
 * secret or the token of its workload, or else for the machine's managed identity.
 */
record EntraToken(HttpClient client, Map<String, String> environment) {
    private static final String MACHINE = "http://169.254.169.254";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST = 64 * 1024;

    /**
     * Asks for a token.
     *
     * @param resource such as {@code https://vault.azure.net}
     */
    String fetch(String resource) throws MasterKeyException {
        try {
            var request = environment.containsKey("AZURE_CLIENT_SECRET")
                            || environment.containsKey("AZURE_FEDERATED_TOKEN_FILE")
                    ? ofApplication(resource)
                    : ofMachine(resource);
            var answer =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST));
            var token = answer.statusCode() == 200
                    ? JsonMappers.STRICT
                            .readTree(answer.body())
                            .path("access_token")
                            .asText()
                    : "";
            if (token.isEmpty()) {
                throw new MasterKeyException(problem("status " + answer.statusCode()));
            }
            return token;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new MasterKeyException(problem("interrupted"));
        } catch (IOException | IllegalArgumentException failed) {
            // The message may hold what was sent.
            throw new MasterKeyException(problem(failed.getClass().getSimpleName()));
        }
    }

    private static String problem(String why) {
        return "Microsoft Entra issued no token for Key Vault (" + why
                + "). Give the machine a managed identity, or set"
                + " AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.";
    }

    private String value(String variable) {
        return environment.getOrDefault(variable, "");
    }

    private HttpRequest ofApplication(String resource) throws IOException {
        var host = environment.getOrDefault("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com");
        var form = new TreeMap<>(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                value("AZURE_CLIENT_ID"),
                "scope",
                resource + "/.default"));
        if (environment.containsKey("AZURE_CLIENT_SECRET")) {
            form.put("client_secret", value("AZURE_CLIENT_SECRET"));
        } else {
            form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            form.put(
                    "client_assertion",
                    Files.readString(Path.of(value("AZURE_FEDERATED_TOKEN_FILE")))
                            .strip());
        }
        return HttpRequest.newBuilder(URI.create(
                        host.replaceAll("/+$", "") + '/' + encode(value("AZURE_TENANT_ID")) + "/oauth2/v2.0/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(query(form)))
                .build();
    }

    private HttpRequest ofMachine(String resource) {
        var asked = new TreeMap<>(Map.of("api-version", "2018-02-01", "resource", resource));
        if (environment.containsKey("AZURE_CLIENT_ID")) {
            asked.put("client_id", value("AZURE_CLIENT_ID"));
        }
        var host = environment.getOrDefault("AZURE_POD_IDENTITY_AUTHORITY_HOST", MACHINE);
        return HttpRequest.newBuilder(
                        URI.create(host.replaceAll("/+$", "") + "/metadata/identity/oauth2/token?" + query(asked)))
                .timeout(PATIENCE)
                .header("Metadata", "true")
                .build();
    }

    private static String query(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> encode(each.getKey()) + '=' + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
