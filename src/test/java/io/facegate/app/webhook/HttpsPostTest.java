package io.facegate.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that answer slowly, without end, or not at all. */
class HttpsPostTest {
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private volatile String answer = "";

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var socket = server.accept();
                    open.add(socket);
                    socket.getInputStream().read();
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private byte[] send(int most, Duration whole) throws IOException, InterruptedException {
        var url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        try (var post = new HttpsPost(new HttpsAddress(url, false), whole)) {
            return post.send(new byte[] {1}, Map.of(), most);
        }
    }

    @Test
    void anAnswerThatEndsAfterItsHeadersIsNotWaitedForForEver() {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive.";
        assertThatThrownBy(() -> send(100, Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class)
                .hasMessage("it did not answer within 2 s");
    }

    @Test
    void theBeginningOfALongAnswerIsTaken() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nfive.";
        assertThat(send(5, Duration.ofMinutes(1)))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("five.");
        assertThat(send(0, Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void aWholeAnswerIsTaken() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfive.";
        assertThat(send(100, Duration.ofMinutes(1)))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("five.");
    }

    @Test
    void aRefusalIsNoConfirmation() {
        answer = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
        assertThatThrownBy(() -> send(100, Duration.ofMinutes(1))).hasMessage("it answered 503");
    }
}
