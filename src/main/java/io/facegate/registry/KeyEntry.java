package io.facegate.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of the list of keys: everything but the secrets. */
public record KeyEntry(
        String id,
        KeyRequest minting,
        Instant created,
        @Nullable Instant revoked) {}
