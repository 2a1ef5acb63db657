package io.facegate.vendor.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.call.Refusal;
import io.facegate.call.SendCheck;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an exchange ends to which no vendor answers. */
class VendorHttpClientTest {
    private static final String EMPTY_ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final VendorLimits ONE_CONNECTION =
            new VendorLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), 1, 8, 1024);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void aVendorThatNeverAnswersIsWaitedForUntilTheDeadline() throws Exception {
        try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                var client = client(silent.getLocalPort())) {
            assertThatThrownBy(() -> send(client, Duration.ofMillis(200)))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The vendor did not answer in time.");
        }
    }

    @Test
    void aClosedClientSendsNothing() throws Exception {
        try (var vendor = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var client = client(vendor.getLocalPort());
            client.close();
            assertThatThrownBy(() -> send(client, Duration.ofMinutes(5)))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessageContaining("Nothing was sent");
        }
    }

    /** The check is made again when a connection is there: it may have been waited for as long as the call lasts. */
    @Test
    void whatIsStoppedWhileAConnectionIsWaitedForIsNotSent() throws Exception {
        var stop = new Fault.Stopped(new Refusal("stopped", "facegate/stopped", "Stopped.", null, null, "ask"));
        var checks = new AtomicInteger();
        var isStopped = new AtomicBoolean();
        Runnable check = () -> {
            checks.incrementAndGet();
            if (isStopped.get()) {
                throw stop;
            }
        };
        try (var vendor = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Socket held;
            try (var client = client(vendor.getLocalPort(), ONE_CONNECTION)) {
                var first = start(client, () -> {});
                held = vendor.accept();
                readHead(held);
                var second = start(client, check);
                Await.until(() -> checks.get() == 2);
                isStopped.set(true);
                held.getOutputStream().write(EMPTY_ANSWER.getBytes(US_ASCII));
                assertThat(first.get()).isTrue();
                assertThatThrownBy(second::get).hasCause(stop);
            }
            try (held) {
                assertThat(held.getInputStream().readAllBytes()).isEmpty();
            }
        }
        assertThat(checks).hasValue(3);
    }

    private static FutureTask<Boolean> start(VendorHttpClient client, Runnable check) {
        var sending = new FutureTask<>(() -> SendCheck.run(check, () -> {
            send(client, Duration.ofSeconds(10));
            return true;
        }));
        Thread.ofVirtual().start(sending);
        return sending;
    }

    private static void readHead(Socket from) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(from.getInputStream(), US_ASCII));
        for (var line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {}
    }

    private VendorHttpClient client(int port) {
        return client(port, VendorLimits.defaults());
    }

    private VendorHttpClient client(int port, VendorLimits limits) {
        return new VendorHttpClient(vertx, VendorSite.parse("http://127.0.0.1:" + port), limits, null);
    }

    private static void send(VendorHttpClient client, Duration longest) {
        var request = new VendorHttpClient.Request("POST", "/", Map.of(), Unpooled.EMPTY_BUFFER);
        client.send(new RetryableRequest(() -> request, false), System.nanoTime() + longest.toNanos());
    }
}
