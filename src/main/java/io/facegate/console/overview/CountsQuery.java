package io.facegate.console.overview;

import io.facegate.ledger.search.SearchFacet;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a page of counts is asked for.
 *
 * @param field the field whose values are counted; null for the table of organisations and rules
 * @param organisation the organisation whose calls count, or null for all
 * @param start how many rows are left out before the first that is shown
 */
record CountsQuery(
        @Nullable SearchFacet field,
        OverviewPeriod period,
        @Nullable String organisation,
        int start) {
    /** The table of organisations and rules. */
    static final String REFUSALS = "refusals";

    static final String PATH = "/console/counts";

    /** The values of {@code by} that name a field. */
    static final Map<String, SearchFacet> FIELDS = Map.of(
            "rule", SearchFacet.RULE,
            "organisation", SearchFacet.ORGANISATION,
            "purpose", SearchFacet.PURPOSE,
            "capability", SearchFacet.CAPABILITY,
            "vendor", SearchFacet.PROVIDER);

    private static final int LONGEST = 128;

    /** Reads an address; null if it names nothing that can be counted. */
    static @Nullable CountsQuery of(Map<String, List<String>> asked, LocalDate today) {
        var one = new TreeMap<String, String>();
        asked.forEach((name, given) ->
                one.put(name, given.isEmpty() ? "" : given.getFirst().strip()));
        var by = one.getOrDefault("by", REFUSALS);
        var start = one.getOrDefault("start", "0");
        var organisation = one.getOrDefault("organisation", "");
        if (!(by.equals(REFUSALS) || FIELDS.containsKey(by))
                || !start.matches("[0-9]{1,6}")
                || organisation.length() > LONGEST) {
            return null;
        }
        return new CountsQuery(
                FIELDS.get(by),
                OverviewPeriod.of(asked, today),
                organisation.isEmpty() ? null : organisation,
                Integer.parseInt(start));
    }

    /** The word in the address. */
    String by() {
        return FIELDS.entrySet().stream()
                .filter(one -> one.getValue() == field)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(REFUSALS);
    }

    /** The address for another period, which is still to be added. */
    String forPeriod() {
        return PATH + "?by=" + by() + (organisation == null ? "" : "&organisation=" + encoded(organisation)) + '&';
    }

    /** The address of rows further on or back. */
    String from(int other) {
        return address(by(), period, organisation) + (other == 0 ? "" : "&start=" + other);
    }

    static String address(String by, OverviewPeriod period, @Nullable String organisation) {
        return PATH + "?by=" + by + '&' + period.query()
                + (organisation == null ? "" : "&organisation=" + encoded(organisation));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
