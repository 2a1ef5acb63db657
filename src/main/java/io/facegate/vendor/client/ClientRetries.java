package io.facegate.vendor.client;

import io.facegate.catalogue.ClientRetryBehaviour;
import io.facegate.catalogue.VendorApi;
import java.util.Set;

/**
 * What the unmodified clients of a wire send again by themselves; the gateway does not do it for them.
 *
 * @param repeats as the catalogue has it of their API; nothing for clients of the neutral API
 */
record ClientRetries(ClientRetryBehaviour repeats) {
    /** Clients that send nothing again. */
    static final ClientRetries NOTHING = new ClientRetries(ClientRetryBehaviour.NOTHING);

    private static final int STATUS_UNAVAILABLE = 503;
    private static final int STATUS_TIMEOUT = 504;
    private static final Set<String> CODES = Set.of("UNAVAILABLE", "DEADLINE_EXCEEDED");

    /** Returns what the clients of a wire repeat. */
    static ClientRetries ofWire(String wire) {
        var api = VendorApi.fromWord(wire);
        return api == null ? NOTHING : new ClientRetries(api.catalogue().clientRepeats());
    }

    /** Returns true if the caller's client sends the call again when it is told how this attempt ended. */
    boolean repeat(SendAttempt attempt) {
        return switch (repeats) {
            case EVERY_FAILURE -> true;
            case UNAVAILABLE ->
                attempt instanceof SendAttempt.Answered answered
                        && (answered.status() == STATUS_UNAVAILABLE || answered.status() == STATUS_TIMEOUT)
                        && namesIt(answered);
            case NOTHING -> false;
        };
    }

    /** An answer without the vendor's own error, such as a proxy's page, is told as another one, which is not repeated. */
    private static boolean namesIt(SendAttempt.Answered answered) {
        var body = ReplyBodies.EXACT.read(answered.body());
        return body != null && CODES.contains(body.at("/error/status").asText());
    }
}
