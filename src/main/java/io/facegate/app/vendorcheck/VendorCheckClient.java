package io.facegate.app.vendorcheck;

import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorCheckCalls;
import io.facegate.registry.MintedKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Client of the check: calls the gateway on the vendor's wire, with the key that the check made. */
final class VendorCheckClient {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final MintedKey key;
    private final VendorCheckCalls calls;

    VendorCheckClient(URI gateway, MintedKey key, VendorCheckCalls calls) {
        this.gateway = gateway;
        this.key = key;
        this.calls = calls;
    }

    /** Sends one call, and returns the gateway's answer. */
    HttpResponse<byte[]> send(VendorCheckCall step, String path, byte[] body) throws IOException, InterruptedException {
        var request = calls.request().build(gateway, key, step, path, body);
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
