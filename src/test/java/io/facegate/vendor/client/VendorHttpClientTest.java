package io.facegate.vendor.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an exchange ends to which no vendor answers. */
class VendorHttpClientTest {
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

    private VendorHttpClient client(int port) {
        return new VendorHttpClient(vertx, VendorSite.parse("http://127.0.0.1:" + port), VendorLimits.defaults(), null);
    }

    private static void send(VendorHttpClient client, Duration longest) {
        var request = new VendorHttpClient.Request("POST", "/", Map.of(), Unpooled.EMPTY_BUFFER);
        client.send(new RetryableRequest(() -> request, false), System.nanoTime() + longest.toNanos());
    }
}
