package io.facegate.console;

import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A search that asks whichever archive a test has chosen. */
record SwitchedSearch(Supplier<RecordSearch> chosen) implements RecordSearch {
    @Override
    public List<CheckedRecord> page(RecordQuery query) {
        return chosen.get().page(query);
    }

    @Override
    public List<RecordCounts> counts(List<RecordCounts.Asked> questions) {
        return chosen.get().counts(questions);
    }

    @Override
    public Optional<CheckedDecision> findDecision(String decision) {
        return chosen.get().findDecision(decision);
    }

    @Override
    public Optional<VerifiedRecord> findAct(String id) {
        return chosen.get().findAct(id);
    }

    @Override
    public boolean lists(SearchFacet facet, String value) {
        return chosen.get().lists(facet, value);
    }

    @Override
    public List<String> values(SearchFacet facet) {
        return chosen.get().values(facet);
    }

    @Override
    public boolean names(String id) {
        return chosen.get().names(id);
    }

    @Override
    public boolean containsWords(String text) {
        return chosen.get().containsWords(text);
    }

    @Override
    public SearchIndexLag indexLag() {
        return chosen.get().indexLag();
    }

    @Override
    public void close() {
        chosen.get().close();
    }
}
