package io.facegate.app;

import io.facegate.ingress.authzen.AuthzenWire;
import io.facegate.ingress.authzen.Metadata;
import io.facegate.ingress.azure.AzureFaceDialect;
import io.facegate.ingress.azure.vision.AzureVisionDialect;
import io.facegate.ingress.compreface.CompreFaceDialect;
import io.facegate.ingress.google.GoogleVisionDialect;
import io.facegate.ingress.google.grpc.GrpcDialect;
import io.facegate.ingress.intake.CallsInFlight;
import io.facegate.ingress.intake.Leaving;
import io.facegate.ingress.intake.Leftover;
import io.facegate.ingress.neutral.BrokenAddress;
import io.facegate.ingress.neutral.NeutralDialect;
import io.facegate.ingress.neutral.Specification;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Which path is which wire. */
@ApplicationScoped
class Wires {
    private static final int SEE_OTHER = 303;

    void open(@Observes Router router, Beans.Intakes intakes, CallsInFlight calls, Leaving leaving) {
        router.route().order(Integer.MIN_VALUE).handler(routing -> {
            leaving.remember(routing.request());
            if (BrokenAddress.isIn(routing)) {
                turnAway(routing);
            } else {
                routing.next();
            }
        });
        router.errorHandler(BrokenAddress.STATUS, Wires::turnAway);
        openWires(router, intakes);
        router.route().order(Integer.MIN_VALUE).handler(routing -> {
            if (calls.areClosed()) {
                Leaving.turnAway(routing);
            } else {
                routing.next();
            }
        });
        router.route(HttpMethod.GET, Metadata.PATH).handler(Metadata::answer);
        router.route(HttpMethod.GET, "/").handler(Wires::welcome);
    }

    private static void openWires(Router router, Beans.Intakes intakes) {
        router.route(HttpMethod.POST, "/").order(Integer.MIN_VALUE).handler(intakes.rekognition()::take);
        router.route(AzureFaceDialect.PATHS).order(Integer.MIN_VALUE).handler(intakes.azureFace()::take);
        router.route(CompreFaceDialect.PATHS).order(Integer.MIN_VALUE).handler(intakes.compreFace()::take);
        router.routeWithRegex(AzureVisionDialect.PATHS).order(Integer.MIN_VALUE).handler(intakes.azureVision()::take);
        router.routeWithRegex(GoogleVisionDialect.PATHS)
                .order(Integer.MIN_VALUE)
                .handler(intakes.google()::take);
        router.routeWithRegex(GrpcDialect.PATHS).order(Integer.MIN_VALUE).handler(intakes.googleGrpc()::take);
        for (var path : List.of(AuthzenWire.EVALUATION, AuthzenWire.EVALUATIONS)) {
            router.route(HttpMethod.POST, path).order(Integer.MIN_VALUE).handler(intakes.authzen()::take);
        }
        for (var method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
            router.route(method, Specification.PATH).order(Integer.MIN_VALUE).handler(Specification::answer);
        }
        router.route(NeutralDialect.PREFIX + "*").order(Integer.MIN_VALUE).handler(intakes.neutral()::take);
    }

    private static void turnAway(RoutingContext routing) {
        BrokenAddress.answer(routing);
        Leftover.discard(routing);
    }

    /** A person with a browser wants the console. */
    private static void welcome(RoutingContext routing) {
        routing.response()
                .setStatusCode(SEE_OTHER)
                .putHeader("Location", "/console")
                .end();
    }
}
