package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls from other machines without TLS, and calls that a proxy forwards. */
class TrustedProxyIT {
    private static final String PHOTO =
            Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));

    @TempDir
    private Path folder;

    @Test
    void behindATrustedProxyTlsIsTheProxysWord() throws Exception {
        var data = folder.resolve("data");
        var key = Gateway.register(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(vendor.url(), data, "--trusted-proxy", "127.0.0.0/8")) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            var call = compare(gateway.calls(), key);

            var plain = call.with("X-Forwarded-For", "203.0.113.9").send();
            assertThat(plain.message()).contains("over TLS only");
            assertThat(call.send().message()).as("a proxy that says nothing").contains("over TLS only");
            assertThat(vendor.seen()).isEmpty();

            var forwarded = call.with("X-Forwarded-For", "127.0.0.1, 203.0.113.9")
                    .with("X-Forwarded-Proto", "https")
                    .send();
            assertThat(forwarded.status()).isEqualTo(200);
            var record = gateway.show(forwarded.decision()).getFirst().toString();
            assertThat(record).contains("203.0.113.0/24").doesNotContain("203.0.113.9", "127.0.0");
        }
    }

    @Test
    void aSignedCallOverANetworkNeedsTls() throws Exception {
        var address = ownAddress();
        Assumptions.assumeTrue(address != null, "this machine has no address but loopback");
        var data = folder.resolve("data");
        var key = Gateway.register(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var gateway = Gateways.inFrontOf(
                        vendor.url(), data, "--host", "0.0.0.0", "--contact", "appeals@example.org")) {
            var there = URI.create(
                    "http://" + address.getHostAddress() + ":" + gateway.calls().getPort());
            assertThat(compare(there, key).send().message()).contains("over TLS only");
            assertThat(vendor.seen()).isEmpty();
        }
    }

    private static Wire compare(URI gateway, Gateway.Key key) {
        var json = "{\"SourceImage\":{\"Bytes\":\"" + PHOTO + "\"},\"TargetImage\":{\"Bytes\":\"" + PHOTO + "\"}}";
        return Wire.signed(gateway, key, "CompareFaces", json);
    }

    private static InetAddress ownAddress() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                .findFirst()
                .orElse(null);
    }
}
