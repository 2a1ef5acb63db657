package io.facegate.registry;

import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.identity.Organisation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something in the registry that ends by itself.
 *
 * @param organisation whose it is
 * @param name the purpose, the id of the key or of the evidence; the kind of a verification
 * @param at from when on it does not count any more
 */
public record Expiry(Kind kind, String organisation, String name, Instant at) {
    /** What ends. */
    public enum Kind {
        VERIFICATION,
        PURPOSE,
        EVIDENCE,
        KEY;

        /** The word in listings and metrics. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Everything that has not ended yet and ends at {@code until} or before, the next first. */
    static List<Expiry> find(RegistrySnapshot registry, Instant now, Instant until) {
        return find(
                registry.organisations().values(),
                registry.keys().values(),
                registry.evidence().values(),
                one -> one.isWithin(now, until));
    }

    private boolean isWithin(Instant now, Instant until) {
        return at.isAfter(now) && !at.isAfter(until);
    }

    private static List<Expiry> find(
            Collection<Organisation> organisations,
            Collection<CallerKey> keys,
            Collection<Evidence> evidence,
            java.util.function.Predicate<Expiry> wanted) {
        var all = new ArrayList<Expiry>();
        for (var one : organisations) {
            if (one.suspended()) {
                continue;
            }
            var how = one.verification();
            if (how != null) {
                add(all, Kind.VERIFICATION, one.id(), how.kind(), how.until());
            }
            one.purposeTerms().forEach((purpose, terms) -> add(all, Kind.PURPOSE, one.id(), purpose, terms.until()));
        }
        keys.forEach(key -> add(all, Kind.KEY, key.organisation(), key.id(), key.expires()));
        evidence.forEach(entry -> add(all, Kind.EVIDENCE, entry.organisation(), entry.id(), entry.until()));
        return all.stream()
                .filter(wanted)
                .sorted(Comparator.comparing(Expiry::at)
                        .thenComparing(Expiry::organisation)
                        .thenComparing(Expiry::kind)
                        .thenComparing(Expiry::name))
                .toList();
    }

    private static void add(List<Expiry> all, Kind kind, String organisation, String name, @Nullable Instant at) {
        if (at != null) {
            all.add(new Expiry(kind, organisation, name, at));
        }
    }

    /** How many days are left, begun ones included. */
    public long days(Instant now) {
        return Duration.between(now, at).plusDays(1).minusNanos(1).toDays();
    }
}
