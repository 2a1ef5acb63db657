package io.facegate.differential;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** gRPC client, HTTP/2 with prior knowledge, no TLS. Trailers become response headers {@code trailer-…}. */
final class GrpcClient implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    private final int port;

    GrpcClient(int port) {
        this.port = port;
    }

    WireClient.Answer send(String path, List<Map.Entry<String, String>> headers, byte[] body)
            throws InterruptedException {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path);
        var answer = client.request(options).compose(request -> {
            headers.stream()
                    .filter(header -> !header.getKey().equals("Host"))
                    .forEach(header ->
                            request.putHeader(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
            return request.send(Buffer.buffer(body));
        });
        var whole = answer.compose(response -> response.body().map(bytes -> answer(response, bytes.getBytes())));
        try {
            return whole.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException ended) {
            return WireClient.Answer.NONE;
        }
    }

    private static WireClient.Answer answer(HttpClientResponse response, byte[] body) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        response.headers().forEach(header -> headers.add(Map.entry(header.getKey(), header.getValue())));
        response.trailers().forEach(header -> headers.add(Map.entry("trailer-" + header.getKey(), header.getValue())));
        return new WireClient.Answer(response.statusCode(), headers, body);
    }

    @Override
    public void close() {
        client.close();
        vertx.close();
    }
}
