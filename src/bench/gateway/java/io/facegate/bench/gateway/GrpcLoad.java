package io.facegate.bench.gateway;

import io.facegate.bench.gateway.report.BenchTarget;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Closed-loop gRPC load, which wrk cannot make: one call repeated on a fixed number of HTTP/2 connections. */
final class GrpcLoad {
    private static final int ANSWER_SECONDS = 20;
    private static final String STATUS = "grpc-status";

    private final HttpClient client;
    private final BenchCall call;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failed = new LongAdder();

    private GrpcLoad(HttpClient client, BenchCall call) {
        this.client = client;
        this.call = call;
    }

    static WrkLoad.Round run(BenchCall call, Duration length) {
        var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        var vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(files));
        try {
            var clear = new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2MultiplexingLimit(1);
            var pool = new PoolOptions().setHttp2MaxSize(BenchTarget.CONNECTIONS);
            return new GrpcLoad(vertx.createHttpClient(clear, pool), call).run(length.toNanos());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private WrkLoad.Round run(long nanos) {
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int connection = 0; connection < BenchTarget.CONNECTIONS; connection++) {
                threads.execute(() -> {
                    do {
                        send();
                    } while (System.nanoTime() - start < nanos);
                });
            }
        }
        return new WrkLoad.Round(calls.sum(), calls.sum() * 1e9 / (System.nanoTime() - start), failed.sum());
    }

    private void send() {
        calls.increment();
        try {
            if (!isOk()) {
                failed.increment();
            }
        } catch (IOException broken) {
            failed.increment();
        }
    }

    private boolean isOk() throws IOException {
        var answer = client.request(
                        HttpMethod.POST, call.to().getPort(), call.to().getHost(), call.path())
                .compose(this::sent)
                .compose(response -> response.end().map(ended -> ok(response)))
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException broken) {
            throw new IOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    private io.vertx.core.Future<HttpClientResponse> sent(HttpClientRequest request) {
        call.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Host")) {
                request.putHeader(name, value);
            }
        });
        return request.send(Buffer.buffer(call.body()));
    }

    /** Reads the gRPC status from the trailers, or from the headers of a response without a message. */
    private static boolean ok(HttpClientResponse response) {
        return response.statusCode() == WrkLoad.OK && "0".equals(response.getTrailer(STATUS));
    }
}
