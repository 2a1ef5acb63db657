package io.facegate.console;

import io.facegate.console.overview.OverviewSources;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.overview.WorkCounts;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** What the overview shows beside decisions, for the tests of the console. */
@Singleton
final class OverviewInMemory {
    volatile WorkCounts waiting = new WorkCounts(0L, 0L, 0L, 0L, 0L);
    volatile UpcomingEnd.Found ending = new UpcomingEnd.Found(List.of(), List.of());

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    OverviewSources sources() {
        return new OverviewSources() {
            @Override
            public WorkCounts waiting() {
                return waiting;
            }

            @Override
            public UpcomingEnd.Found ending(Instant now) {
                return ending;
            }
        };
    }
}
