package io.facegate.app;

import io.facegate.ingress.Intake;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Which path is which wire. */
@ApplicationScoped
class Wires {
    private static final int SEE_OTHER = 303;

    void open(@Observes Router router, Intake rekognition) {
        router.route(HttpMethod.POST, "/").order(Integer.MIN_VALUE).handler(rekognition::take);
        router.route(HttpMethod.GET, "/").handler(Wires::welcome);
    }

    /** A person with a browser wants the console. */
    private static void welcome(RoutingContext routing) {
        routing.response()
                .setStatusCode(SEE_OTHER)
                .putHeader("Location", "/console")
                .end();
    }
}
