package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.Obligations;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.Decision;
import io.facegate.policy.vocabulary.Language;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObligationFieldsTest {
    private static final String ID = "019a0000-0000-7000-8000-000000000000";

    @TempDir
    private Path data;

    @Test
    void theRecordSaysAllThatWasObliged() {
        var all = GivenObligations.of(
                0.995,
                Set.of(Capability.ANALYZE_EMOTION, Capability.ANALYZE_AGE),
                5,
                true,
                2,
                Duration.ofHours(24),
                Set.of("sign_at_entrance", "biometric_data"),
                Set.of("no_sole_basis", "human_review"),
                new Retention(Period.ZERO, Period.ofDays(30), Period.ofYears(3)));
        var due = Instant.parse("2026-11-25T12:00:00Z");
        assertThat(record(all, due, ID))
                .contains(
                        "\"obligations\":{\"authorisation_due\":\"2026-11-25T12:00:00.000Z\","
                                + "\"duties\":[\"human_review\",\"no_sole_basis\"],\"label\":\"lead_only\",\"max_results\":5,"
                                + "\"min_similarity\":995,\"notices\":[\"biometric_data\",\"sign_at_entrance\"],"
                                + "\"redact\":[\"analyze.age\",\"analyze.emotion\"],\"retain_pictures\":\"P0D\","
                                + "\"retain_records\":\"P3Y\",\"retain_templates\":\"P30D\",\"reviewers\":2},\"on_behalf_of\"",
                        "\"references\":[],\"review\":\"" + ID + "\",\"rule\"");
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
        try (var archive = RecordSearch.open(data)) {
            var last = archive.find(RecordQuery.matchAll(1)).getFirst();
            var said = new NarrativeWriter(Language.EN, UnaryOperator.identity(), PolicyHistory.empty())
                    .explain(archive.details(idOf(last)).orElseThrow());
            assertThat(said.notes())
                    .containsExactly(
                            "Conditions of the permit: no result below a similarity of 0.995; at most 5 results; 2"
                                    + " people approve the answer before it is given; the answer is a lead, never proof;"
                                    + " this is left out of the request and the answer: estimate an age, infer emotions;"
                                    + " these notices are given: biometric data are used, sign at entrance; an"
                                    + " authorisation is filed by 25 November 2026 at 12:00 UTC; no picture is kept;"
                                    + " templates are kept for 30 days at most; records are kept for 3 years at least; a"
                                    + " trained person reviews before anything follows; the result is never the sole basis"
                                    + " of a decision.");
        }
    }

    private static String idOf(VerifiedRecord entry) {
        var json = new String(entry.json(), StandardCharsets.UTF_8);
        return json.replaceAll(".*\"id\":\"([0-9a-f-]{36})\",\"jurisdictions.*", "$1");
    }

    @Test
    void whatIsNotAskedIsLeftOut() {
        var one = GivenObligations.of(null, Set.of(), null, false, 1, null, Set.of(), Set.of(), Retention.NONE);
        assertThat(record(one, null, null))
                .contains("\"obligations\":{\"reviewers\":1}")
                .doesNotContain("\"review\":");
        assertThat(record(Obligations.NONE, null, null)).doesNotContain("obligations");
    }

    @Test
    void thePassIsForTheCallAsItIsSent() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var sent = Sample.search("suspects");
            var cleared = ledger.recordPermit(Sample.asked(), Sample.permit(), new Undertaking(sent, null, null));
            assertThat(cleared.consume()).isSameAs(sent);
        }
        assertThat(Records.of(data).getFirst()).contains("\"operation\":\"DetectFaces\"");
    }

    private String record(Obligations obligations, Instant due, String review) {
        var permit = new Decision.Permit(
                "base/all",
                Decision.Reason.RenderedReason.EVERY_CALL,
                List.of(new Decision.Demand("base/all", obligations)),
                List.of("base/all"),
                Decision.NonDecidingRules.NOTHING,
                Sample.DIGEST);
        String id;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var question = Sample.asked();
            id = ledger.recordPermit(question, permit, new Undertaking(question.call(), due, review))
                    .decision();
        }
        return Records.of(data).stream()
                .filter(line -> line.contains("\"id\":\"" + id))
                .findFirst()
                .orElseThrow();
    }
}
