package io.facegate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.identity.Credential.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests come from: of clients, and of proxies that are trusted or not. */
class ClientConnectionsTest {
    private static final ClientConnections BEHIND = ClientConnections.of(false, List.of("127.0.0.0/8", "10.1.0.0/16"));

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<ClientConnection> seen = new LinkedBlockingQueue<>();
    private volatile ClientConnections connections = BEHIND;
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    seen.add(connections.of(request));
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private ClientConnection from(String... headers) throws IOException, InterruptedException {
        try (var socket = new Socket("127.0.0.1", server.actualPort())) {
            var head = "GET / HTTP/1.1\r\nHost: any\r\n"
                    + String.join(
                            "",
                            List.of(headers).stream().map(line -> line + "\r\n").toList()) + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return seen.poll(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 203.0.113.9 | https | 203.0.113.9 | CONFIDENTIAL",
                "X-Forwarded-For: 203.0.113.9 | http | 203.0.113.9 | CLEAR",
                "X-Forwarded-For: ::ffff:203.0.113.9 | https | 203.0.113.9 | CONFIDENTIAL",
                "X-Forwarded-For: 203.0.113.9:5512 | https | 203.0.113.9 | CONFIDENTIAL",
                "X-Forwarded-For: [2001:db8::7]:443 | https | 2001:db8:0:0:0:0:0:7 | CONFIDENTIAL",
                // What the client itself wrote stands to the left of what the first proxy added.
                "X-Forwarded-For: 127.0.0.1, 203.0.113.9 | https | 203.0.113.9 | CONFIDENTIAL",
                "X-Forwarded-For: 198.51.100.1, 203.0.113.9, 10.1.7.7 | https, https | 203.0.113.9 | CONFIDENTIAL",
                "X-Forwarded-For: 198.51.100.1, 203.0.113.9 | http, https | 203.0.113.9 | CLEAR",
                "X-Forwarded-For: 203.0.113.9, unknown | https | '' | CLEAR",
                "X-Forwarded-For: 203.0.113.9, | https | '' | CLEAR",
                "X-Forwarded-For: 10.1.7.7 | https | 10.1.7.7 | CONFIDENTIAL",
            })
    void aTrustedProxyIsBelievedFromTheRight(String header, String protocol, String address, Transport transport)
            throws Exception {
        assertThat(from(header, "X-Forwarded-Proto: " + protocol))
                .isEqualTo(new ClientConnection(address, transport, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9;proto=https;by=10.1.0.1 | 203.0.113.9 | CONFIDENTIAL",
                "for=\"[2001:db8::7]:4711\";proto=https | 2001:db8:0:0:0:0:0:7 | CONFIDENTIAL",
                "for=127.0.0.1;proto=https, For=203.0.113.9;Proto=https | 203.0.113.9 | CONFIDENTIAL",
                "for=203.0.113.9 | 203.0.113.9 | CLEAR",
                // What the client wrote itself stands to the left, whatever it says.
                "for=9.9.9.9;proto=https, for=203.0.113.9 | 203.0.113.9 | CLEAR",
                "for=9.9.9.9;proto=http, for=203.0.113.9;proto=https | 203.0.113.9 | CONFIDENTIAL",
                "for=9.9.9.9;proto=https, by=10.1.0.1 | '' | CLEAR",
                "for=203.0.113.9;proto=https, for=10.1.7.7 | 203.0.113.9 | CLEAR",
                "for=203.0.113.9;proto=https;proto=http | 203.0.113.9 | CLEAR",
                "for=_hidden;proto=https | '' | CLEAR",
                "for=\"a\\\"b\";proto=https | '' | CLEAR",
                "for=203.0.113.9 proto=https | '' | CLEAR",
            })
    void theStandardHeaderIsReadToo(String value, String address, Transport transport) throws Exception {
        assertThat(from("Forwarded: " + value)).isEqualTo(new ClientConnection(address, transport, false));
    }

    @Test
    void twoStoriesNoStoryOrTooLongAStoryAreAnUnknownClientInClear() throws Exception {
        var unknown = new ClientConnection("", Transport.CLEAR, false);

        assertThat(from("Forwarded: for=203.0.113.9;proto=https", "X-Forwarded-For: 203.0.113.9"))
                .isEqualTo(unknown);
        assertThat(from()).isEqualTo(unknown);
        assertThat(from("X-Forwarded-For: " + "203.0.113.9, ".repeat(40) + "203.0.113.9", "X-Forwarded-Proto: https"))
                .isEqualTo(unknown);
        assertThat(unknown.network()).isEqualTo("unknown");
    }

    @Test
    void whatOthersSayIsNotRead() throws Exception {
        connections = ClientConnections.of(false, List.of("10.1.0.0/16"));
        assertThat(from("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"))
                .isEqualTo(new ClientConnection("127.0.0.1", Transport.LOCAL, true));

        connections = ClientConnections.of(true, List.of());
        assertThat(from()).isEqualTo(new ClientConnection("127.0.0.1", Transport.CONFIDENTIAL, true));
        assertThat(from("Via: 1.1 proxy").transport()).isEqualTo(Transport.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/0", "::/0", "2001:db8::/129", "proxy.example.org", "10.0.0.0/8/8", ""})
    void whatIsNoNetworkIsRefused(String network) {
        assertThatThrownBy(() -> ClientConnections.of(false, List.of(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no network");
    }
}
