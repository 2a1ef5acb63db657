package io.facegate.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One person who may review what an organisation's calls were answered. */
public record Reviewer(
        String organisation,
        String id,
        Instant added,
        @Nullable Instant removed) {}
