package io.facegate.app.server;

import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.PolicyHistory.ArchivedSet;
import io.facegate.policy.language.PolicySet;
import io.facegate.usecase.overview.UpcomingEnd;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Metric of the days until the next rule in force ends. A set is read once, when it is first in force. */
final class RuleExpiryMeter {
    private static final double SECONDS_OF_DAY = Duration.ofDays(1).toSeconds();

    private final Supplier<String> inForce;
    private final PolicyHistory history;
    private @Nullable Known known;

    /** A set that was read. */
    private record Known(String digest, PolicySet rules) {}

    /** @param inForce the digest of the set in force */
    RuleExpiryMeter(Supplier<String> inForce, PolicyHistory history) {
        this.inForce = inForce;
        this.history = history;
    }

    void register(MeterRegistry meters) {
        Gauge.builder("facegate.rules.expiry.days", this, meter -> meter.days(Instant.now()))
                .description("Days until the next rule in force ends; NaN if none does.")
                .strongReference(true)
                .register(meters);
    }

    /** The whole days that are left; NaN if no rule ends, or the set in force cannot be read. */
    synchronized double days(Instant now) {
        var digest = inForce.get();
        if (known == null || !known.digest.equals(digest)) {
            // A set that is missing is looked for again: it may come into the archive later.
            known = history.find(digest) instanceof ArchivedSet.Available(var set, var _)
                    ? new Known(digest, set)
                    : null;
        }
        var next = known == null ? null : UpcomingEnd.nextRuleEnd(known.rules, now);
        return next == null
                ? Double.NaN
                : Math.floor(Duration.between(now, next).toSeconds() / SECONDS_OF_DAY);
    }
}
