package io.facegate.app.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.SelfSigned;
import io.facegate.usecase.delivery.BundleServer;
import io.facegate.usecase.delivery.PolicyBundle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching from a real HTTPS server, and from one that misbehaves. */
class HttpsBundleSourceTest {
    private static final byte[] BUNDLE = {1, 2, 3};

    @TempDir
    private Path folder;

    private BundleServer server;

    @BeforeEach
    void start() throws Exception {
        server = new BundleServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpsBundleSource source() {
        return source(Duration.ofSeconds(20));
    }

    private HttpsBundleSource source(Duration deadline) {
        return new HttpsBundleSource(server.address(), folder.resolve("vendor.pem"), deadline);
    }

    @Test
    void whatIsUnchangedIsNotSentAgain() throws IOException {
        server.delivers(BUNDLE);
        var source = source();
        assertThat(source.fetch()).isEqualTo(BUNDLE);
        assertThat(source.fetch()).isNull();
        server.delivers(new byte[] {4});
        assertThat(source.fetch()).containsExactly(4);
        Await.until(() -> server.statuses()
                .equals(List.of("/policies.bundle 200", "/policies.bundle 304", "/policies.bundle 200")));
    }

    @Test
    void aServerThatNobodyVouchesForIsNotBelieved() throws IOException {
        server.delivers(BUNDLE);
        var source = HttpsBundleSource.of(server.address(), null);
        assertThatThrownBy(source::fetch).isInstanceOf(IOException.class).hasMessageContaining("SSLHandshake");
        assertThat(server.statuses()).isEmpty();
    }

    /** Authorities are replaced without a restart, and a file that holds none fetches nothing. */
    @Test
    void theFileOfAuthoritiesIsReadWithEachFetch() throws Exception {
        server.delivers(BUNDLE);
        var good = Files.readAllBytes(folder.resolve("vendor.pem"));
        var file = folder.resolve("authorities.pem");
        SelfSigned.pem(Files.createDirectory(folder.resolve("other")), "dns:another");
        Files.copy(folder.resolve("other/vendor.pem"), file);
        var source = HttpsBundleSource.of(server.address(), file);
        assertThatThrownBy(source::fetch).hasMessageContaining("SSLHandshake");
        Files.write(file, good);
        assertThat(source.fetch()).isEqualTo(BUNDLE);
        for (var useless : List.of("", "no certificate", "x".repeat(2 << 20))) {
            Files.writeString(file, useless);
            assertThatThrownBy(source::fetch).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
        }
        Files.delete(file);
        assertThatThrownBy(source::fetch).isInstanceOf(IOException.class);
        Files.write(file, good);
        assertThat(source.fetch()).as("unchanged").isNull();
    }

    @Test
    void aCertificateOfAnotherHostIsNotBelieved() throws Exception {
        server.delivers(BUNDLE);
        var address = URI.create(server.address().toString().replace("localhost", "127.0.0.1"));
        var source = HttpsBundleSource.of(address, folder.resolve("vendor.pem"));
        assertThatThrownBy(source::fetch).isInstanceOf(IOException.class).hasMessageContaining("SSLHandshake");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int status) {
        server.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", server.address() + "2");
            exchange.sendResponseHeaders(status, -1);
        });
        assertThatThrownBy(source()::fetch).hasMessageEndingWith("answers with status " + status);
        Await.until(() -> server.statuses().size() == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 304, 401, 404, 500})
    void onlyAWholeAnswerIsTaken(int status) {
        server.answers(exchange -> exchange.sendResponseHeaders(status, -1));
        assertThatThrownBy(source()::fetch).hasMessageEndingWith("answers with status " + status);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[1 << 16];
            for (long sent = 0; sent < 64L * PolicyBundle.LARGEST; sent += chunk.length) {
                exchange.getResponseBody().write(chunk);
            }
        });
        assertThatThrownBy(source()::fetch).isInstanceOf(IOException.class).hasMessageContaining("cannot be fetched");
    }

    @Test
    void anAnswerThatIsShorterThanItSaysIsNotTaken() {
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(BUNDLE);
        });
        assertThatThrownBy(source(Duration.ofSeconds(3))::fetch).isInstanceOf(IOException.class);
    }

    @Test
    void aServerThatKeepsUsWaitingIsLeft() throws Exception {
        var over = new CountDownLatch(1);
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                over.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(source(Duration.ofSeconds(1))::fetch)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 1 s");
        over.countDown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/b",
                "ftp://a.example/b",
                "https://",
                "https:///b",
                "https://user:hunter2@a.example/b",
                "https://a.example/b#c",
                "https://a b/",
                ""
            })
    void anAddressThatWouldNotBeSafeIsNoPlace(String place) {
        assertThat(PolicyBundleSettings.isPlace(place)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/b?c=d", "https://a.example:8443", "b.bundle", "/srv/b.bundle"})
    void otherPlacesAreTaken(String place) {
        assertThat(PolicyBundleSettings.isPlace(place)).isTrue();
    }

    @Test
    void aFileIsReadWhenItChanges() throws IOException {
        var file = folder.resolve("p.bundle");
        var source = new FileBundleSource(file);
        assertThatThrownBy(source::fetch).hasMessageEndingWith("cannot be read: NoSuchFileException");
        Files.write(file, BUNDLE);
        assertThat(source.fetch()).isEqualTo(BUNDLE);
        assertThat(source.fetch()).isNull();
        Files.write(file, new byte[PolicyBundle.LARGEST + 1]);
        assertThatThrownBy(source::fetch).hasMessageContaining("larger");
    }
}
