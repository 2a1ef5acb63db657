package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.Ports;
import io.facegate.SelfSigned;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy on the gateway's machine connects over loopback for strangers: a loopback address proves nothing by itself. */
class LoopbackTrustIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final byte SERVER_HELLO = 22;
    private static final byte FATAL = 2;
    private static final byte PROTOCOL_VERSION = 70;

    @TempDir
    private Path folder;

    /** As nginx passes requests on when nobody told it more: `Host: 127.0.0.1:port`, and no word of whom it does it for. */
    @Test
    void behindAPlainProxyNoStrangerIsOnThisMachine() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var gateway = Gateway.start(data, "--trust-loopback=false");
                var proxy = Proxy.before(gateway.calls(), folder, "")) {
            assertThat(gateway.log()).contains("Closed over plain HTTP: the console, API keys and bearer tokens");
            assertThat(gateway.console()).as("no link that could not be opened").hasToString("null");

            for (var way : List.of(proxy.url(), gateway.calls())) {
                var console = get(way.resolve("/console/login?token=x"));
                assertThat(console.statusCode()).isEqualTo(403);
                assertThat(console.body()).contains("--tls-cert", "--trust-loopback");
                var key = galleries(way, hope);
                assertThat(key.statusCode()).isEqualTo(401);
                assertThat(key.body()).contains("not_accepted_here");
            }
            assertThat(Wire.signed(gateway.calls(), hope, "ListCollections", "{}")
                            .send()
                            .status())
                    .as("a signature needs no TLS")
                    .isEqualTo(200);
            assertThat(gateway.log()).doesNotContain("/console/login?token=");
        }
    }

    /** The control: what the operator vouches for is believed, and a proxy that says what it is is not. */
    @Test
    void whereTheOperatorVouchesForLoopbackItIsBelieved() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var gateway = Gateway.start(data, "--trust-loopback");
                var proxy = Proxy.before(
                        gateway.calls(), folder, "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")) {
            assertThat(galleries(gateway.calls(), hope).statusCode()).isEqualTo(200);
            assertThat(get(gateway.calls().resolve("/console")).statusCode()).isEqualTo(401);

            assertThat(galleries(proxy.url(), hope).statusCode()).isEqualTo(401);
            assertThat(get(proxy.url().resolve("/console")).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void withACertificateTheConsoleIsOpenOverTls() throws Exception {
        var certificate = SelfSigned.pem(folder, "ip:127.0.0.1");
        try (var gateway = Gateway.encrypting(certificate, folder.resolve("data"), "--trust-loopback=false")) {
            assertThat(gateway.console().getScheme()).isEqualTo("https");
            assertThat(gateway.console().getPort())
                    .isEqualTo(gateway.encrypted().getPort());
            assertThat(gateway.log()).contains("Over TLS only: the console, API keys and bearer tokens");
            assertThat(get(gateway.calls().resolve("/console")).statusCode()).isEqualTo(403);
            try (var client = HttpClient.newBuilder()
                    .sslContext(SelfSigned.trusting(certificate))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build()) {
                var entered = client.send(
                        HttpRequest.newBuilder(gateway.console()).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(entered.statusCode()).isEqualTo(303);
            }
        }
    }

    /** Also where the JVM would speak older versions. The control: the same greeting with TLS 1.2 is answered. */
    @Test
    void noTlsOlderThan12IsSpoken() throws Exception {
        var certificate = SelfSigned.pem(folder, "ip:127.0.0.1");
        var lax = Files.writeString(folder.resolve("lax.security"), "jdk.tls.disabledAlgorithms=SSLv3\n");
        var jvm = List.of("-Djava.security.properties=" + lax);
        var key = certificate.resolveSibling("vendor.key").toString();
        try (var gateway = Gateway.start(
                folder.resolve("data"),
                Map.of(),
                jvm,
                "--tls-port",
                "0",
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                key)) {
            assertThat(greeted(gateway.encrypted(), 3)).as("TLS 1.2").startsWith(SERVER_HELLO);
            assertThat(greeted(gateway.encrypted(), 2)).as("TLS 1.1").endsWith(FATAL, PROTOCOL_VERSION);
            assertThat(greeted(gateway.encrypted(), 1)).as("TLS 1.0").endsWith(FATAL, PROTOCOL_VERSION);
        }
    }

    /** The first seven bytes that a server answers to a client that speaks that version, 3 for TLS 1.2, and none newer. */
    private static byte[] greeted(URI where, int minor) throws IOException {
        var hello = "03 0%d".formatted(minor)
                + " 00".repeat(32) // random
                + " 00" // no session
                + " 00 08 c0 13 c0 09 c0 2f c0 2b" // ECDHE with RSA and ECDSA
                + " 01 00" // no compression
                + " 00 1e 00 0a 00 06 00 04 00 17 00 18" // secp256r1, secp384r1
                + " 00 0b 00 02 01 00 00 0d 00 0a 00 08 04 01 04 03 05 01 05 03";
        var body = HexFormat.of().parseHex(hello.replace(" ", ""));
        var handshake = ByteBuffer.allocate(9 + body.length)
                .put(new byte[] {22, 3, 1})
                .putShort((short) (4 + body.length))
                .putInt(1 << 24 | body.length)
                .put(body);
        try (var socket = new Socket(where.getHost(), where.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(handshake.array());
            return socket.getInputStream().readNBytes(7);
        }
    }

    /** After an upgrade a proxy passes bytes on unread; a client that asks for one is answered over HTTP/1.1. */
    @Test
    void nobodyUpgradesToHttp2() throws Exception {
        try (var gateway = Gateway.start(folder.resolve("data"), "--trust-loopback");
                var proxy = Proxy.before(
                        gateway.calls(),
                        folder,
                        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;"
                                + "proxy_set_header HTTP2-Settings $http_http2_settings;")) {
            for (var way : List.of(gateway.calls(), gateway.health(), proxy.url())) {
                var answered = upgrading(way);
                assertThat(answered).as(way.toString()).startsWith("HTTP/1.1 ").doesNotContain("101 ");
                assertThat(answered.split("\r\n", 2)[0]).as("it is answered").containsAnyOf("303", "404");
            }
            try (var client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
                var request = HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/openapi.yaml"));
                var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            }
        }
    }

    private static String upgrading(URI way) throws IOException {
        try (var socket = new Socket(way.getHost(), way.getPort())) {
            socket.setSoTimeout(10_000);
            var request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + way.getPort()
                    + "\r\n"
                    + "Connection: Upgrade, HTTP2-Settings\r\n"
                    + "Upgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var read = new byte[4096];
            int length = socket.getInputStream().read(read);
            return new String(read, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
        }
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> galleries(URI way, Gateway.Key key) throws Exception {
        var request =
                HttpRequest.newBuilder(way.resolve("/facegate/v1/galleries")).header("X-Api-Key", key.apiKey());
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** One nginx before a gateway. */
    private record Proxy(Process process, URI url) implements AutoCloseable {
        static Proxy before(URI gateway, Path folder, String more) throws IOException {
            int port = Ports.free();
            var home = Files.createDirectories(folder.resolve("nginx"));
            Files.writeString(home.resolve("nginx.conf"), """
                daemon off;
                pid nginx.pid;
                error_log stderr error;
                events { worker_connections 64; }
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server {
                    listen 127.0.0.1:%d;
                    location / { proxy_http_version 1.1; %s proxy_pass %s; }
                  }
                }
                """.formatted(port, more, gateway));
            var process = new ProcessBuilder("nginx", "-p", home.toString(), "-c", "nginx.conf", "-e", "stderr")
                    .redirectError(home.resolve("error.log").toFile())
                    .start();
            Await.until(() -> listens(port));
            return new Proxy(process, URI.create("http://127.0.0.1:" + port));
        }

        private static boolean listens(int port) {
            try (var probe = new Socket("127.0.0.1", port)) {
                return probe.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
