package io.facegate.console;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** A visitor of the console with a session, for the tests of its pages. */
public final class TestVisitor {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final String session;

    /** Logs in. */
    public TestVisitor(URI server, ConsoleLogin login) throws Exception {
        this.server = server;
        var answer = client.send(
                HttpRequest.newBuilder(login.openAt(server)).build(), HttpResponse.BodyHandlers.discarding());
        this.session = answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
    }

    /** The answer with that page. */
    public HttpResponse<String> get(String path) throws Exception {
        return get(path, Map.of());
    }

    /** The same in French. */
    public HttpResponse<String> getInFrench(String path) throws Exception {
        return get(path, Map.of("Accept-Language", "fr"));
    }

    private HttpResponse<String> get(String path, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("Cookie", session);
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The answer to a form without fields, sent from a page of the console. */
    public HttpResponse<String> post(String path) throws Exception {
        var origin = server.getScheme() + "://" + server.getAuthority();
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Cookie", session)
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.noBody());
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The answer to somebody without a session. */
    public HttpResponse<String> getLoggedOut(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
