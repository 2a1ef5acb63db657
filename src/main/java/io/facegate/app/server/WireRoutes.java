package io.facegate.app.server;

import io.facegate.app.telemetry.RequestIds;
import io.facegate.app.telemetry.Telemetry;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.http.CallsInFlight;
import io.facegate.http.ConnectionDrain;
import io.facegate.http.DateHeader;
import io.facegate.http.RequestDrainer;
import io.facegate.http.SecurityHeaders;
import io.facegate.http.authzen.AuthzenHandler;
import io.facegate.http.authzen.AuthzenMetadata;
import io.facegate.http.caller.AppealHandler;
import io.facegate.http.caller.PermissionsHandler;
import io.facegate.vendor.neutral.wire.MalformedUriHandler;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.neutral.wire.OpenApiDocument;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;

/** HTTP routes: maps each path to its wire. */
@ApplicationScoped
class WireRoutes {
    private static final int SEE_OTHER = 303;
    private static final DateHeader DATE = new DateHeader(InstantSource.system());

    private final MeterRegistry meters;
    private final Telemetry telemetry;
    private final AdminListener admin;
    private final SecurityHeaders protective;

    WireRoutes(MeterRegistry meters, Telemetry telemetry, AdminListener admin, SecurityHeaders protective) {
        this.meters = meters;
        this.telemetry = telemetry;
        this.admin = admin;
        this.protective = protective;
    }

    void open(
            @Observes Router router,
            GatewayBeans.Intakes intakes,
            CallerIntakes callers,
            CallsInFlight calls,
            ConnectionDrain leaving) {
        openFirst(router, leaving);
        router.errorHandler(MalformedUriHandler.STATUS, WireRoutes::rejectMalformed);
        openOptions(router);
        openCallers(router, callers);
        openWires(router, intakes);
        router.route().order(Integer.MIN_VALUE).handler(routing -> {
            if (calls.isClosed()) {
                ConnectionDrain.reject(routing);
            } else {
                routing.next();
            }
        });
        router.route(HttpMethod.GET, AuthzenMetadata.PATH).handler(AuthzenMetadata::serve);
        router.route(HttpMethod.GET, "/").handler(WireRoutes::redirectToConsole);
    }

    /** What every request meets, before anything answers it. */
    private void openFirst(Router router, ConnectionDrain leaving) {
        router.route().order(Integer.MIN_VALUE).handler(DATE::handle);
        router.route().order(Integer.MIN_VALUE).handler(RequestIds::echo);
        router.route().order(Integer.MIN_VALUE).handler(protective::handle);
        router.route().order(Integer.MIN_VALUE).handler(routing -> {
            leaving.register(routing.request());
            if (MalformedUriHandler.isIn(routing)) {
                rejectMalformed(routing);
            } else {
                routing.next();
            }
        });
        router.route().order(Integer.MIN_VALUE).handler(admin::keepApart);
    }

    /** The port of health and metrics. */
    void open(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(DATE::handle);
        management.router().route().order(Integer.MIN_VALUE).handler(protective::handle);
    }

    /** Before the wires, which would ask for a credential. */
    private static void openOptions(Router router) {
        for (var vendor : RegisteredVendors.withoutOptions()) {
            for (var wire : vendor.wires()) {
                var handler = wire.options();
                if (handler != null) {
                    wire.routeOf(router, HttpMethod.OPTIONS)
                            .order(Integer.MIN_VALUE)
                            .handler(SecurityHeaders::leaveToVendor)
                            .handler(handler);
                }
            }
        }
    }

    /** Before the neutral API, whose paths these are among. */
    private void openCallers(Router router, CallerIntakes callers) {
        watched(router.route(HttpMethod.GET, PermissionsHandler.PATH).order(Integer.MIN_VALUE), "caller")
                .handler(callers.permissions()::handle);
        for (var method : List.of(HttpMethod.GET, HttpMethod.POST)) {
            watched(router.route(method, AppealHandler.ROUTE).order(Integer.MIN_VALUE), "caller")
                    .handler(callers.appeals()::handle);
        }
    }

    private void openWires(Router router, GatewayBeans.Intakes intakes) {
        for (var opened : intakes.vendors()) {
            watched(opened.wire().route(router).order(Integer.MIN_VALUE), opened.vendor())
                    .handler(SecurityHeaders::leaveToVendor)
                    .handler(opened.intake()::handle);
        }
        for (var path : List.of(AuthzenHandler.EVALUATION, AuthzenHandler.EVALUATIONS)) {
            watched(router.route(HttpMethod.POST, path).order(Integer.MIN_VALUE), "authzen")
                    .handler(intakes.authzen()::handle);
        }
        for (var method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
            router.route(method, OpenApiDocument.PATH).order(Integer.MIN_VALUE).handler(OpenApiDocument::serve);
            router.route(method, OpenApiDocument.JSON_PATH)
                    .order(Integer.MIN_VALUE)
                    .handler(OpenApiDocument::serveJson);
        }
        watched(router.route(NeutralWire.PREFIX + "*").order(Integer.MIN_VALUE), "neutral")
                .handler(intakes.neutral()::handle);
    }

    /** Has the requests of a route to one API counted, timed, traced and logged. */
    private Route watched(Route route, String api) {
        route.handler(CallMeters.requests(meters, api));
        telemetry.handlers(api).forEach(route::handler);
        return route;
    }

    private static void rejectMalformed(RoutingContext routing) {
        MalformedUriHandler.reject(routing);
        RequestDrainer.discard(routing);
    }

    /** Redirects a browser to the console. */
    private static void redirectToConsole(RoutingContext routing) {
        routing.response()
                .setStatusCode(SEE_OTHER)
                .putHeader("Location", "/console")
                .end();
    }
}
