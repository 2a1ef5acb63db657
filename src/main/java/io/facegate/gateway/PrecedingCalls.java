package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.gateway.limits.SharedCallHistory;
import org.jspecify.annotations.Nullable;

/** Detectors over the preceding calls. */
record PrecedingCalls(AggregationDetector aggregation, RefusalShoppingDetector refusalShopping) {
    PrecedingCalls(Ticker ticker) {
        this(ticker, null);
    }

    /** @param shared what other gateways remember too, or null */
    PrecedingCalls(Ticker ticker, @Nullable SharedCallHistory shared) {
        this(new AggregationDetector(ticker, shared), new RefusalShoppingDetector(ticker, shared));
    }

    /** The same detectors, without what other gateways remember. */
    PrecedingCalls alone() {
        return new PrecedingCalls(aggregation.alone(), refusalShopping.alone());
    }
}
