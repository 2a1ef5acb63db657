package io.facegate.identity;

import io.facegate.testkit.TestOrganisation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A directory of a few organisations, keys and entries, held in memory. */
public final class Household implements IdentityDirectory {
    public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private final Map<String, CallerKey> keys = new HashMap<>();
    private final Map<String, Organisation> organisations = new HashMap<>();
    private final Map<String, Evidence> evidence = new TreeMap<>();

    public static Organisation organisation(String id, String type, Set<String> purposes) {
        return TestOrganisation.of(id, type)
                .in("US-OR", "US-WA")
                .purposes(purposes)
                .build();
    }

    public Household with(Organisation organisation) {
        organisations.put(organisation.id(), organisation);
        return this;
    }

    public Household with(CallerKey key) {
        keys.put(key.id(), key);
        return this;
    }

    public Household with(Evidence entry) {
        evidence.put(entry.id(), entry);
        return this;
    }

    public Household key(String id, String organisation, String purpose, Instant expires, String... principals) {
        var secret = SECRET.getBytes(StandardCharsets.US_ASCII);
        var hash = ApiKeyVerifier.hash(ApiKeyVerifier.format(id, "s".repeat(40)));
        return with(new CallerKey(id, organisation, List.of(principals), purpose, expires, secret, hash));
    }

    @Override
    public Optional<CallerKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public Optional<Evidence> evidence(String id) {
        return Optional.ofNullable(evidence.get(id));
    }

    @Override
    public List<Evidence> evidence(String organisation, String matter) {
        return evidence.values().stream()
                .filter(entry -> entry.organisation().equals(organisation) && matter.equals(entry.caseId()))
                .toList();
    }

    @Override
    public Optional<Organisation> organisation(String id) {
        return Optional.ofNullable(organisations.get(id));
    }
}
