package io.facegate.ledger.authorisation;

import io.facegate.call.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of a request that was filed. It is committed to as the reason of the act.
 *
 * @param reference under which the authority has it
 * @param authority the judge or authority that it was filed with
 * @param requested when it was filed there
 */
public record AuthorisationFiling(String reference, String authority, Instant requested) {
    private static final String BETWEEN = " | ";
    private static final int LONGEST = 150;

    public AuthorisationFiling {
        requireText(reference);
        requireText(authority);
    }

    private static void requireText(String text) {
        if (text.isBlank()
                || text.length() > LONGEST
                || text.contains("|")
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new Fault.LedgerDown("Reference and authority are one line of at most " + LONGEST
                    + " characters each, without the character |.");
        }
    }

    /** The one line that the record commits to. */
    public String text() {
        return reference + BETWEEN + authority + BETWEEN + requested;
    }

    /** What a line says; null if it is no filing. */
    public static @Nullable AuthorisationFiling parse(String text) {
        var parts = text.split(" \\| ", -1);
        try {
            return parts.length == 3 ? new AuthorisationFiling(parts[0], parts[1], Instant.parse(parts[2])) : null;
        } catch (DateTimeException | Fault.LedgerDown other) {
            return null;
        }
    }
}
