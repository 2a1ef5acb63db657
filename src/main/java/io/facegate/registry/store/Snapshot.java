package io.facegate.registry.store;

import io.facegate.identity.Evidence;
import io.facegate.identity.Key;
import io.facegate.identity.Organisation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everybody, every living key and every living entry at one moment; calls are answered from it without touching the disk.
 *
 * @param cases the entries that belong to a case, by organisation and case
 */
public record Snapshot(
        Map<String, Organisation> organisations,
        Map<String, Key> keys,
        Map<String, Evidence> evidence,
        Map<String, Map<String, List<Evidence>>> cases) {
    static Snapshot of(List<Organisation> organisations, List<Key> keys, List<Evidence> evidence) {
        return new Snapshot(
                byId(organisations, Organisation::id),
                byId(keys, Key::id),
                byId(evidence, Evidence::id),
                evidence.stream()
                        .filter(entry -> entry.matter() != null)
                        .collect(Collectors.groupingBy(
                                Evidence::organisation,
                                Collectors.groupingBy(entry -> Objects.requireNonNull(entry.matter())))));
    }

    private static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
        return all.stream().collect(Collectors.toUnmodifiableMap(id, Function.identity()));
    }
}
