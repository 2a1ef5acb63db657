package io.facegate.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.gateway.limits.SharedCallHistory;
import org.jspecify.annotations.Nullable;

/** Detectors over the preceding calls. */
record CallHistoryDetectors(AggregationDetector aggregation, RefusalShoppingDetector refusalShopping) {
    CallHistoryDetectors(Ticker ticker) {
        this(ticker, null);
    }

    /** @param shared what other gateways remember too, or null */
    CallHistoryDetectors(Ticker ticker, @Nullable SharedCallHistory shared) {
        this(new AggregationDetector(ticker, shared), new RefusalShoppingDetector(ticker, shared));
    }

    /** The same detectors, without what other gateways remember. */
    CallHistoryDetectors alone() {
        return new CallHistoryDetectors(aggregation.alone(), refusalShopping.alone());
    }
}
