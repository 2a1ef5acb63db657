package io.facegate.http;

import io.facegate.call.ProxyHeaders;
import io.facegate.identity.Credential.Transport;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells where requests come from. What a proxy says of its client is believed only if the proxy connects from one of the
 * networks that the operator named.
 */
public final class ClientConnections {
    private static final Pattern NETWORK = Pattern.compile("([0-9A-Fa-f.:]{2,45})(?:/(\\d{1,3}))?");
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private final boolean trustLoopback;
    private final List<IpSubnetFilterRule> proxies;

    private ClientConnections(boolean trustLoopback, List<IpSubnetFilterRule> proxies) {
        this.trustLoopback = trustLoopback;
        this.proxies = proxies;
    }

    /** Connections of clients themselves; only those over TLS are confidential. */
    public static ClientConnections direct() {
        return new ClientConnections(false, List.of());
    }

    /**
     * Connections of clients, and of proxies in these networks.
     *
     * @param trustLoopback whether loopback connections count as confidential because their secrets crossed no network;
     *     must be false behind a proxy on this machine
     * @param networks in CIDR notation
     * @throws IllegalArgumentException if one is no network
     */
    public static ClientConnections of(boolean trustLoopback, List<String> networks) {
        return new ClientConnections(
                trustLoopback, networks.stream().map(ClientConnections::rule).toList());
    }

    private static IpSubnetFilterRule rule(String network) {
        var found = NETWORK.matcher(network);
        var address = found.matches() ? literal(found.group(1)) : null;
        if (address == null) {
            throw new IllegalArgumentException(network + " is no network, such as 10.0.0.0/8 or 2001:db8::/32");
        }
        int most = address.getAddress().length == 4 ? IPV4_BITS : IPV6_BITS;
        int bits = found.group(2) == null ? most : Integer.parseInt(found.group(2));
        if (bits < 1 || bits > most) {
            throw new IllegalArgumentException(network + " is no network: its prefix is 1 to " + most + " bits long");
        }
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }

    /** Where the request comes from. Behind a trusted proxy that is unclear about it: an unknown client, in clear. */
    public ClientConnection of(HttpServerRequest request) {
        var peer = NetworkPrefix.peer(request);
        return isTrusted(literal(peer))
                ? forwarded(request)
                : new ClientConnection(peer, transport(request, peer), true);
    }

    private Transport transport(HttpServerRequest request, String peer) {
        if (request.isSSL()) {
            return Transport.CONFIDENTIAL;
        }
        if (!NetworkPrefix.isLoopback(peer)) {
            return Transport.CLEAR;
        }
        return trustLoopback && !ProxyHeaders.isForwarded(request.headers()::contains)
                ? Transport.CONFIDENTIAL
                : Transport.LOCAL;
    }

    private ClientConnection forwarded(HttpServerRequest request) {
        // From the right: each trusted proxy adds the address that it was called from. What stands to the left of the
        // client is the client's own word.
        boolean isOverTls = true;
        InetAddress client = null;
        for (var hop : ForwardedChain.read(request.headers()).hops().reversed()) {
            isOverTls &= hop.isOverTls();
            client = literal(hop.address());
            if (client == null || !isTrusted(client)) {
                break;
            }
        }
        return client == null
                ? new ClientConnection("", Transport.CLEAR, false)
                : new ClientConnection(
                        client.getHostAddress(), isOverTls ? Transport.CONFIDENTIAL : Transport.CLEAR, false);
    }

    private boolean isTrusted(@Nullable InetAddress address) {
        if (proxies.isEmpty() || address == null) {
            return false;
        }
        var socket = new InetSocketAddress(address, 0);
        return proxies.stream().anyMatch(rule -> rule.matches(socket));
    }

    private static @Nullable InetAddress literal(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
