package io.facegate.identity;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Adds to organisations, as a fact, the exemptions that count for one call. */
public final class ExemptionLookup {
    /** The fact, which nobody can register. */
    static final String FACT = "exemption";

    private final Function<String, List<ExemptionGrant>> granted;
    private final @Nullable String purpose;
    private final List<String> places;
    private final Instant now;

    /** @param granted the exemptions of an organisation, of any dates */
    public ExemptionLookup(
            Function<String, List<ExemptionGrant>> granted,
            @Nullable String purpose,
            List<String> places,
            Instant now) {
        this.granted = granted;
        this.purpose = purpose;
        this.places = places;
        this.now = now;
    }

    /** The organisation with the exemptions that count for it, and no others. */
    public Organisation apply(Organisation one) {
        var grants = granted.apply(one.id());
        if (grants.isEmpty() && !one.facts().containsKey(FACT)) {
            return one;
        }
        var words = grants.stream()
                .filter(grant -> grant.organisation().equals(one.id()) && grant.counts(purpose, places, now))
                .map(ExemptionGrant::word)
                .distinct()
                .sorted()
                .toList();
        if (words.isEmpty() && !one.facts().containsKey(FACT)) {
            return one;
        }
        var facts = new HashMap<>(one.facts());
        facts.remove(FACT);
        if (!words.isEmpty()) {
            facts.put(FACT, words);
        }
        return one.withFacts(facts);
    }
}
