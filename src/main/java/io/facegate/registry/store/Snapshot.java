package io.facegate.registry.store;

import io.facegate.identity.Evidence;
import io.facegate.identity.Key;
import io.facegate.identity.Organisation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everybody, every living key and every living entry at one moment; calls are answered from it without touching the disk.
 *
 * @param cases the entries that belong to a case, by organisation and case
 * @param issuers the digest that was accepted of each token issuer
 */
public record Snapshot(
        Map<String, Organisation> organisations,
        Map<String, Key> keys,
        Map<String, Evidence> evidence,
        Map<String, Map<String, List<Evidence>>> cases,
        Map<String, String> issuers) {
    /** Nobody. */
    public static final Snapshot NONE = of(List.of(), List.of(), List.of(), Map.of());

    /** The type of an organisation about which nothing can be believed. */
    private static final String UNKNOWN = "unverified";

    /** The same with every organisation among these rows, which do not verify, as a suspended one. */
    Snapshot suspending(Set<String> altered, Snapshot before) {
        var prefix = SealedTable.ORGANISATION.ref("");
        var all = new HashMap<>(organisations);
        for (var row : altered) {
            if (row.startsWith(prefix)) {
                var id = row.substring(prefix.length());
                all.put(id, suspended(id, before.organisations.get(id)));
            }
        }
        return all.size() == organisations.size()
                ? this
                : new Snapshot(Map.copyOf(all), keys, evidence, cases, issuers);
    }

    private static Organisation suspended(String id, @Nullable Organisation known) {
        return known == null
                ? new Organisation(id, id, UNKNOWN, List.of(), Set.of(), true, null)
                : new Organisation(
                        id,
                        known.name(),
                        known.type(),
                        known.jurisdictions(),
                        known.purposes(),
                        known.facts(),
                        true,
                        known.upstreamRole(),
                        known.resources());
    }

    static Snapshot of(
            List<Organisation> organisations, List<Key> keys, List<Evidence> evidence, Map<String, String> issuers) {
        return new Snapshot(
                byId(organisations, Organisation::id),
                byId(keys, Key::id),
                byId(evidence, Evidence::id),
                evidence.stream()
                        .filter(entry -> entry.matter() != null)
                        .collect(Collectors.groupingBy(
                                Evidence::organisation,
                                Collectors.groupingBy(entry -> Objects.requireNonNull(entry.matter())))),
                Map.copyOf(issuers));
    }

    private static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
        return all.stream().collect(Collectors.toUnmodifiableMap(id, Function.identity()));
    }
}
