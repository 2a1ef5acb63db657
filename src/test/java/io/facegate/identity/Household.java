package io.facegate.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A directory of a few organisations and keys, held in memory. */
public final class Household implements Directory {
    public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private final Map<String, Key> keys = new HashMap<>();
    private final Map<String, Organisation> organisations = new HashMap<>();

    public static Organisation organisation(String id, String type, Set<String> purposes) {
        return new Organisation(id, id, type, List.of("US-OR", "US-WA"), purposes, false, null);
    }

    public Household with(Organisation organisation) {
        organisations.put(organisation.id(), organisation);
        return this;
    }

    public Household with(Key key) {
        keys.put(key.id(), key);
        return this;
    }

    public Household key(String id, String organisation, String purpose, Instant expires, String... principals) {
        var secret = SECRET.getBytes(StandardCharsets.US_ASCII);
        var hash = ApiKeys.hash(ApiKeys.written(id, "s".repeat(40)));
        return with(new Key(id, organisation, List.of(principals), purpose, expires, secret, hash));
    }

    @Override
    public Optional<Key> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public Optional<Organisation> organisation(String id) {
        return Optional.ofNullable(organisations.get(id));
    }
}
