package io.facegate.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new key is to be good for.
 *
 * @param principals ids of those it acts for, nearest first
 * @param purpose the only purpose it can be used for, or null
 * @param expires when it stops working, or null for never
 */
public record Minting(
        String organisation,
        List<String> principals,
        @Nullable String purpose,
        @Nullable Instant expires) {
    public Minting {
        principals = List.copyOf(principals);
    }
}
