package io.facegate.identity.seal;

/**
 * How a store of sealed rows is opened.
 *
 * @param alarm is told of rows that do not verify
 * @param adoptsOlder whether rows that an earlier version wrote are sealed as they are; false once the ledger knows that
 *     this was done, for what is unsealed then was put there by somebody else
 */
public record SealPolicy(TamperAlarm alarm, boolean adoptsOlder) {
    /** For tests and tools that stand alone. */
    public static final SealPolicy ALONE = new SealPolicy(TamperAlarm.NONE, true);

    /** What an operator is told of a file that is of an older form than the ledger knows it to be. */
    public static String refusal(Object file) {
        return file
                + " holds rows that are not sealed, though the ledger knows that they were: an older copy was put in"
                + " place. Put the newest copy of it and of its key back, or move both away to begin without.";
    }
}
