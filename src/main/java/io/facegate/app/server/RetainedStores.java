package io.facegate.app.server;

import io.facegate.call.MachineClock;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.ChangeJournal;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.OwnedResources;
import io.facegate.registry.RegistryAddress;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The stores with limited retention: face templates, answers held for review, and resource ownership. */
public record RetainedStores(
        EmbeddedProvider engine,
        HeldResponses reviews,
        OwnedResources resources,
        SharedRootRecorder recorder,
        RetentionJob hourly)
        implements AutoCloseable {
    /**
     * Opens the stores of a gateway and erases what expired meanwhile.
     *
     * @param address the registry, whose database has the owners of resources if gateways share it
     * @param seals the seal policies of their rows
     * @param reviewAge how long an answer is held
     */
    public static RetainedStores open(
            RegistryAddress address, ChangeJournal journal, Seals seals, Duration reviewAge, MachineClock clock)
            throws IOException {
        var data = address.data();
        var policy = seals.own();
        var engine = EmbeddedProvider.open(data, clock, policy);
        HeldResponses reviews = null;
        try {
            reviews = HeldResponses.open(address, journal, reviewAge, policy, seals.shared());
            reviews.checkAtStartup().forEach(row -> policy.alarm().reportAlteredRow("reviewers", row));
            var handles = OwnedResources.open(address, clock, policy, seals.shared());
            return start(engine, reviews, handles, journal, clock);
        } catch (RuntimeException unusable) {
            if (reviews != null) {
                reviews.close();
            }
            engine.close();
            throw unusable;
        }
    }

    private static RetainedStores start(
            EmbeddedProvider engine,
            HeldResponses reviews,
            OwnedResources handles,
            ChangeJournal journal,
            MachineClock clock) {
        SharedRootRecorder recorder = null;
        try {
            recorder = SharedRootRecorder.start(handles, reviews, journal);
            var hourly = RetentionJob.start(engine::sweep, () -> reviews.sweep(clock.instant()), handles::sweep);
            return new RetainedStores(engine, reviews, handles, recorder, hourly);
        } catch (RuntimeException unusable) {
            if (recorder != null) {
                recorder.close();
            }
            handles.close();
            throw unusable;
        }
    }

    /** How sealed rows are opened: those of the data folder, and those that gateways share, by their name in records. */
    public record Seals(SealOptions own, Function<String, SealOptions> shared) {}

    /** The newest verified state roots of the stores, as recorded. */
    public String roots() {
        var all = new TreeMap<String, @Nullable String>();
        all.put("galleries", engine.root());
        if (!reviews.isShared()) {
            all.put("held", reviews.root());
        }
        if (!resources.isShared()) {
            all.put("handles", resources.root());
        }
        return all.entrySet().stream()
                .filter(each -> each.getValue() != null)
                .map(each -> each.getKey() + ':' + each.getValue())
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        hourly.close();
        recorder.close();
        resources.close();
        reviews.close();
        engine.close();
    }
}
