package io.facegate.app.upkeep;

import io.facegate.provider.local.LocalProvider;
import io.facegate.registry.Journal;
import io.facegate.registry.review.Reviews;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The rooms that keep things for a time only: templates, and answers that wait for people. */
public record Keeping(LocalProvider engine, Reviews reviews, Hourly hourly) implements AutoCloseable {
    /**
     * Opens them in a data folder, and erases what was over meanwhile.
     *
     * @param reviewAge how long an answer waits
     */
    public static Keeping open(Path data, Journal journal, Duration reviewAge) throws IOException {
        var engine = LocalProvider.open(data, InstantSource.system());
        try {
            var reviews = Reviews.open(data, journal, reviewAge);
            return new Keeping(engine, reviews, Hourly.start(engine::sweep, () -> reviews.sweep(Instant.now())));
        } catch (RuntimeException unusable) {
            engine.close();
            throw unusable;
        }
    }

    @Override
    public void close() {
        hourly.close();
        reviews.close();
        engine.close();
    }
}
