package io.facegate.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One key in a listing, without its secrets. */
public record KeyEntry(
        String id,
        KeyRequest request,
        Instant created,
        @Nullable Instant revoked) {}
