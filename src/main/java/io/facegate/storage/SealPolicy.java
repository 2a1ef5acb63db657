package io.facegate.storage;

import org.jspecify.annotations.Nullable;

/**
 * How a store of sealed rows is opened.
 *
 * @param alarm is told of rows that do not verify
 * @param adoptsOlder whether rows that an earlier version wrote are sealed as they are; false once the ledger knows that
 *     this was done, for what is unsealed then was put there by somebody else
 * @param onRecord the newest roots of all stores on record, such as {@code handles:…,held:…}, or null
 */
public record SealPolicy(
        TamperAlarm alarm, boolean adoptsOlder, @Nullable String onRecord) {
    /** What stands on record in the place of roots when a person took the stores as they are. */
    public static final String ACCEPTED = "accepted";

    /** For tests and tools that stand alone. */
    public static final SealPolicy ALONE = new SealPolicy(TamperAlarm.NONE, true);

    public SealPolicy(TamperAlarm alarm, boolean adoptsOlder) {
        this(alarm, adoptsOlder, null);
    }

    /** Whether a person took the stores as they are, and no gateway started since. */
    public boolean accepts() {
        return ACCEPTED.equals(onRecord);
    }

    /** The root of that store on record: 16 hexadecimal digits of its version, then 16 of its HMAC; null where none is. */
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

    /** What an operator is told of a file that is of an older form than the ledger knows it to be. */
    public static String refusal(Object file) {
        return file
                + " holds rows that are not sealed, though the ledger knows that they were: an older copy was put in"
                + " place. Put the newest copy of it and of its key back, or move both away to begin without.";
    }
}
