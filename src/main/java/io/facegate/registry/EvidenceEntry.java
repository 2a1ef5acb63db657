package io.facegate.registry;

import io.facegate.identity.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of the list of evidence: revoked entries stay in it. */
public record EvidenceEntry(
        Evidence evidence, Instant created, @Nullable Instant revoked) {}
