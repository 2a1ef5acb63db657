package io.facegate.registry;

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
 * @param owner the organisation or the person that it belongs to
 * @param name the purpose, the id of the key, of the evidence or of the exemption; the kind of a verification; a certificate's SHA-256
 * @param at from when on it does not count any more
 */
public record Expiry(Kind kind, String owner, String name, Instant at) {
    /** What ends. */
    public enum Kind {
        VERIFICATION,
        PURPOSE,
        EVIDENCE,
        KEY,
        EXEMPTION,
        PERSON_CERTIFICATE;

        /** The word in listings and metrics. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True if it belongs to a person; logs and records do not say to whom. */
        public boolean isPersonal() {
            return this == PERSON_CERTIFICATE;
        }
    }

    /** Everything that has not ended yet and ends at {@code until} or before, the next first. */
    static List<Expiry> find(RegistrySnapshot registry, Instant now, Instant until) {
        var all = new ArrayList<Expiry>();
        ofOrganisations(all, registry.organisations().values());
        registry.keys().values().forEach(key -> add(all, Kind.KEY, key.organisation(), key.id(), key.expires()));
        registry.evidence()
                .values()
                .forEach(entry -> add(all, Kind.EVIDENCE, entry.organisation(), entry.id(), entry.until()));
        registry.exemptionGrants()
                .forEach(grant -> add(all, Kind.EXEMPTION, grant.organisation(), grant.id(), grant.until()));
        ofPeople(all, registry.people());
        return all.stream()
                .filter(one -> one.isWithin(now, until))
                .sorted(Comparator.comparing(Expiry::at)
                        .thenComparing(Expiry::owner)
                        .thenComparing(Expiry::kind)
                        .thenComparing(Expiry::name))
                .toList();
    }

    private boolean isWithin(Instant now, Instant until) {
        return at.isAfter(now) && !at.isAfter(until);
    }

    private static void ofOrganisations(List<Expiry> all, Collection<Organisation> organisations) {
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
    }

    private static void ofPeople(List<Expiry> all, Collection<Person> people) {
        people.forEach(person -> person.certificates()
                .forEach(one -> add(all, Kind.PERSON_CERTIFICATE, person.id(), one.sha256(), one.expires())));
    }

    private static void add(List<Expiry> all, Kind kind, String owner, String name, @Nullable Instant at) {
        if (at != null) {
            all.add(new Expiry(kind, owner, name, at));
        }
    }

    /** How many days are left, begun ones included. */
    public long days(Instant now) {
        return Duration.between(now, at).plusDays(1).minusNanos(1).toDays();
    }
}
