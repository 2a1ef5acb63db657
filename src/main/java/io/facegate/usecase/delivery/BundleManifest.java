package io.facegate.usecase.delivery;

import io.facegate.ledger.note.VerificationException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the signers of a policy bundle sign: which policies, and when they come into force.
 *
 * @param serial number of the bundle; a gateway never goes back to a lower one
 * @param policies digest of the policy set, as records name it
 * @param archive SHA-256 of the bundle's archive in lowercase hex
 * @param bytes length of the archive
 * @param commit the commit that the policies were taken from, or null
 * @param activation when the policies come into force, in whole seconds; null for at once
 */
public record BundleManifest(
        long serial,
        String policies,
        String archive,
        int bytes,
        @Nullable String commit,
        @Nullable Instant activation) {
    private static final String NONE = "-";
    private static final Pattern TEXT = Pattern.compile("""
        facegate-policy-bundle v1
        serial ([1-9][0-9]{0,14})
        policies ([0-9a-f]{64})
        archive ([0-9a-f]{64}) ([1-9][0-9]{0,8})
        commit ([A-Za-z0-9._/:@+-]{1,100})
        activate ([0-9TZ:-]{1,30})
        """);

    private static final Pattern COMMIT = Pattern.compile("[A-Za-z0-9._/:@+-]{1,100}");

    public BundleManifest {
        activation = activation == null ? null : activation.truncatedTo(ChronoUnit.SECONDS);
    }

    /** True if a manifest can name this commit: at most 100 letters, digits and . _ : @ + - or slashes. */
    public static boolean isCommit(String commit) {
        return COMMIT.matcher(commit).matches() && !commit.equals(NONE);
    }

    /** The signed text. */
    public String text() {
        return "facegate-policy-bundle v1\nserial " + serial + "\npolicies " + policies + "\narchive " + archive + ' '
                + bytes + "\ncommit " + (commit == null ? NONE : commit) + "\nactivate "
                + (activation == null ? NONE : activation) + '\n';
    }

    /** Parses a signed text, which has exactly one form. */
    public static BundleManifest parse(String text) throws VerificationException {
        var fields = TEXT.matcher(text);
        if (!fields.matches()) {
            throw new VerificationException("the signed text is not the manifest of a policy bundle");
        }
        var manifest = new BundleManifest(
                Long.parseLong(fields.group(1)),
                fields.group(2),
                fields.group(3),
                Integer.parseInt(fields.group(4)),
                fields.group(5).equals(NONE) ? null : fields.group(5),
                instant(fields.group(6)));
        if (!manifest.text().equals(text)) {
            throw new VerificationException("the manifest of the policy bundle is not in its one form");
        }
        return manifest;
    }

    private static @Nullable Instant instant(String text) throws VerificationException {
        try {
            return text.equals(NONE) ? null : Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw new VerificationException("the manifest names no moment of activation");
        }
    }

    /** True if the policies may be in force at that moment. */
    public boolean isDue(Instant now) {
        return activation == null || !activation.isAfter(now);
    }
}
