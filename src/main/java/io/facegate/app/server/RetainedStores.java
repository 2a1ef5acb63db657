package io.facegate.app.server;

import io.facegate.call.MachineClock;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.ChangeJournal;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.OwnedResources;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.SharedGalleryRows;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stores with limited retention: face templates, answers held for review, and resource ownership.
 *
 * @param temporary the folder that is deleted as they are closed, or null
 */
public record RetainedStores(
        Engine galleries,
        HeldResponses reviews,
        OwnedResources resources,
        SharedRootRecorder recorder,
        HourlyJob hourly,
        @Nullable Path temporary)
        implements AutoCloseable {
    /**
     * The embedded engine.
     *
     * @param shared the tables of its galleries if gateways share them
     */
    record Engine(EmbeddedProvider provider, @Nullable SharedGalleryRows shared) implements AutoCloseable {
        static Engine open(RegistryAddress address, OwnedResources resources, Seals seals, MachineClock clock)
                throws IOException {
            var data = address.data();
            if (!address.isShared()) {
                return new Engine(EmbeddedProvider.open(data, clock, seals.own()), null);
            }
            var rows = SharedGalleryRows.open(address, seals.shared());
            boolean opened = false;
            try {
                var shared = new EmbeddedProvider.SharedGalleries(rows, resources.leases());
                var provider = EmbeddedProvider.openShared(data, clock, seals.own(), shared);
                opened = true;
                return new Engine(provider, rows);
            } finally {
                if (!opened) {
                    rows.close();
                }
            }
        }

        @Override
        public void close() {
            provider.close();
        }
    }

    /**
     * Opens the stores of a gateway and erases what expired meanwhile.
     *
     * @param address the registry, whose database has the stores' rows if gateways share it
     * @param seals the seal policies of their rows
     * @param reviewAge how long an answer is held
     */
    public static RetainedStores open(
            RegistryAddress address, ChangeJournal journal, Seals seals, Duration reviewAge, MachineClock clock)
            throws IOException {
        var policy = seals.own();
        HeldResponses reviews = null;
        Engine engine = null;
        boolean opened = false;
        var resources = OwnedResources.open(address, clock, policy, seals.shared());
        try {
            engine = Engine.open(address, resources, seals, clock);
            reviews = HeldResponses.open(address, journal, reviewAge, policy, seals.shared());
            reviews.checkAtStartup().forEach(row -> policy.alarm().reportAlteredRow("reviewers", row));
            var stores = start(engine, reviews, resources, journal, clock);
            opened = true;
            return stores;
        } finally {
            if (!opened) {
                close(reviews, engine, resources);
            }
        }
    }

    /** Empty stores in a folder of their own, deleted as they are closed: for a gateway that decides no call. */
    static RetainedStores openEmpty(Duration reviewAge, MachineClock clock) throws IOException {
        var folder = Files.createTempDirectory("facegate-read-only");
        var empty = open(
                RegistryAddress.ofFolder(folder),
                (act, subject, person) -> {},
                new Seals(SealOptions.ALONE, _ -> SealOptions.ALONE),
                reviewAge,
                clock);
        return new RetainedStores(
                empty.galleries, empty.reviews, empty.resources, empty.recorder, empty.hourly, folder);
    }

    private static void close(@Nullable HeldResponses reviews, @Nullable Engine engine, OwnedResources resources) {
        if (reviews != null) {
            reviews.close();
        }
        if (engine != null) {
            engine.close();
        }
        resources.close();
    }

    private static RetainedStores start(
            Engine engine, HeldResponses reviews, OwnedResources resources, ChangeJournal journal, MachineClock clock) {
        var recorder = SharedRootRecorder.start(
                resources.isShared(), () -> recordSharedRoots(engine, reviews, resources, journal));
        boolean started = false;
        try {
            var hourly =
                    HourlyJob.start(engine.provider::sweep, () -> reviews.sweep(clock.instant()), resources::sweep);
            started = true;
            return new RetainedStores(engine, reviews, resources, recorder, hourly, null);
        } finally {
            if (!started) {
                recorder.close();
            }
        }
    }

    private static void recordSharedRoots(
            Engine engine, HeldResponses reviews, OwnedResources resources, ChangeJournal journal) {
        resources.recordSharedRoot(journal);
        if (reviews.isShared()) {
            reviews.recordRoot();
        }
        if (engine.shared != null) {
            engine.shared.recordRoot(journal);
        }
    }

    /** How sealed rows are opened: those of the data folder, and those that gateways share, by their name in records. */
    public record Seals(SealOptions own, Function<String, SealOptions> shared) {}

    /** The embedded engine. */
    EmbeddedProvider engine() {
        return galleries.provider;
    }

    /** Records the newest roots: each hour, and when the gateway stops. */
    void recordRoots(ChangeJournal journal) {
        reviews.recordRoot();
        recordSharedRoots(galleries, reviews, resources, journal);
    }

    /** The newest verified state roots of the stores of this folder, as recorded. */
    public String roots() {
        var all = new TreeMap<String, @Nullable String>();
        all.put("galleries", galleries.provider.root());
        all.put("held", reviews.root());
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
        close(reviews, galleries, resources);
        if (temporary != null) {
            delete(temporary);
        }
    }

    private static void delete(Path folder) {
        try (var found = Files.walk(folder)) {
            for (var each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException left) {
            System.getLogger(RetainedStores.class.getName())
                    .log(System.Logger.Level.WARNING, "The empty stores could not be deleted: {0}", folder);
        }
    }
}
