package io.facegate.usecase.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.Language;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a notice tells of a record. */
class NoticeWriterTest {
    @TempDir
    private Path data;

    /** Else it would be tried again for ever, and hold up every later notice. */
    @Test
    void aDecisionThatDoesNotVerifyIsToldByItsId() throws SQLException {
        String decision;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            decision = AuthorisationSample.permit(ledger, Instant.now().minusSeconds(1), "stop_on_rejection");
            ledger.recordAct(new Administrative(AuthorisationAct.LAPSE.act(), decision, Instant.now()));
        }
        try (var records = RecordSearch.open(data)) {
            var query = RecordQuery.matchAll(1).withFacet(SearchFacet.ACT, AuthorisationAct.LAPSE.act());
            var record = records.find(query).getFirst();
            try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                    var change = file.createStatement()) {
                change.execute(
                        "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'metro-pd', 'metro-pp') AS BLOB)");
            }
            var notice = new NoticeWriter(records, Language.EN).write(record);
            assertThat(notice.type()).isEqualTo("authorisation.lapsed");
            assertThat(notice.data()).containsEntry("decision", decision).doesNotContainKey("duties");
            assertThat(notice.text()).contains("the ledger does not tell");
        }
    }

    @Test
    void aChangePastTheLoginsIsUrgentAndNamesNobody() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative("break_glass", "review_approve", "m.roe", Instant.now()));
        }
        try (var records = RecordSearch.open(data)) {
            var query = RecordQuery.matchAll(1).withFacet(SearchFacet.ACT, "break_glass");
            var record = records.find(query).getFirst();
            for (var language : Language.values()) {
                var notice = new NoticeWriter(records, language).write(record);
                assertThat(notice.type()).isEqualTo("registry.break_glass");
                assertThat(notice.urgent()).isTrue();
                assertThat(notice.data()).containsOnly(Map.entry("act", "review_approve"));
                assertThat(notice.text())
                        .contains("review_approve", "registry history")
                        .doesNotContain("m.roe");
            }
        }
    }
}
