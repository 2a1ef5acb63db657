package io.facegate.app.tokens;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which claims of an issuer's tokens are read, and whether the tokens are of callers or of people.
 *
 * @param organisation the claim with the id of the organisation; null for {@code org}, or else {@code sub}
 * @param purpose the claim with the declared purpose
 * @param single whether a token is good for one call, and needs {@code jti}
 * @param person how people are named and log in; null if its tokens are of callers
 */
public record TokenClaimRules(
        @Nullable String organisation,
        String purpose,
        boolean single,
        @Nullable PersonRules person) {
    /** The claims that are read unless the issuer's entry says otherwise. */
    public static final TokenClaimRules DEFAULT = new TokenClaimRules(null, "purpose", false);

    /** The claims of tokens of callers. */
    public TokenClaimRules(@Nullable String organisation, String purpose, boolean single) {
        this(organisation, purpose, single, null);
    }

    /** The claims of tokens of people. */
    static TokenClaimRules ofPeople(PersonRules rules) {
        return new TokenClaimRules(null, DEFAULT.purpose(), false, rules);
    }

    /** What differs from the default, for the digest of an issuer; empty if nothing does. */
    String difference() {
        var all = new StringBuilder();
        if (organisation != null) {
            add(all, "organisation", organisation);
        }
        if (!purpose.equals(DEFAULT.purpose())) {
            add(all, "purpose", purpose);
        }
        if (single) {
            add(all, "jti", "required");
        }
        if (person != null) {
            add(all, "person", person.claim());
            var console = person.console();
            if (console != null) {
                add(all, "client", console.id());
                add(all, "secret", nameOf(console.secret()));
                add(all, "name", console.name());
            }
        }
        return all.toString();
    }

    /** Gateways have their folders in different places, and accept the same entry. */
    private static String nameOf(@Nullable Path secret) {
        return secret == null ? "null" : String.valueOf(secret.getFileName());
    }

    private static void add(StringBuilder all, String name, String value) {
        all.append(name.length()).append(':').append(name);
        all.append(value.length()).append(':').append(value);
    }
}
