package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.SelfSigned;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What connections may cost: frames of HTTP/2 that ask for nothing, and files. */
class ConnectionsIT {
    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static SSLContext trusting;

    @BeforeAll
    static void start() throws Exception {
        var certificate = SelfSigned.pem(folder, "ip:127.0.0.1");
        gateway = Gateway.encrypting(certificate, folder.resolve("data"));
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            keys.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Types of frames: settings, ping, priority, and one that nobody knows. */
    @ParameterizedTest
    @CsvSource({"4,0,false", "6,8,false", "2,5,false", "77,3,false", "4,0,true", "6,8,true"})
    void aFloodOfControlFramesIsCut(int type, int length, boolean tls) throws Exception {
        try (var socket = open(tls)) {
            var out = new ByteArrayOutputStream();
            out.write(Http2.PREFACE);
            out.write(Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]));
            var flood = Http2.frame(type, 0, type == 2 ? 3 : 0, new byte[length]);
            for (int one = 0; one < 5_000; one++) {
                out.write(flood);
            }
            try {
                socket.getOutputStream().write(out.toByteArray());
                socket.getOutputStream().flush();
            } catch (SocketException cutAlready) {
                assertThat(cutAlready).isNotNull();
            }
            assertThat(goneAway(new DataInputStream(socket.getInputStream()))).isTrue();
        }
    }

    /** The control: as many as a lively client sends are answered. */
    @Test
    void aFewControlFramesAreAnswered() throws Exception {
        try (var socket = open(false)) {
            var out = new ByteArrayOutputStream();
            out.write(Http2.PREFACE);
            out.write(Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]));
            for (int one = 0; one < 150; one++) {
                out.write(Http2.frame(Http2.PING, 0, 0, new byte[8]));
            }
            socket.getOutputStream().write(out.toByteArray());
            var in = new DataInputStream(socket.getInputStream());
            int answered = 0;
            while (answered < 150) {
                var frame = Http2.Frame.read(in);
                assertThat(frame.type()).isNotEqualTo(Http2.GOAWAY);
                answered += frame.type() == Http2.PING && frame.flags() == Http2.ACK ? 1 : 0;
            }
        }
    }

    /** While nearly all files are open: not ready, no new connection but to ask for health, and well again afterwards. */
    @Test
    void whereFilesRunShortNewConnectionsAreRefused() throws Exception {
        long before = metric("facegate_open_files_limit");
        long most = metric("facegate_open_files") + 150;
        limit(most);
        assertThat(metric("facegate_open_files_limit")).isEqualTo(most);
        var sockets = new ArrayList<Socket>();
        try {
            for (int one = 0; one < 300; one++) {
                sockets.add(
                        new Socket(gateway.calls().getHost(), gateway.calls().getPort()));
            }
            Await.until(() -> !isServed());
            assertThat(get(gateway.health().resolve("/health/ready")).statusCode())
                    .isEqualTo(503);
            assertThat(get(gateway.health().resolve("/health/ready")).body()).contains("Nearly all files");
            assertThat(metric("facegate_open_files")).as("the reserve is kept").isLessThan(most);
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
            limit(before);
        }
        Await.until(ConnectionsIT::isServed);
        assertThat(get(gateway.health().resolve("/health/ready")).statusCode()).isEqualTo(200);
        assertThat(gateway.log().split("new connections are refused", -1))
                .as("told once")
                .hasSize(2);
    }

    private static void limit(long files) throws Exception {
        var set = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(gateway.process().pid()), "--nofile=" + files + ":")
                .inheritIO()
                .start();
        assertThat(set.waitFor()).isZero();
    }

    private static boolean isServed() {
        try (var socket = new Socket(gateway.calls().getHost(), gateway.calls().getPort())) {
            socket.setSoTimeout(5_000);
            var request = "GET /facegate/v1/openapi.yaml HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (IOException refused) {
            return false;
        }
    }

    private static long metric(String name) throws Exception {
        return get(gateway.health().resolve("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Socket open(boolean tls) throws IOException {
        Socket socket;
        if (tls) {
            var at = gateway.encrypted();
            var secure = (SSLSocket) trusting.getSocketFactory().createSocket(at.getHost(), at.getPort());
            var parameters = secure.getSSLParameters();
            parameters.setApplicationProtocols(List.of("h2").toArray(String[]::new));
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            socket = secure;
        } else {
            socket = new Socket(gateway.calls().getHost(), gateway.calls().getPort());
        }
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Whether it is told to calm down before the connection ends; a reset may overtake the words, and is an end too. */
    private static boolean goneAway(DataInputStream in) throws IOException {
        try {
            while (true) {
                var frame = Http2.Frame.read(in);
                if (frame.type() == Http2.GOAWAY) {
                    assertThat(frame.error()).isEqualTo(Http2.ENHANCE_YOUR_CALM);
                    return true;
                }
            }
        } catch (EOFException | SocketException ended) {
            return true;
        }
    }
}
