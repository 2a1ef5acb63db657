package io.facegate.console;

import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.vocabulary.Language;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;

/** What the list of decisions asks for at an address. */
public final class ListQueries {
    private ListQueries() {}

    public static RecordQuery of(String address, SearchWords words) {
        var asked = new LinkedHashMap<String, List<String>>();
        for (var part : address.substring(address.indexOf('?') + 1).split("&")) {
            var pair = part.split("=", 2);
            asked.put(pair[0], List.of(URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        }
        var filters = ListFilters.of(new PageLanguage(Language.EN, "/console"), words, asked);
        if (!filters.problems().isEmpty()) {
            throw new AssertionError(address + ": " + filters.problems());
        }
        return filters.all(words);
    }
}
