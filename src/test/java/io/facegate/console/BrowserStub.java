package io.facegate.console;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser that keeps cookies by path, and follows no redirect. */
public final class BrowserStub {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI server;
    private final HttpClient client;
    /** Values by name and path. */
    private final Map<String, String> cookies = new LinkedHashMap<>();

    public BrowserStub(URI server) {
        this(server, CLIENT);
    }

    BrowserStub(URI server, HttpClient client) {
        this.server = server;
        this.client = client;
    }

    /** A browser in which a registered person logged in. */
    public static BrowserStub loggedIn(URI server, PeopleOfTheConsole people, String person) {
        people.trusted = true;
        var browser = new BrowserStub(server);
        browser.get("/console/login/at/0");
        var answer = browser.get(
                "/console/login/callback?code=" + person + "&state=" + people.attempt.state() + "&session_state=x");
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + answer.body());
        }
        return browser;
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    public HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        var body = form.entrySet().stream()
                .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** The origin that a browser names with its forms. */
    public String origin() {
        return server.getScheme() + "://" + server.getAuthority();
    }

    String cookie(String name) {
        return cookies.entrySet().stream()
                .filter(each -> each.getKey().startsWith(name + ' '))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    void put(String name, String path, String value) {
        cookies.put(name + ' ' + path, value);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(server.resolve(path));
        var sent = cookies.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey().split(" ")[1]))
                .map(each -> each.getKey().split(" ")[0] + '=' + each.getValue())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void keep(String line) {
        var pair = line.split(";")[0].split("=", 2);
        var path = line.replaceAll(".*Path=([^;]*).*", "$1");
        var key = pair[0] + ' ' + path;
        if (pair[1].isEmpty() || pair[1].equals("\"\"") || line.contains("Max-Age=0")) {
            cookies.remove(key);
        } else {
            cookies.put(key, pair[1]);
        }
    }
}
