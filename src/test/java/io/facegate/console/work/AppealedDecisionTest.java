package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.ConsoleVisitor;
import io.facegate.console.DecisionView;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.Entries;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.RecordRenderer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the decision that an appeal is against, if its record does not verify or is not there. */
class AppealedDecisionTest {
    private static final PageLanguage ENGLISH = new PageLanguage(Language.EN, "/console/work");

    @TempDir
    Path data;

    @Test
    void theRuleAndItsSourceAreLinks() {
        var local = new PageLanguage(Language.EN, "/console/work", new ConsoleVisitor("session", null, "token"));
        var record = Entries.of(0, "{\"rule\":\"house/orders\"}".getBytes(StandardCharsets.UTF_8), new byte[32]);
        var rule = new RuleStatement("house/orders", "Says so.", "An Act", "https://law.example/act", null, "", null);
        var told = new AppealedDecision(DecisionView.of(local, record), null, rule, false);
        assertThat(told.address()).isEqualTo("/console/policies/house/orders");
        assertThat(told.source()).isEqualTo("An Act");
        assertThat(told.link()).isEqualTo("https://law.example/act");
        var builtin =
                Entries.of(0, "{\"rule\":\"facegate/purpose_expired\"}".getBytes(StandardCharsets.UTF_8), new byte[32]);
        assertThat(new AppealedDecision(DecisionView.of(local, builtin), null, null, false).address())
                .isEmpty();
    }

    @Test
    void nothingIsToldOfARecordThatDoesNotVerify() {
        var renderer = RecordRenderer.forPages(UnaryOperator.identity(), data);
        var tampered = new TamperedRecord(3, TamperedRecord.Cause.CHANGED);
        var told = AppealedDecision.of(ENGLISH, tampered, renderer);
        assertThat(told.isTampered()).isTrue();
        assertThat(told.view()).isNull();
        assertThat(told.story()).isNull();
        assertThat(told.sentence()).isEmpty();
        assertThat(AppealedDecision.organisation(ENGLISH, tampered)).isEqualTo("Tampered");
        for (var none : new CheckedDecision[] {null, new CheckedDecision.NotInTree()}) {
            assertThat(AppealedDecision.of(ENGLISH, none, renderer).isTampered())
                    .isFalse();
            assertThat(AppealedDecision.organisation(ENGLISH, none)).isEmpty();
        }
    }
}
