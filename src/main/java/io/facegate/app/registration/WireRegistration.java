package io.facegate.app.registration;

import io.facegate.gateway.Gateway;
import io.facegate.http.OptionsHandler;
import io.facegate.http.VendorCallHandler;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.VendorWire;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A wire and the paths that it answers.
 *
 * @param paths a path, which may end in {@code *}, or a regular expression
 * @param method the one HTTP method that it answers, or null for all
 * @param wire makes the wire
 * @param handler makes its handler of calls
 * @param options what it answers to {@code OPTIONS}, or null if the wire itself answers
 */
public record WireRegistration(
        String paths,
        boolean isPattern,
        @Nullable HttpMethod method,
        Supplier<VendorWire> wire,
        Function<Gateway, CallHandler> handler,
        @Nullable OptionsHandler options) {
    /** A wire at a path, which may end in {@code *}. */
    public static WireRegistration atPath(String path, Supplier<VendorWire> wire) {
        return new WireRegistration(
                path, false, null, wire, gateway -> new VendorCallHandler(gateway, wire.get()), null);
    }

    /** A wire at all paths that match a regular expression. */
    public static WireRegistration atPattern(String pattern, Supplier<VendorWire> wire) {
        return new WireRegistration(
                pattern, true, null, wire, gateway -> new VendorCallHandler(gateway, wire.get()), null);
    }

    /** The same for one HTTP method only. */
    public WireRegistration takingOnly(HttpMethod only) {
        return new WireRegistration(paths, isPattern, only, wire, handler, options);
    }

    /** The same with an answer to {@code OPTIONS}, which needs no credential. */
    public WireRegistration answeringOptions(int status, String methods) {
        return new WireRegistration(paths, isPattern, method, wire, handler, new OptionsHandler(status, methods));
    }

    /** The same with a handler around the wire's own. */
    public WireRegistration within(Function<CallHandler, CallHandler> outer) {
        return new WireRegistration(paths, isPattern, method, wire, handler.andThen(outer), options);
    }

    /** Adds the route of its calls. */
    public Route route(Router router) {
        if (method != null) {
            return routeOf(router, method);
        }
        return isPattern ? router.routeWithRegex(paths) : router.route(paths);
    }

    /** Adds a route of one HTTP method on its paths. */
    public Route routeOf(Router router, HttpMethod one) {
        return isPattern ? router.routeWithRegex(one, paths) : router.route(one, paths);
    }
}
