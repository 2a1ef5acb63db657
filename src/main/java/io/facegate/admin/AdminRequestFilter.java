package io.facegate.admin;

import io.facegate.call.ProxyHeaders;
import io.facegate.call.WebOrigin;
import io.facegate.registry.Person;
import io.facegate.registry.Right;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Admits a request to an endpoint of this package only in the name of a registered person who has the right that the
 * endpoint asks for. No cookie counts, and no page of another host can send one.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public final class AdminRequestFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BEARER = "Bearer ";
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;\\s*charset=\"?utf-8\"?)?");
    private static final Pattern YAML = Pattern.compile("application/(json|yaml)\\s*(;\\s*charset=\"?utf-8\"?)?");
    private static final int FIRST_ERROR = 400;
    private static final int UNSUPPORTED = 415;
    private static final int LONGEST_ENDPOINT = 128;

    private final CurrentVertxRequest current;
    private final AdminServices services;

    @Context
    @Nullable
    ResourceInfo resource;

    AdminRequestFilter(CurrentVertxRequest current, AdminServices services) {
        this.current = current;
        this.services = services;
    }

    private @Nullable Method endpoint() {
        var method = resource == null ? null : resource.getResourceMethod();
        return method == null || !method.getDeclaringClass().getPackage().equals(AdminRequest.class.getPackage())
                ? null
                : method;
    }

    @Override
    public void filter(ContainerRequestContext asked) {
        var endpoint = endpoint();
        if (endpoint == null) {
            return;
        }
        if (!services.transport().port().test(current.getCurrent().request())) {
            asked.abortWith(Response.status(Response.Status.NOT_FOUND).build());
        } else if (!endpoint.isAnnotationPresent(OpenToAll.class)) {
            var refused = AdminAnswer.of(() -> {
                admit(asked, endpoint);
                return Response.noContent().build();
            });
            if (refused.getStatus() >= FIRST_ERROR) {
                asked.abortWith(refused);
            }
        }
    }

    private void admit(ContainerRequestContext asked, Method endpoint) {
        var request = current.getCurrent().request();
        requireOpen(request);
        requireOwnOrigin(asked, request);
        requireType(asked, endpoint);
        var name = name(asked, endpoint);
        var login = new PersonCredential(
                token(asked), services.transport().certificates().shown(request));
        var person = services.authenticate(login, peer(request), name);
        if (!mayUse(person, endpoint, asked)) {
            services.recordRefusal(person.id(), name);
            throw AdminProblem.forbidden("right_missing", "You have not the right to this. " + needed(endpoint));
        }
        new AdminRequest(asked, services, person).keep();
    }

    private void requireOpen(HttpServerRequest request) {
        var transport = services.transport();
        if (!transport.tokens().areConfigured() && !transport.certificates().areAskedFor()) {
            throw new AdminProblem(
                    Response.Status.NOT_FOUND,
                    "closed",
                    "This gateway has no admin API, because it knows no issuer of people, and asks for no client"
                            + " certificates.");
        }
        boolean isFromHere = transport.trustLoopback()
                && isLoopback(peer(request))
                && !ProxyHeaders.isForwarded(request.headers()::contains);
        if (!request.isSSL() && !isFromHere) {
            throw AdminProblem.forbidden("not_accepted_here", "The admin API is served over TLS only.");
        }
    }

    private static String peer(HttpServerRequest request) {
        var peer = request.remoteAddress();
        return peer == null ? "" : String.valueOf(peer.hostAddress());
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /** A browser names the page's origin with each request of another origin. */
    private static void requireOwnOrigin(ContainerRequestContext asked, HttpServerRequest request) {
        var origin = asked.getHeaderString("Origin");
        var site = asked.getHeaderString("Sec-Fetch-Site");
        boolean isForeign = (origin != null && !isOwn(origin, request))
                || (site != null && !List.of("same-origin", "none").contains(site));
        if (isForeign) {
            throw AdminProblem.forbidden("foreign_origin", "Pages of other hosts may not use the admin API.");
        }
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        var authority = request.authority();
        return authority != null
                && new WebOrigin(request.isSSL(), authority.host(), authority.port()).isNamedBy(origin);
    }

    private static void requireType(ContainerRequestContext asked, Method endpoint) {
        var type = asked.getHeaderString("Content-Type");
        boolean hasBody = asked.getLength() > 0 || asked.getHeaderString("Transfer-Encoding") != null;
        boolean needsOne = hasBody || asked.getMethod().equals("PUT") || type != null;
        boolean takesYaml = endpoint.isAnnotationPresent(AcceptsYaml.class);
        if (needsOne
                && !(takesYaml ? YAML : JSON)
                        .matcher(String.valueOf(type).toLowerCase(Locale.ROOT))
                        .matches()) {
            throw new AdminProblem(
                    UNSUPPORTED,
                    "unsupported_media_type",
                    "Content-Type must be " + (takesYaml ? "application/yaml or " : "") + "application/json.");
        }
    }

    /** The access token; null if there is no such header. */
    private static @Nullable String token(ContainerRequestContext asked) {
        var headers = asked.getHeaders().getOrDefault("Authorization", List.of());
        if (headers.isEmpty()) {
            return null;
        }
        if (headers.size() != 1 || !headers.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw AdminProblem.unauthenticated("Send one header Authorization: Bearer, with an access token.");
        }
        return headers.getFirst().substring(BEARER.length()).strip();
    }

    private static boolean mayUse(Person person, Method endpoint, ContainerRequestContext asked) {
        var required = endpoint.getAnnotation(RequiresRight.class);
        if (required == null) {
            return false;
        }
        boolean isOwn = required.orOwnOrganisation()
                && person.may(Right.READ_OWN_ORGANISATION)
                && Objects.equals(
                        person.organisation(),
                        asked.getUriInfo().getPathParameters().getFirst("organisation"));
        return required.value().length == 0 || Stream.of(required.value()).anyMatch(person::may) || isOwn;
    }

    private static String needed(Method endpoint) {
        var required = endpoint.getAnnotation(RequiresRight.class);
        return required == null
                ? "Nobody has it."
                : "Needed: " + Stream.of(required.value()).map(Right::word).collect(Collectors.joining(" or ")) + '.';
    }

    /** The endpoint as records name it: its method and its path, as one word, without what a request puts into it. */
    private static String name(ContainerRequestContext asked, Method endpoint) {
        var name = asked.getMethod() + ':' + AdminEndpoints.path(endpoint);
        return name.substring(0, Math.min(LONGEST_ENDPOINT, name.length()));
    }

    @Override
    public void filter(ContainerRequestContext asked, ContainerResponseContext answered) {
        if (!asked.getUriInfo().getPath().startsWith(AdminAnswer.PREFIX)) {
            return;
        }
        answered.getHeaders().putSingle("Cache-Control", "no-store");
        answered.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
        if (answered.getStatus() >= FIRST_ERROR && !answered.hasEntity()) {
            var status = Response.Status.fromStatusCode(answered.getStatus());
            var code = status == null ? "refused" : status.name().toLowerCase(Locale.ROOT);
            var problem = new AdminProblem(answered.getStatus(), code, "There is no such endpoint.").response();
            answered.setEntity(problem.getEntity(), null, problem.getMediaType());
        }
    }
}
