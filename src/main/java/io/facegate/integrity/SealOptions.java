package io.facegate.integrity;

import org.jspecify.annotations.Nullable;

/**
 * How a store of sealed rows is opened.
 *
 * @param alarm receives rows that do not verify
 * @param adoptsOlder whether unsealed rows of an earlier version are sealed as they are; false once the ledger records
 *     that this was done, since later unsealed rows are foreign
 * @param onRecord newest recorded roots of all stores, such as {@code handles:…,held:…}, or null
 */
public record SealOptions(
        TamperAlarm alarm, boolean adoptsOlder, @Nullable String onRecord) {
    /** Recorded in place of roots after an operator accepted the stores as they are. */
    public static final String ACCEPTED = "accepted";

    /** Recorded in place of roots once a folder's stores are in the database that gateways share. */
    public static final String SHARED = "shared";

    /** For tests and stand-alone tools. */
    public static final SealOptions ALONE = new SealOptions(TamperAlarm.NONE, true);

    public SealOptions(TamperAlarm alarm, boolean adoptsOlder) {
        this(alarm, adoptsOlder, null);
    }

    /** True if an operator accepted the stores as they are and no gateway has started since. */
    public boolean isAcceptedByOperator() {
        return ACCEPTED.equals(onRecord);
    }

    /** True if the folder's stores are in the database that gateways share, which is on record. */
    public boolean isShared() {
        return SHARED.equals(onRecord);
    }

    /** The store's recorded root: 16 hex digits of its version, then 16 of its HMAC; null if none. */
    public @Nullable String root(String store) {
        if (onRecord != null) {
            for (var each : onRecord.split(",", -1)) {
                if (each.matches(store + ":[0-9a-f]{32}")) {
                    return each.substring(store.length() + 1);
                }
            }
        }
        return null;
    }

    /** Error message for a file older than the ledger knows it to be. */
    public static String refusal(Object file) {
        return file
                + " holds rows that are not sealed, though the ledger knows that they were: an older copy was put in"
                + " place. Put the newest copy of it and of its key back, or move both away to begin without.";
    }
}
