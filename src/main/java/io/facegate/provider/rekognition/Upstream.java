package io.facegate.provider.rekognition;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The one HTTP client to the vendor: HTTP/1.1, kept-alive connections, a bounded pool, certificates always checked. */
final class Upstream implements AutoCloseable {
    /** Shorter than a load balancer's patience, so that the vendor seldom closes a connection just as it is taken. */
    private static final int KEEP_ALIVE_SECONDS = 20;

    private final Vertx vertx;
    private final HttpClient client;
    private final Endpoint endpoint;
    private final Cloud.Limits limits;

    Upstream(Vertx vertx, Endpoint endpoint, Cloud cloud) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.limits = cloud.limits();
        int connect = (int) Math.min(limits.connect().toMillis(), Integer.MAX_VALUE);
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setVerifyHost(true)
                .setConnectTimeout(connect)
                .setSslHandshakeTimeout(connect)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxRedirects(0);
        if (cloud.authorities() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(cloud.authorities().toString()));
        }
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(limits.connections()).setMaxWaitQueueSize(limits.waiting()));
    }

    /** Sends once and waits at most so long. */
    Attempt post(Map<String, String> headers, Body body, long nanos) {
        var exchange = new Exchange(body.buffer(), limits.replyBytes());
        // The event loop keeps the time: a timed wait of a virtual thread would wake a timer thread for each call.
        long timer = vertx.setTimer(1 + TimeUnit.NANOSECONDS.toMillis(nanos), late -> exchange.expire());
        client.request(options(headers, nanos)).onComplete(exchange::opened);
        try {
            return exchange.await();
        } finally {
            vertx.cancelTimer(timer);
        }
    }

    private RequestOptions options(Map<String, String> headers, long nanos) {
        var sent = MultiMap.caseInsensitiveMultiMap().set("User-Agent", "facegate");
        headers.forEach(sent::set);
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setSsl(endpoint.tls())
                .setURI(endpoint.path())
                .setFollowRedirects(false)
                .setConnectTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)))
                .setHeaders(sent);
    }

    @Override
    public void close() {
        client.close();
    }
}
