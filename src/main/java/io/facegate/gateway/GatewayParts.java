package io.facegate.gateway;

import io.facegate.call.StageObserver;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.registry.ReviewQueue;
import io.facegate.vendor.fetch.PictureFetcher;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a gateway that have a default.
 *
 * @param reviewQueue where answers are held for review; null if calls that require review are refused
 * @param contact whom refused callers can write to; empty for nobody
 * @param limiter how many calls each caller may make
 */
record GatewayParts(
        DecisionService decisionService,
        PictureFetcher fetching,
        @Nullable ReviewQueue reviewQueue,
        StageObserver stages,
        String contact,
        CallLimiter limiter) {
    /** The defaults: no pictures are fetched, no answers held, nothing observed, and calls not limited. */
    static GatewayParts defaults(DecisionService decisionService) {
        return new GatewayParts(
                decisionService, PictureFetcher.refusingAll(), null, StageObserver.NONE, "", CallLimiter.unlimited());
    }

    GatewayParts withDecisions(UnaryOperator<DecisionService> change) {
        return new GatewayParts(change.apply(decisionService), fetching, reviewQueue, stages, contact, limiter);
    }

    GatewayParts withFetching(PictureFetcher other) {
        return new GatewayParts(decisionService, other, reviewQueue, stages, contact, limiter);
    }

    GatewayParts withReviewQueue(ReviewQueue other) {
        return new GatewayParts(decisionService, fetching, other, stages, contact, limiter);
    }

    GatewayParts withStages(StageObserver other) {
        return new GatewayParts(decisionService, fetching, reviewQueue, other, contact, limiter);
    }

    GatewayParts withContact(String other) {
        return new GatewayParts(decisionService, fetching, reviewQueue, stages, other, limiter);
    }

    GatewayParts withLimiter(CallLimiter other) {
        return new GatewayParts(decisionService, fetching, reviewQueue, stages, contact, other);
    }
}
