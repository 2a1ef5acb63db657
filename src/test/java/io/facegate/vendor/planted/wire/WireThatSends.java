package io.facegate.vendor.planted.wire;

import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.VendorClient;
import java.net.http.HttpClient;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** A wire that breaks every rule of wires: it holds a client, credentials and a pass, and looks at the caller. */
public final class WireThatSends {
    private final VendorClient client;
    private final HttpClient direct = HttpClient.newHttpClient();
    private final AwsCredentialsProvider keys;

    WireThatSends(VendorClient client, AwsCredentialsProvider keys) {
        this.client = client;
        this.keys = keys;
    }

    String send(Caller caller, Cleared pass) {
        return "" + client.send(pass) + caller.organisation() + direct + keys.resolveCredentials();
    }
}
