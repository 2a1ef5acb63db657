package io.facegate.usecase.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever an act commits to, without keeping the name, is recognised by the name; nobody else is. */
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
            assertThat(AuditedRecords.disclosed(LedgerAddress.ofFolder(data), views, List.of("m.roe")))
                    .containsExactly(Map.of(RecordField.PERSON, "m.roe"));
            assertThat(AuditedRecords.disclosed(LedgerAddress.ofFolder(data), views, List.of("k.sato")))
                    .containsExactly(Map.of());
            assertThat(AuditedRecords.disclosed(LedgerAddress.ofFolder(data), views, List.of("k.sato", "m.roe")))
                    .containsExactly(Map.of(RecordField.PERSON, "m.roe"));
            assertThat(AuditedRecords.disclosed(LedgerAddress.ofFolder(data), views, List.of()))
                    .containsExactly(Map.of());
        }
    }

    @Test
    void onlyTheSessionsOfPrintedLinksAreListed() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var audit = new ViewAudit(ledger::recordAct, InstantSource.system());
            audit.recordLogin("console-0123456789ab");
            audit.recordLogin("console-ba9876543210", "m.roe");
        }
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data));
                var records = new AuditedRecords(
                        search,
                        new SearchWords(search, Map::of, List::of),
                        new ViewAudit(_ -> {}, InstantSource.system()))) {
            assertThat(records.sessionsOfLinks(9)).containsExactly("console-0123456789ab");
            assertThat(records.standing("0199c3f2-7a10-7c55-9f3e-2b9a51d0ffff"))
                    .isEqualTo(AuditedRecords.DecisionStanding.NONE);
        }
    }
}
