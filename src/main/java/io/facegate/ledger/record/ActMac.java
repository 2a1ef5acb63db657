package io.facegate.ledger.record;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows that a record which frees or keeps others was written by this program after it was checked: an HMAC of what it
 * says, under the ledger's key. Nobody who can only write to the ledger's file can make one.
 */
public final class ActMac {
    /** Acts that decide which records are removed. */
    private static final Set<String> ACTS = Set.of("prune", "hold_add", "hold_lift");

    private ActMac() {}

    /** Whether a record of that act carries one. */
    public static boolean belongsTo(String act) {
        return ACTS.contains(act);
    }

    /** The subject of a prune as its HMAC covers it: with the time of the newest record that it removes, where it tells that. */
    public static String pruned(String subject, @Nullable Instant newestRemoved) {
        return newestRemoved == null ? subject : subject + '\n' + newestRemoved.toEpochMilli();
    }

    /**
     * Proves to a running gateway that whoever hands it an act can read the ledger's key, in lowercase hex.
     *
     * @param challenge that the gateway gave, for this act alone
     * @param said the act, as it goes over the socket
     */
    public static String proof(byte[] key, String challenge, String said) {
        return of(key, "ledger.sock", challenge, said);
    }

    /**
     * The HMAC, in lowercase hex.
     *
     * @param key the ledger's
     * @param id of the record
     */
    public static String of(byte[] key, String id, String act, String subject) {
        return Commitment.to(key, RecordField.MAC, id + '\n' + act + '\n' + subject);
    }
}
