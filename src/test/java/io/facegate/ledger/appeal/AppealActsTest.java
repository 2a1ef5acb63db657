package io.facegate.ledger.appeal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.reading.RecordSearch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An appeal is filed by a caller alone, and answered once. */
class AppealActsTest {
    private static final String DECISION = "01a21486-3fa5-74f1-89be-b1104167d4c8";

    @TempDir
    private Path data;

    private static Administrative act(AppealAct act, String text) {
        return new Administrative(act.act(), DECISION, "r.doe", Instant.now())
                .withDetails(new AdministrativeActDetails(null, text, true, null));
    }

    @Test
    void whatIsNotOpenIsNotAnsweredAndNoCommandFiles() {
        try (var ledger = Ledger.open(data, LedgerSettings.defaults("test"))) {
            assertRefused(act(AppealAct.FILED, "Please."));
            assertRefused(act(AppealAct.UPHELD, "Nothing is open."));
            ledger.recordAct(act(AppealAct.FILED, "Please.\n\tIn two lines."));
            Ledger.administrate(data, act(AppealAct.NEEDS_INFORMATION, "Which?"));
            assertRefused(act(AppealAct.UPHELD, "It waits for the caller."));
            ledger.recordAct(act(AppealAct.FILED, "This one."));
            Ledger.administrate(data, act(AppealAct.REJECTED, "No."));
            assertRefused(act(AppealAct.UPHELD, "It is decided."));
        }
        // Without a gateway, the command itself checks the same.
        assertRefused(act(AppealAct.UPHELD, "It is decided."));
        try (var records = RecordSearch.open(data)) {
            var appeal = AppealRecords.find(records, DECISION).orElseThrow();
            assertThat(appeal.steps()).hasSize(4);
            assertThat(appeal.state()).isEqualTo("rejected");
            assertThat(AppealRecords.list(records)).extracting(Appeal::decision).containsExactly(DECISION);
        }
    }

    @Test
    void manyAppealsHideNoOlderOne() {
        int many = 410;
        try (var ledger = Ledger.open(data, LedgerSettings.defaults("test"))) {
            for (int at = 0; at < many; at++) {
                var decision = "01a21486-3fa5-74f1-89be-%012d".formatted(at);
                ledger.recordAct(new Administrative(AppealAct.FILED.act(), decision, "r.doe", Instant.now())
                        .withDetails(new AdministrativeActDetails(null, "Please.", true, null)));
            }
        }
        try (var records = RecordSearch.open(data)) {
            assertThat(AppealRecords.list(records))
                    .hasSize(many)
                    .last()
                    .extracting(Appeal::decision)
                    .isEqualTo("01a21486-3fa5-74f1-89be-000000000000");
        }
    }

    /** What was answered is not open, what was filed again is, and older texts are said to be there. */
    @Test
    void theNewestOpenAppealsAreFound() {
        try (var ledger = Ledger.open(data, LedgerSettings.defaults("test"))) {
            for (var id : List.of("d1", "d2", "d3", "d4")) {
                ledger.recordAct(of(AppealAct.FILED, id));
            }
            ledger.recordAct(of(AppealAct.UPHELD, "d2"));
            ledger.recordAct(of(AppealAct.NEEDS_INFORMATION, "d3"));
            ledger.recordAct(of(AppealAct.NEEDS_INFORMATION, "d1"));
            ledger.recordAct(of(AppealAct.FILED, "d1"));
        }
        try (var records = RecordSearch.open(data)) {
            var all = AppealRecords.open(records, 10);
            assertThat(all.appeals()).extracting(Appeal::decision).containsExactly("d1", "d4");
            assertThat(all.isPartial()).isFalse();
            var newest = AppealRecords.open(records, 1);
            assertThat(newest.appeals()).extracting(Appeal::decision).containsExactly("d1");
            assertThat(newest.isPartial()).isTrue();
            assertThat(AppealRecords.open(records, 4).appeals())
                    .extracting(Appeal::decision)
                    .containsExactly("d4", "d1");
        }
    }

    private static Administrative of(AppealAct act, String decision) {
        return new Administrative(act.act(), decision, "r.doe", Instant.now())
                .withDetails(new AdministrativeActDetails(null, "Please.", true, null));
    }

    private void assertRefused(Administrative act) {
        assertThatThrownBy(() -> Ledger.administrate(data, act))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("No appeal against that decision waits for an answer");
    }

    @Test
    void onlyAnAppealHasSeveralLines() {
        var lines = "a\nb";
        assertThat(act(AppealAct.FILED, lines).details().reason()).isEqualTo(lines);
        assertThatThrownBy(() -> act(AppealAct.REJECTED, lines)).isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> act(AppealAct.REJECTED, "x".repeat(501))).isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> act(AppealAct.FILED, "x".repeat(4001))).isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> act(AppealAct.FILED, "\u001b[31m")).isInstanceOf(Fault.LedgerDown.class);
    }
}
