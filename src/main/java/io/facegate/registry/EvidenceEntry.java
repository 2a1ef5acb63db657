package io.facegate.registry;

import io.facegate.identity.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One evidence entry in a listing, revoked ones included. */
public record EvidenceEntry(
        Evidence evidence, Instant created, @Nullable Instant revoked) {}
