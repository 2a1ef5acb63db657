package io.facegate.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person who may review the responses to an organisation's calls. */
public record Reviewer(
        String organisation,
        String id,
        Instant added,
        @Nullable Instant removed) {}
