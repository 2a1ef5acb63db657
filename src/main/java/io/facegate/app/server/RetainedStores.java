package io.facegate.app.server;

import io.facegate.integrity.SealOptions;
import io.facegate.registry.ChangeJournal;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.OwnedResources;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The stores with limited retention: face templates, answers held for review, and resource ownership. */
public record RetainedStores(
        EmbeddedProvider engine, HeldResponses reviews, OwnedResources resources, RetentionJob hourly)
        implements AutoCloseable {
    /**
     * Opens the stores in a data folder and erases what expired meanwhile.
     *
     * @param policy the seal policy of their rows
     * @param reviewAge how long an answer is held
     */
    public static RetainedStores open(Path data, ChangeJournal journal, SealOptions policy, Duration reviewAge)
            throws IOException {
        var engine = EmbeddedProvider.open(data, InstantSource.system(), policy);
        HeldResponses reviews = null;
        try {
            reviews = HeldResponses.open(data, journal, reviewAge, policy);
            reviews.checkAtStartup().forEach(row -> policy.alarm().reportAlteredRow("reviewers", row));
            var handles = OwnedResources.open(data, InstantSource.system(), policy);
            return new RetainedStores(engine, reviews, handles, createJob(engine, reviews, handles));
        } catch (RuntimeException unusable) {
            if (reviews != null) {
                reviews.close();
            }
            engine.close();
            throw unusable;
        }
    }

    private static RetentionJob createJob(EmbeddedProvider engine, HeldResponses reviews, OwnedResources handles) {
        try {
            return RetentionJob.start(engine::sweep, () -> reviews.sweep(Instant.now()), handles::sweep);
        } catch (RuntimeException unusable) {
            handles.close();
            throw unusable;
        }
    }

    /** The newest verified state roots of the stores, as recorded. */
    public String roots() {
        var all = new TreeMap<String, @Nullable String>();
        all.put("galleries", engine.root());
        all.put("held", reviews.root());
        all.put("handles", resources.root());
        return all.entrySet().stream()
                .filter(each -> each.getValue() != null)
                .map(each -> each.getKey() + ':' + each.getValue())
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        hourly.close();
        resources.close();
        reviews.close();
        engine.close();
    }
}
