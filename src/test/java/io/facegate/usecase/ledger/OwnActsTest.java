package io.facegate.usecase.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody whose name an act commits to, without keeping it, is told it again; nobody else is. */
class OwnActsTest {
    @TempDir
    Path data;

    @Test
    void aReaderRecognisesTheOwnViewAndNobodyElses() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative("view", "overview", "m.roe", Instant.now()));
        }
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var views = search.page(RecordQuery.matchAll(5).withFacet(SearchFacet.ACT, "view")).stream()
                    .map(VerifiedRecord.class::cast)
                    .toList();
            assertThat(views).hasSize(1);
            assertThat(AuditedRecords.disclosed(LedgerAddress.ofFolder(data), views, "m.roe"))
                    .containsExactly(Map.of(RecordField.PERSON, "m.roe"));
            assertThat(AuditedRecords.disclosed(LedgerAddress.ofFolder(data), views, "k.sato"))
                    .containsExactly(Map.of());
            assertThat(AuditedRecords.disclosed(LedgerAddress.ofFolder(data), views, null))
                    .containsExactly(Map.of());
        }
    }
}
