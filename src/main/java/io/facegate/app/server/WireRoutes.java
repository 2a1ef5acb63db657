package io.facegate.app.server;

import io.facegate.http.CallsInFlight;
import io.facegate.http.ConnectionDrain;
import io.facegate.http.DateHeader;
import io.facegate.http.OptionsHandler;
import io.facegate.http.RequestDrainer;
import io.facegate.http.authzen.AuthzenHandler;
import io.facegate.http.authzen.AuthzenMetadata;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.google.wire.grpc.GoogleGrpcWire;
import io.facegate.vendor.neutral.wire.MalformedUriHandler;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.neutral.wire.OpenApiDocument;
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
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int SEE_OTHER = 303;
    private static final DateHeader DATE = new DateHeader(InstantSource.system());

    void open(@Observes Router router, GatewayBeans.Intakes intakes, CallsInFlight calls, ConnectionDrain leaving) {
        router.route().order(Integer.MIN_VALUE).handler(DATE::handle);
        router.route().order(Integer.MIN_VALUE).handler(routing -> {
            leaving.register(routing.request());
            if (MalformedUriHandler.isIn(routing)) {
                rejectMalformed(routing);
            } else {
                routing.next();
            }
        });
        router.errorHandler(MalformedUriHandler.STATUS, WireRoutes::rejectMalformed);
        openOptions(router);
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

    /** The port of health and metrics. */
    void open(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(DATE::handle);
    }

    /** Before the wires, which would ask for a credential. */
    private static void openOptions(Router router) {
        var azure = new OptionsHandler(OK, "DELETE, GET, OPTIONS, PATCH, POST, PUT");
        answerOptions(router.route(HttpMethod.OPTIONS, "/"), new OptionsHandler(OK, "OPTIONS, POST"));
        answerOptions(router.route(HttpMethod.OPTIONS, AzureFaceWire.PATHS), azure);
        answerOptions(router.routeWithRegex(HttpMethod.OPTIONS, AzureVisionWire.PATHS), azure);
        answerOptions(
                router.routeWithRegex(HttpMethod.OPTIONS, GoogleVisionWire.PATHS),
                new OptionsHandler(OK, "DELETE, GET, OPTIONS, PATCH, POST"));
        answerOptions(
                router.route(HttpMethod.OPTIONS, CompreFaceWire.PATHS),
                new OptionsHandler(NO_CONTENT, "DELETE, GET, OPTIONS, POST, PUT"));
    }

    private static void answerOptions(Route route, OptionsHandler handler) {
        route.order(Integer.MIN_VALUE).handler(handler);
    }

    private static void openWires(Router router, GatewayBeans.Intakes intakes) {
        router.route(HttpMethod.POST, "/").order(Integer.MIN_VALUE).handler(intakes.rekognition()::handle);
        router.route(AzureFaceWire.PATHS).order(Integer.MIN_VALUE).handler(intakes.azureFace()::handle);
        router.route(CompreFaceWire.PATHS).order(Integer.MIN_VALUE).handler(intakes.compreFace()::handle);
        router.routeWithRegex(AzureVisionWire.PATHS).order(Integer.MIN_VALUE).handler(intakes.azureVision()::handle);
        router.routeWithRegex(GoogleVisionWire.PATHS).order(Integer.MIN_VALUE).handler(intakes.google()::handle);
        router.routeWithRegex(GoogleGrpcWire.PATHS).order(Integer.MIN_VALUE).handler(intakes.googleGrpc()::handle);
        for (var path : List.of(AuthzenHandler.EVALUATION, AuthzenHandler.EVALUATIONS)) {
            router.route(HttpMethod.POST, path).order(Integer.MIN_VALUE).handler(intakes.authzen()::handle);
        }
        for (var method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
            router.route(method, OpenApiDocument.PATH).order(Integer.MIN_VALUE).handler(OpenApiDocument::serve);
            router.route(method, OpenApiDocument.JSON_PATH)
                    .order(Integer.MIN_VALUE)
                    .handler(OpenApiDocument::serveJson);
        }
        router.route(NeutralWire.PREFIX + "*").order(Integer.MIN_VALUE).handler(intakes.neutral()::handle);
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
