package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate (mTLS) of a person.
 *
 * @param sha256 of the whole certificate, in lowercase hex
 * @param expires when it stops to count
 */
public record PersonCertificate(String sha256, Instant expires) {
    /** How the word begins that stands for it beside the roles in a person's row. An older build takes it for no role. */
    private static final String PREFIX = "certificate:";

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern WORD = Pattern.compile(PREFIX + "([0-9a-f]{64}):(\\d{1,12})");

    public PersonCertificate {
        expires = expires.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Checks what does not depend on others. */
    void check() {
        require(
                SHA256.matcher(sha256).matches(),
                "A client certificate is named by its SHA-256: 64 hexadecimal digits in lower case, without colons.");
    }

    /** True if it counts no longer than another one that is the same certificate. */
    boolean isWithin(PersonCertificate other) {
        return sha256.equals(other.sha256) && !expires.isAfter(other.expires);
    }

    /** The word of the row. */
    String word() {
        return PREFIX + sha256 + ':' + expires.getEpochSecond();
    }

    /** The certificate of a word; null if it stands for none. */
    static @Nullable PersonCertificate of(String word) {
        var found = WORD.matcher(word);
        try {
            return found.matches()
                    ? new PersonCertificate(found.group(1), Instant.ofEpochSecond(Long.parseLong(found.group(2))))
                    : null;
        } catch (DateTimeException outside) {
            return null;
        }
    }
}
