package io.facegate.usecase.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A set of policies, as one run of a gateway used it.
 *
 * @param run the id of the run
 * @param version the gateway's version
 * @param until when the run loaded others or ended; null if neither is on record
 * @param packs how many packs the set has
 */
public record PolicyUse(
        String run,
        String version,
        String digest,
        Instant from,
        @Nullable Instant until,
        int packs) {}
