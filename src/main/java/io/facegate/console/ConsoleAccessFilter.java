package io.facegate.console;

import io.facegate.call.ProxyHeaders;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.annotation.Priority;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Request filter that admits connections from this machine under one of its own names, and, where people log in,
 * connections over TLS under the configured address. The check of {@code Host} prevents DNS rebinding: a foreign site
 * whose name points here still sends that name.
 */
@Provider
@ConsoleAccessFilter.ConsoleAccess
@Priority(Priorities.AUTHENTICATION - 100)
public final class ConsoleAccessFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String LOCAL = "facegate.local";
    private static final int HTTPS = 443;
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    /** Caching of what never changes at its address. */
    static final String UNCHANGING = "public, max-age=31536000, immutable";

    private static final String NOT_KEPT = "no-store";

    private final CurrentVertxRequest current;
    private final LoopbackTrust trust;
    private final PersonSessions people;

    ConsoleAccessFilter(CurrentVertxRequest current, LoopbackTrust trust, PersonSessions people) {
        this.current = current;
        this.trust = trust;
        this.people = people;
    }

    @Override
    public void filter(ContainerRequestContext asked) {
        var refused = refusal(asked);
        if (refused != null) {
            asked.abortWith(refused);
        }
    }

    /** The answer to a request that is not admitted; null if it is. */
    @Nullable
    Response refusal(ContainerRequestContext asked) {
        var request = current.getCurrent().request();
        if (isPublic(request)) {
            return null;
        }
        if (!fromThisMachine(request)) {
            return ConsolePages.notice(PageLanguage.fromRequest(asked), 403, "machine");
        }
        if (!request.isSSL() && !trust.trusted()) {
            return ConsolePages.notice(PageLanguage.fromRequest(asked), 403, "plain");
        }
        if (!underOwnName(request)) {
            return ConsolePages.notice(PageLanguage.fromRequest(asked), 403, "address");
        }
        asked.setProperty(LOCAL, true);
        return null;
    }

    /** The page with the headers that every page of the console has. */
    static Response guarded(Response page) {
        var guarded = Response.fromResponse(page);
        HEADERS.forEach(guarded::header);
        guarded.header(HttpHeaders.CACHE_CONTROL, NOT_KEPT);
        return guarded.build();
    }

    /** True if the request came from this machine under its own name: the printed link works for such a one only. */
    static boolean isLocal(ContainerRequestContext asked) {
        return Boolean.TRUE.equals(asked.getProperty(LOCAL));
    }

    /** True for a request over TLS, under the configured address, to a console at which people log in. */
    private boolean isPublic(HttpServerRequest request) {
        var address = request.isSSL() ? people.address() : null;
        var authority = request.authority();
        if (address == null || authority == null || hasAnotherHost(request)) {
            return false;
        }
        return authority.host().equalsIgnoreCase(address.getHost())
                && (authority.port() > 0 ? authority.port() : HTTPS)
                        == (address.getPort() > 0 ? address.getPort() : HTTPS);
    }

    @Override
    public void filter(ContainerRequestContext asked, ContainerResponseContext answered) {
        HEADERS.forEach(answered.getHeaders()::putSingle);
        if (!UNCHANGING.equals(answered.getHeaderString(HttpHeaders.CACHE_CONTROL))) {
            answered.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, NOT_KEPT);
        }
    }

    /** True if the client is on this machine. A request forwarded by a local proxy is not. */
    private static boolean fromThisMachine(HttpServerRequest request) {
        if (ProxyHeaders.isForwarded(request.headers()::contains)) {
            return false;
        }
        var peer = request.remoteAddress().hostAddress();
        try {
            return peer != null && InetAddress.getByName(peer).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** True for exactly one {@code Host}, naming this machine. Parsers could disagree about two of them. */
    private static boolean underOwnName(HttpServerRequest request) {
        var authority = request.authority();
        if (hasAnotherHost(request) || authority == null || !NAMES.contains(authority.host())) {
            return false;
        }
        var port = authority.port() > 0 ? authority.port() : request.isSSL() ? HTTPS : 80;
        return port == request.localAddress().port();
    }

    private static boolean hasAnotherHost(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? request.headers().contains("Host")
                : request.headers().getAll("Host").size() != 1 || !request.uri().startsWith("/");
    }

    /** Marks resources that are served to this machine, and to people at the configured address, with headers that block foreign content on the page. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    public @interface ConsoleAccess {}
}
