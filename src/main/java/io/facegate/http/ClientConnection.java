package io.facegate.http;

import io.facegate.identity.Credential.Transport;

/**
 * Where a request comes from.
 *
 * @param address of the client; empty if it is not known
 * @param isDirect whether the client itself is connected, and not a trusted proxy
 */
public record ClientConnection(String address, Transport transport, boolean isDirect) {
    /** The client's network; nothing narrower is logged or recorded. */
    public String network() {
        return NetworkPrefix.truncate(address);
    }
}
