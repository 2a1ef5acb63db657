package io.facegate.http.caller;

import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpCall;

/** Reads the credential of a request that is no call: any that a wire takes. */
final class CallerRequest {
    private CallerRequest() {}

    static Credential credential(HttpCall arrival) {
        var authorization = arrival.header("Authorization");
        // Several Authorization headers are rejected later, whichever comes first.
        boolean signed = authorization != null && authorization.startsWith("AWS4-");
        return signed || arrival.isHeaderRepeated("Authorization")
                ? new Credential.Signed(arrival.head(), arrival.body().sha256())
                : arrival.token();
    }
}
