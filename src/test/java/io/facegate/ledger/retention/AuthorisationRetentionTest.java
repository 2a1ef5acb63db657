package io.facegate.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationRecords;
import io.facegate.ledger.authorisation.AuthorisationState;
import io.facegate.ledger.authorisation.OpenDuties;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.policy.Decision;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decision that has the filing and the grant of a use stays as long as a later decision of that use. */
class AuthorisationRetentionTest {
    private static final Instant NOW = Sample.NOW;
    private static final Duration TO_FILE = Duration.ofHours(24);

    @TempDir
    private Path data = Path.of("");

    private static Instant ago(int months) {
        return NOW.atZone(ZoneOffset.UTC).minusMonths(months).toInstant();
    }

    /** A call at {@code time} of the use that began then. */
    private static String permit(Ledger ledger, Instant began, Instant time) {
        var sample = Sample.askedByPolice();
        var question = new Ledger.Question(sample.caller(), sample.call(), sample.source(), time);
        var asked = Obligations.NONE
                .with(Kind.AUTHORISATION, TO_FILE)
                .with(Kind.DUTIES, Set.of("stop_on_rejection", "purge_on_rejection"));
        var plain = Sample.permit();
        var permit = new Decision.Permit(
                plain.rule(),
                plain.reason(),
                List.of(new Decision.Demand("law/asks", asked)),
                plain.matched(),
                plain.nonDeciding(),
                plain.policies());
        var cleared =
                ledger.recordPermit(question, permit, new Ledger.Undertaking(sample.call(), began.plus(TO_FILE), null));
        ledger.close(cleared, new Ledger.Ending("ok", "", 1, 1));
        return cleared.decision();
    }

    /** A use that began so many months ago and was granted then. */
    private static String granted(Ledger ledger, Instant began) {
        var first = permit(ledger, began, began);
        step(ledger, AuthorisationAct.FILE, first, began.plusSeconds(60));
        step(ledger, AuthorisationAct.GRANT, first, began.plusSeconds(120));
        return first;
    }

    private static void step(Ledger ledger, AuthorisationAct act, String decision, Instant time) {
        ledger.recordAct(new Administrative(act.act(), decision, time));
    }

    private PrunePlan plan() throws Exception {
        return plan(NOW);
    }

    private PrunePlan plan(Instant now) throws Exception {
        try (var ledger = LedgerFile.open(data.resolve(LedgerFile.NAME))) {
            return PrunePlan.compute(ledger, HoldsAndPrunes.read(ledger), PrunePlan.SHORTEST, now);
        }
    }

    private void prune(long minimum) {
        Ledger.administrate(data, new Administrative(HoldsAndPrunes.PRUNE, Long.toString(minimum), "m.roe", NOW));
    }

    /** As version 0.1 and builds after it pruned: the decision alone told whether it stayed. */
    private void pruneAsBefore(long minimum) throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative(HoldsAndPrunes.PRUNE, Long.toString(minimum), NOW));
        }
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(LedgerFile.NAME));
                var run = file.createStatement()) {
            run.execute("UPDATE batch SET lines = x'' WHERE first < " + minimum);
        }
    }

    private List<Authorisation> list() {
        try (var records = RecordSearch.open(data)) {
            return AuthorisationRecords.list(records);
        }
    }

    private AuthorisationState state(String decision) {
        try (var records = RecordSearch.open(data)) {
            return AuthorisationRecords.find(records, decision)
                    .orElseThrow()
                    .at(NOW)
                    .state();
        }
    }

    @Test
    void theGrantOfAUseStaysAsLongAsALaterCallOfIt() throws Exception {
        String first;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(ago(9)), Sample.refuse());
            first = granted(ledger, ago(8));
            permit(ledger, ago(8), ago(1));
        }
        var plan = plan();
        assertThat(plan).returns(1L, PrunePlan::minimum).returns(PrunePlan.Reason.USE, PrunePlan::reason);
        assertThatThrownBy(() -> prune(3)).isInstanceOf(Fault.LedgerDown.class);
        prune(plan.minimum());
        assertThat(list()).singleElement().satisfies(one -> {
            assertThat(one.decision()).isEqualTo(first);
            assertThat(one.at(NOW).state()).isEqualTo(AuthorisationState.GRANTED);
        });
    }

    /** What keeps the later call does not count: another use that waits, or a hold. */
    @Test
    void itStaysTooWhereTheLaterCallIsKeptForAnotherReason() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(ago(20)), Sample.refuse());
            granted(ledger, ago(12));
            permit(ledger, ago(10), ago(10));
            permit(ledger, ago(12), ago(8));
        }
        assertThat(plan()).returns(1L, PrunePlan::minimum).returns(PrunePlan.Reason.USE, PrunePlan::reason);
        // A plan for a longer time may end before the later call as well.
        assertThatThrownBy(() -> prune(3)).hasMessageContaining("the first that must be kept");
    }

    @Test
    void aUseIsRemovedWithItsLastCall() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            granted(ledger, ago(12));
            permit(ledger, ago(12), ago(8));
            ledger.refuse(Sample.asked(NOW), Sample.refuse());
        }
        // The outcomes have the time of this machine.
        assertThat(plan(Instant.now().plus(Duration.ofDays(200))))
                .returns(7L, PrunePlan::minimum)
                .returns(PrunePlan.Reason.NONE, PrunePlan::reason);
        try (var ledger = LedgerFile.open(data.resolve(LedgerFile.NAME))) {
            var duties = OpenDuties.read(ledger);
            assertThat(List.of(duties.minimumOfUses(0), duties.minimumOfUses(4), duties.minimumOfUses(5)))
                    .containsExactly(0L, 0L, 5L);
        }
    }

    @Test
    void whatAnEarlierPruneRemovedDoesNotLapseByItself() throws Exception {
        String late;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            granted(ledger, ago(8));
            late = permit(ledger, ago(8), ago(1));
        }
        pruneAsBefore(4);
        assertThat(list()).isEmpty();
        assertThat(state(late)).isEqualTo(AuthorisationState.DUE);
        assertThat(plan()).returns(4L, PrunePlan::minimum).returns(PrunePlan.Reason.AGE, PrunePlan::reason);
        // A lapse that a gateway recorded because of it changes nothing.
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            step(ledger, AuthorisationAct.LAPSE, late, NOW);
        }
        assertThat(state(late)).isEqualTo(AuthorisationState.DUE);
        assertThat(list())
                .singleElement()
                .satisfies(one -> assertThat(one.at(NOW).isStopped()).isFalse());
    }

    @Test
    void aPruneKeepsNothingFromLapsing() throws Exception {
        String lapsed;
        String after;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(ago(9)), Sample.refuse());
            lapsed = permit(ledger, ago(8), ago(1));
            step(ledger, AuthorisationAct.LAPSE, lapsed, ago(1).plusSeconds(1));
        }
        pruneAsBefore(1);
        assertThat(state(lapsed)).isEqualTo(AuthorisationState.LAPSED);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            after = permit(ledger, ago(8), NOW);
        }
        assertThat(state(after)).isEqualTo(AuthorisationState.LAPSED);
        assertThat(list()).hasSize(2);
    }
}
