package io.facegate.http;

import io.facegate.identity.Credential.Transport;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adds security headers to the gateway's own responses. */
public final class SecurityHeaders {
    /** A year, as browsers ask for at least. Other hosts below this name are not ours to speak for. */
    public static final String ONLY_TLS = "max-age=31536000";

    private static final String OF_A_VENDOR = SecurityHeaders.class.getName();
    private static final int DEFAULT_PORT = 443;

    /** A browser remembers no addresses (RFC 6797, 8.1.1), and localhost belongs to other programs too. */
    private static final Pattern NAME = Pattern.compile("(?!localhost$|.*\\.localhost$)[a-z0-9.-]*[a-z][a-z0-9.-]*");

    private final ClientConnections connections;

    /** @param connections tells which requests came over TLS, to the gateway or to a trusted proxy */
    public SecurityHeaders(ClientConnections connections) {
        this.connections = connections;
    }

    /** Handler for the first route of a server: goes on to the next route. */
    public void handle(RoutingContext routing) {
        routing.addHeadersEndHandler(head -> add(routing));
        routing.next();
    }

    /** Handler for routes of a vendor's wire, whose answers have the vendor's own headers. */
    public static void leaveToVendor(RoutingContext routing) {
        routing.put(OF_A_VENDOR, true);
        routing.next();
    }

    private void add(RoutingContext routing) {
        if (routing.get(OF_A_VENDOR) != null) {
            return;
        }
        var headers = routing.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        if (!headers.contains("Cache-Control")) {
            headers.set("Cache-Control", "no-store");
        }
        if (isForTlsOnly(routing.request())) {
            headers.set("Strict-Transport-Security", ONLY_TLS);
        }
    }

    /**
     * True for a name over TLS at the default port. A browser that saw the header would ask every port of the name over
     * TLS, and who answers at another port need not speak for the name.
     */
    private boolean isForTlsOnly(HttpServerRequest request) {
        var client = connections.of(request);
        if (client.isDirect()) {
            return request.isSSL() && isNameAtDefaultPort(request.authority());
        }
        return client.transport() == Transport.CONFIDENTIAL && isProxyAtDefaultPort(request);
    }

    private static boolean isProxyAtDefaultPort(HttpServerRequest request) {
        var hosts = ForwardedChain.hosts(request.headers());
        boolean isNamed = hosts.isEmpty()
                ? isNameAtDefaultPort(request.authority())
                : hosts.stream().allMatch(host -> isNameAtDefaultPort(HostAndPort.parseAuthority(host, DEFAULT_PORT)));
        return isNamed && isDefault(ForwardedChain.ports(request.headers()));
    }

    private static boolean isDefault(List<String> ports) {
        return ports.stream().allMatch(String.valueOf(DEFAULT_PORT)::equals);
    }

    private static boolean isNameAtDefaultPort(@Nullable HostAndPort asked) {
        return asked != null
                && (asked.port() == DEFAULT_PORT || asked.port() < 0)
                && NAME.matcher(asked.host().toLowerCase(Locale.ROOT)).matches();
    }
}
