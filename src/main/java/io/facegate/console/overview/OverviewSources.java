package io.facegate.console.overview;

import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.overview.WorkCounts;
import java.time.Instant;

/** What the overview shows beside decisions; implemented by the gateway. */
public interface OverviewSources {
    WorkCounts waiting();

    UpcomingEnd.Found ending(Instant now);
}
