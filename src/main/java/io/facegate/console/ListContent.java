package io.facegate.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows.
 *
 * @param older the address of the next, older page, or null
 * @param total the number of matching records that verify, on all pages
 * @param unverified records that do not verify, which are in every list
 * @param scope the part of the log that was searched
 */
record ListContent(List<DecisionRow> rows, @Nullable String older, long total, long unverified, ListScope scope) {
    /** Most records of one file. */
    static final int EXPORTED = 10_000;

    static ListContent empty(ListScope scope) {
        return new ListContent(List.of(), null, 0, 0, scope);
    }

    /** How many records are shown, of how many. */
    public String count(ListFilters filters) {
        var speech = scope.speech();
        var said = new StringBuilder(
                rows.size() == 1
                        ? speech.say("count.one")
                        : speech.fill(filters.paged() ? "count.older" : "count.many", rows.size()));
        if (filters.paged() || older != null) {
            said.append(speech.fill("count.total", total));
        }
        long sandbox = rows.stream()
                .filter(row -> row.view() != null && row.view().sandbox())
                .count();
        if (sandbox > 0) {
            said.append(speech.fill("count.sandbox", sandbox));
        }
        var reach = scope.reach();
        if (!reach.isComplete()) {
            said.append(' ').append(speech.fill("count.behind", reach.taken(), reach.size()));
        }
        return said.toString();
    }

    /** Which records a file would hold. */
    public String exported() {
        return total > EXPORTED
                ? scope.speech().fill("export.cut", EXPORTED, total)
                : scope.speech().fill("export.all", total);
    }

    /** True if a file would not hold all of them. */
    public boolean cut() {
        return total > EXPORTED;
    }
}
