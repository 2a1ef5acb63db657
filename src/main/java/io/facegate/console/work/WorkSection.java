package io.facegate.console.work;

import java.util.List;

/**
 * A part of the inbox.
 *
 * @param id of its heading
 * @param rows the first rows
 * @param note a sentence about what is not shown; empty if all is
 * @param alarm a sentence about something that was changed outside Facegate; empty if nothing was
 * @param problem why it cannot be shown; empty if it can
 */
record WorkSection(
        String id, String title, List<WorkRow> rows, String empty, String note, String alarm, String problem) {
    /** Answers whose review is over. */
    static final String REVIEWED = "reviewed";

    /** The message that heads the column of times. */
    public String timeKey() {
        return switch (id) {
            case "appeals", "stops" -> "work.since";
            case REVIEWED -> "work.ended";
            case "ending" -> "overview.ends.on";
            default -> "work.until";
        };
    }

    /** How many rows are shown. */
    public int size() {
        return rows.size();
    }
}
