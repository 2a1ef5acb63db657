package io.facegate.cli.reconcile;

import io.facegate.catalogue.TrailVendor;
import io.facegate.usecase.reconcile.Finding;
import io.facegate.usecase.reconcile.Reconciliation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Metrics of comparisons that go on. Their labels are the vendor and the kind of finding. */
final class ReconcileMetrics {
    private final MeterRegistry meters;
    private final Supplier<String> page;
    private final Tags vendor;
    private final Map<Finding.Kind, AtomicLong> findings = new EnumMap<>(Finding.Kind.class);
    private final AtomicLong whole = new AtomicLong(1);
    private final AtomicLong lastRun = new AtomicLong();
    private final AtomicLong newestEntry = new AtomicLong();
    private final AtomicLong newestSent = new AtomicLong();
    private final Counter late;
    private final Counter failures;

    /**
     * Creates the metrics: before the first run ends, its time is 0 and nothing is found. They are made by the registry
     * that Quarkus brings for a gateway's page; its successor is not packaged.
     */
    @SuppressWarnings("deprecation")
    static ReconcileMetrics create(TrailVendor vendor, Duration every) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new ReconcileMetrics(registry, registry::scrape, vendor, every);
    }

    private ReconcileMetrics(MeterRegistry meters, Supplier<String> page, TrailVendor vendor, Duration every) {
        this.meters = meters;
        this.page = page;
        this.vendor = Tags.of("vendor", vendor.word());
        for (var kind : Finding.Kind.values()) {
            var count = new AtomicLong();
            findings.put(kind, count);
            Gauge.builder("facegate.reconcile.findings", count, AtomicLong::doubleValue)
                    .description("Findings of the last run, by kind.")
                    .tags(this.vendor.and("kind", kind.word()))
                    .register(meters);
        }
        gauge("facegate.reconcile.trail.whole", whole, "0 if the trail of the last run was not whole.");
        gauge("facegate.reconcile.last.run.timestamp", lastRun, "Unix time at which the last run ended.");
        gauge("facegate.reconcile.newest.entry.timestamp", newestEntry, "Unix time of the newest call in the trail.");
        gauge("facegate.reconcile.newest.sent.timestamp", newestSent, "Unix time of the newest call that was sent.");
        gauge("facegate.reconcile.interval", new AtomicLong(every.toSeconds()), "Time from one run to the next.");
        late = counter("facegate.reconcile.late.calls", "Face calls that came too late to be compared.");
        failures = counter("facegate.reconcile.failures", "Runs that failed.");
    }

    private void gauge(String name, AtomicLong value, String help) {
        var gauge = Gauge.builder(name, value, AtomicLong::doubleValue)
                .description(help)
                .tags(vendor)
                .strongReference(true);
        (name.endsWith("whole") ? gauge : gauge.baseUnit("seconds")).register(meters);
    }

    private Counter counter(String name, String help) {
        return Counter.builder(name).description(help).tags(vendor).register(meters);
    }

    /** The metrics as Prometheus reads them. */
    String page() {
        return page.get();
    }

    /** Takes over the result of a run. */
    void accept(Reconciliation result, Instant now) {
        var counts = result.trail().counts();
        findings.forEach((kind, count) -> count.set(result.findings().count(kind)));
        whole.set(counts.unreadable() == 0 && !result.isTrailEmpty() ? 1 : 0);
        late.increment((double) counts.late());
        raise(newestEntry, counts.newest());
        raise(newestSent, result.ledger().newestSent());
        lastRun.set(now.getEpochSecond());
    }

    /** A run may read no file, and so see no entry; what an earlier one saw still holds. */
    private static void raise(AtomicLong moment, @Nullable Instant seen) {
        if (seen != null) {
            moment.accumulateAndGet(seen.getEpochSecond(), Math::max);
        }
    }

    void countFailure() {
        failures.increment();
    }
}
