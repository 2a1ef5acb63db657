package io.facegate.app.registration;

import io.facegate.registry.MintedKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** Writes a call of a vendor check as the vendor's client would, with a key of the gateway. */
@FunctionalInterface
public interface VendorCheckRequest {
    /**
     * Returns the request.
     *
     * @param path of the call, filled in, and its query
     * @param body filled in; empty if there is none
     */
    HttpRequest.Builder build(URI gateway, MintedKey key, VendorCheckCall call, String path, byte[] body);

    /** Requests with the key in that header. */
    static VendorCheckRequest withKeyIn(String header) {
        return (gateway, key, call, path, body) -> {
            var request = HttpRequest.newBuilder(gateway.resolve(path))
                    .method(call.method(), BodyPublishers.ofByteArray(body))
                    .header(header, key.apiKey());
            return body.length == 0
                    ? request
                    : request.header(
                            "Content-Type", call.sendsPicture() ? "application/octet-stream" : "application/json");
        };
    }
}
