package io.facegate.provider.rekognition;

import static io.facegate.provider.rekognition.Calls.NONPROFIT;
import static io.facegate.provider.rekognition.Calls.call;
import static io.facegate.provider.rekognition.Calls.caller;
import static io.facegate.provider.rekognition.Calls.detect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.ledger.Passes;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class TlsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String PASSWORD = "for this test only";

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void believesTheConfiguredAuthority() throws Exception {
        try (var vendor = FakeVendor.start(identity("ip:127.0.0.1"))) {
            assertThat(send(vendor, folder.resolve("vendor.pem"))).isInstanceOf(Reply.Verbatim.class);
            assertThat(vendor.seen()).hasSize(1);
        }
    }

    @Test
    void sendsNothingToACertificateThatNobodyVouchesFor() throws Exception {
        try (var vendor = FakeVendor.start(identity("ip:127.0.0.1"))) {
            assertThatThrownBy(() -> send(vendor, null))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The cloud's certificate was not accepted; nothing was sent.");
            assertThat(vendor.seen()).isEmpty();
        }
    }

    @Test
    void sendsNothingToACertificateOfAnotherHost() throws Exception {
        try (var vendor = FakeVendor.start(identity("dns:rekognition.example"))) {
            assertThatThrownBy(() -> send(vendor, folder.resolve("vendor.pem")))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The cloud's certificate was not accepted; nothing was sent.");
            assertThat(vendor.seen()).isEmpty();
        }
    }

    private static Reply send(FakeVendor vendor, @Nullable Path authorities) {
        var limits = new Cloud.Limits(Duration.ofSeconds(60), Duration.ofSeconds(30), 2, 2, 10_000);
        var own = StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", "secret"));
        try (var provider =
                RekognitionProvider.of(VERTX, new Cloud("eu-west-1", vendor.url(), null, authorities, limits), own)) {
            return provider.send(Passes.of(caller(NONPROFIT), call("DetectFaces", detect(10))));
        }
    }

    /** A self-signed certificate for that name, also written to {@code vendor.pem}. */
    private SSLContext identity(String name) throws Exception {
        var store = folder.resolve("vendor.p12");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=vendor", "-ext", "san=" + name, "-validity", "2");
        keytool(
                store,
                "-exportcert",
                "-rfc",
                "-file",
                folder.resolve("vendor.pem").toString());
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("-alias", "vendor", "-keystore", store.toString(), "-storepass", PASSWORD));
        var run = new ProcessBuilder(line).redirectErrorStream(true).start();
        var said = new String(run.getInputStream().readAllBytes());
        assertThat(run.waitFor()).as(said).isZero();
    }
}
