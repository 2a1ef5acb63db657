package io.facegate.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;

/** Truncates an IP address to its network prefix, so that no record names a single machine. */
public final class NetworkPrefix {
    private NetworkPrefix() {}

    /** The /24 of an IPv4 address, the /48 of an IPv6 address. */
    public static String truncate(String address) {
        if (address.indexOf(':') >= 0) {
            var groups = address.split("%", 2)[0].split("::", 2)[0].split(":", -1);
            var kept = new StringBuilder();
            for (int at = 0; at < 3; at++) {
                kept.append(at < groups.length && !groups[at].isEmpty() ? groups[at] : "0")
                        .append(':');
            }
            return kept.append(":/48").toString();
        }
        int last = address.lastIndexOf('.');
        return last < 0 ? "unknown" : address.substring(0, last) + ".0/24";
    }

    /** The peer address of a request, or empty. */
    static String peer(HttpServerRequest request) {
        var peer = request.remoteAddress();
        return peer == null ? "" : String.valueOf(peer.hostAddress());
    }

    static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
