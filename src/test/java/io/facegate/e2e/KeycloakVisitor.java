package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser that logs in at a console through a real Keycloak: its cookies, and each step of the login. */
final class KeycloakVisitor {
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Values by port and name: a browser takes secure cookies from this machine without TLS, too. */
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    private final URI gateway;

    KeycloakVisitor(URI gateway) {
        this.gateway = gateway;
    }

    /** The same browser at another gateway, as behind a balancer: with what it has of this one. */
    KeycloakVisitor at(URI other) {
        var there = new KeycloakVisitor(other);
        cookies.forEach((name, value) -> there.cookies.put(other.getPort() + name.substring(name.indexOf(' ')), value));
        return there;
    }

    /** Presses the button "Log out". */
    HttpResponse<String> logOut() {
        return send(HttpRequest.newBuilder(gateway.resolve("/console/logout"))
                .header("Origin", "http://" + gateway.getAuthority())
                .POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(gateway.resolve(path)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        var port = request.build().uri().getPort() + " ";
        var sent = cookies.entrySet().stream()
                .filter(each -> each.getKey().startsWith(port))
                .map(each -> each.getKey().substring(port.length()) + '=' + each.getValue())
                .collect(Collectors.joining("; "));
        try {
            var answer = client.send(
                    sent.isEmpty()
                            ? request.build()
                            : request.header("Cookie", sent).build(),
                    BodyHandlers.ofString());
            for (var line : answer.headers().allValues("Set-Cookie")) {
                var pair = line.substring(0, (line + ';').indexOf(';')).split("=", 2);
                if (line.contains("Max-Age=0") || pair[1].isEmpty()) {
                    cookies.remove(port + pair[0]);
                } else {
                    cookies.put(port + pair[0], pair[1]);
                }
            }
            return answer;
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static URI location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(302, 303);
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    /** Where Keycloak sends the browser back to, with a code. */
    URI authenticate(String person) {
        var form = FORM.matcher(send(HttpRequest.newBuilder(location(get("/console/login/at/0"))))
                .body());
        assertThat(form.find()).isTrue();
        return location(send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + person + "&password="
                        + URLEncoder.encode(person + "-password", StandardCharsets.UTF_8)))));
    }

    HttpResponse<String> logIn(String person) {
        return send(HttpRequest.newBuilder(authenticate(person)));
    }
}
