package io.facegate.console;

import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.SearchFacet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows.
 *
 * @param older the address of the next, older page, or null
 * @param counted the matching records on all pages, by whether they are of the sandbox
 * @param scope the part of the log that was searched
 */
record ListContent(List<DecisionRow> rows, @Nullable String older, RecordCounts counted, ListScope scope) {
    /** Most records of one file. */
    static final int EXPORTED = 10_000;

    /** Most decisions of one bundle of evidence. */
    static final int BUNDLED = 1_000;

    private static final RecordCounts NOTHING = new RecordCounts(Map.of(), Set.of(), 0, 0, null, null, 0);

    static ListContent empty(ListScope scope) {
        return new ListContent(List.of(), null, NOTHING, scope);
    }

    /** The number of matching records that verify, on all pages. */
    public long total() {
        return counted.total();
    }

    /** How many of them are of the sandbox. */
    private long sandbox() {
        return counted.byFacet().getOrDefault(SearchFacet.SANDBOX, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many records are shown, of how many. */
    public String count(ListFilters filters) {
        var speech = scope.speech();
        var said = new StringBuilder(shown(filters));
        if (filters.paged() || older != null) {
            said.append(speech.fill("count.total", total()));
        }
        if (sandbox() > 0) {
            said.append(speech.fill("count.sandbox", sandbox()));
        }
        var reach = scope.reach();
        if (!reach.isComplete()) {
            said.append(' ').append(speech.fill("count.behind", reach.taken(), reach.size()));
        }
        return said.toString();
    }

    /** A record that was changed is no decision. */
    private String shown(ListFilters filters) {
        var speech = scope.speech();
        long changed = rows.stream().filter(row -> row.tampered() != null).count();
        if (changed > 0) {
            return speech.fill("count.changed", rows.size() - changed, changed);
        }
        return rows.size() == 1
                ? speech.say("count.one")
                : speech.fill(filters.paged() ? "count.older" : "count.many", rows.size());
    }

    /** Which records a file would hold. */
    public String exported() {
        return total() > EXPORTED
                ? scope.speech().fill("export.cut", EXPORTED, total())
                : scope.speech().fill("export.all", total());
    }

    /** True if one bundle holds the evidence of all of them. */
    public boolean bundled() {
        return total() > 0 && total() <= BUNDLED;
    }

    public int mostBundled() {
        return BUNDLED;
    }

    /** True if a file would not hold all of them. */
    public boolean cut() {
        return total() > EXPORTED;
    }
}
