package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.facegate.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command says of a server that it cannot ask: from real failures of the Java client. */
class ConnectionErrorFormatterTest {
    @Test
    void aClosedPortAnUnknownNameAndSilenceAreToldApart() throws Exception {
        var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var there = "127.0.0.1:" + socket.getLocalPort();
        try (socket) {
            assertThat(failure("http://" + there)).isEqualTo("nothing came in time");
        }
        assertThat(failure("http://" + there)).isEqualTo("nothing listens there");
        assertThat(failure("http://nowhere.invalid:80")).isEqualTo("its name has no address");
    }

    @Test
    void aServerWithoutTlsIsNotTakenForOneThatIsAway() throws Exception {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var answering = Thread.ofVirtual().start(() -> {
                try (var taken = socket.accept()) {
                    taken.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes("US-ASCII"));
                    taken.getInputStream().readAllBytes();
                } catch (IOException gone) {
                    // The client hangs up first.
                }
            });
            assertThat(failure("https://127.0.0.1:" + socket.getLocalPort()))
                    .isEqualTo("no TLS connection came about; is it http:// there?");
            answering.join();
        }
    }

    @Test
    void aCertificateOfNoTrustedAuthorityIsNamed(@TempDir Path folder) throws Exception {
        var server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.identity(folder, "dns:localhost")));
        server.start();
        try {
            assertThat(failure("https://localhost:" + server.getAddress().getPort()))
                    .isEqualTo("its certificate is of no authority that is trusted here");
        } finally {
            server.stop(0);
        }
    }

    private static String failure(String address) {
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return ConnectionErrorFormatter.format(
                    catchThrowableOfType(IOException.class, () -> client.send(request, BodyHandlers.discarding())));
        }
    }
}
