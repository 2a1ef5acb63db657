package io.facegate.gateway.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import javax.net.ssl.SSLSocketFactory;

/** Entries in a Valkey with so much patience that a busy machine decides nothing. */
public final class PatientValkey {
    private static final byte[] SECRET = "the same at both gateways".getBytes(UTF_8);
    private static final int MILLIS = 20_000;

    private PatientValkey() {}

    public static ValkeyEntries entries(String url) {
        return new ValkeyEntries(new ValkeyScripts(ValkeyAddress.parse(url), null, SECRET, MILLIS, () ->
                (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }
}
