package io.facegate.provider.rekognition;

import static io.facegate.provider.rekognition.Calls.NONPROFIT;
import static io.facegate.provider.rekognition.Calls.call;
import static io.facegate.provider.rekognition.Calls.caller;
import static io.facegate.provider.rekognition.Calls.detect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor;
import io.facegate.SelfSigned;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.handle.MemoryHandles;
import io.facegate.ledger.Passes;
import io.facegate.provider.Limits;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class TlsTest {
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void believesTheConfiguredAuthority() throws Exception {
        try (var vendor = FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1"))) {
            assertThat(send(vendor, folder.resolve("vendor.pem"))).isInstanceOf(Reply.Verbatim.class);
            assertThat(vendor.seen()).hasSize(1);
        }
    }

    @Test
    void sendsNothingToACertificateThatNobodyVouchesFor() throws Exception {
        try (var vendor = FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1"))) {
            assertThatThrownBy(() -> send(vendor, null))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The cloud's certificate was not accepted; nothing was sent.");
            assertThat(vendor.seen()).isEmpty();
        }
    }

    @Test
    void sendsNothingToACertificateOfAnotherHost() throws Exception {
        try (var vendor = FakeVendor.start(SelfSigned.identity(folder, "dns:rekognition.example"))) {
            assertThatThrownBy(() -> send(vendor, folder.resolve("vendor.pem")))
                    .isInstanceOf(Fault.ProviderDown.class)
                    .hasMessage("The cloud's certificate was not accepted; nothing was sent.");
            assertThat(vendor.seen()).isEmpty();
        }
    }

    private static Reply send(FakeVendor vendor, @Nullable Path authorities) {
        var limits = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(30), 2, 2, 10_000);
        var own = StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", "secret"));
        try (var provider = RekognitionProvider.of(
                VERTX, new Cloud("eu-west-1", vendor.url(), null, authorities, limits), new MemoryHandles(), own)) {
            return provider.send(Passes.of(caller(NONPROFIT), call("DetectFaces", detect(10))));
        }
    }
}
