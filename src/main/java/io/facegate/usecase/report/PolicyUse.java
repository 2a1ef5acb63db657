package io.facegate.usecase.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A set of policies, as one run of a gateway used it.
 *
 * @param run the id of the run
 * @param gateway the host name of the gateway, by the record of its start; null if that has none, or was not read
 * @param version the gateway's version
 * @param until when the run loaded others or ended; null if neither is on record
 * @param packs how many packs the set has
 */
public record PolicyUse(
        String run,
        @Nullable String gateway,
        String version,
        String digest,
        Instant from,
        @Nullable Instant until,
        int packs) {}
