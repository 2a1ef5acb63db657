package io.facegate.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key may be used for, and when.
 *
 * @param wires the APIs that its calls may arrive on, by their words; empty for all
 * @param places the places that its calls may be of; empty for all of its organisation
 * @param from when it may be used first, or null
 * @param expires when it becomes invalid, or null for never
 */
public record KeyLimits(
        List<String> wires,
        List<String> places,
        @Nullable Instant from,
        @Nullable Instant expires) {
    /** The word for questions over AuthZEN, beside those of the APIs. */
    public static final String AUTHZEN = "authzen";

    /** A key without limits. */
    public static final KeyLimits NONE = until(null);

    public KeyLimits {
        wires = wires.stream().distinct().sorted().toList();
        places = places.stream().distinct().sorted().toList();
    }

    /** A key that ends, or never does. */
    public static KeyLimits until(@Nullable Instant expires) {
        return new KeyLimits(List.of(), List.of(), null, expires);
    }

    /** The same with another end. */
    public KeyLimits withExpires(@Nullable Instant other) {
        return new KeyLimits(wires, places, from, other);
    }

    boolean allowsWire(String word) {
        return wires.isEmpty() || wires.contains(word);
    }

    boolean allowsPlace(String place) {
        return places.isEmpty() || places.contains(place);
    }

    /** False before its first day. */
    public boolean hasBegun(Instant now) {
        return from == null || !now.isBefore(from);
    }

    /** True from its end on. */
    public boolean hasEnded(Instant now) {
        return expires != null && !now.isBefore(expires);
    }
}
