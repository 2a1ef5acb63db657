package io.facegate.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.GivenObligations;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.PolicyDelivery;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.SaltFile;
import io.facegate.policy.Decision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody asks to be kept goes, what somebody asks for stays, and every proof holds either way. */
class RetentionTest {
    private static final Period HALF_A_YEAR = Period.ofMonths(6);
    private static final Instant NOW = Sample.NOW;

    @TempDir
    private Path data = Path.of("");

    @Test
    void sixMonthsToTheDayAreKept() throws Exception {
        write(ago(6).minusSeconds(1), ago(6), ago(6).plusSeconds(1));
        assertThat(plan()).returns(2L, PrunePlan::minimum).returns(PrunePlan.Reason.AGE, PrunePlan::reason);
        assertThat(plan(Period.ofMonths(7), HoldsAndPrunes.read(reader()))).returns(0L, PrunePlan::records);
    }

    @Test
    void whatIsPrunedIsGoneFromEveryFileAndEveryProofHolds() throws Exception {
        var ids = write(ago(9), ago(8), ago(1));
        var before = LedgerVerification.verify(data);
        prune();
        var after = LedgerVerification.verify(data);
        assertThat(after.damage()).isNull();
        assertThat(after.size()).isEqualTo(before.size() + 1);
        settled();
        for (var gone : ids.subList(0, 2)) {
            assertThat(filesWith(gone)).isEmpty();
        }
        assertThat(filesWith(ids.get(2))).contains("ledger.db");
        try (var salts = SaltFile.read(data)) {
            assertThat(salts.records(RecordField.GALLERY, "suspects")).containsExactly(ids.get(2));
        }
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(data).damage()).isNull();
    }

    @Test
    void whileAGatewayWritesToo() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < 40; i++) {
                ledger.refuse(asked(ago(8)), Sample.refuse());
            }
            ledger.refuse(asked(NOW), Sample.refuse());
            prune();
            ledger.refuse(asked(NOW), Sample.refuse());
            assertThat(ledger.head().size()).isEqualTo(43);
        }
        assertThat(LedgerVerification.verify(data).damage()).isNull();
        assertThat(plan().records()).isZero();
        assertThat(Records.of(data)).hasSize(3);
    }

    @Test
    void recordsThatAreGoneAndNoRecordSaysSoAreDamage() throws Exception {
        write(ago(8), ago(8), NOW);
        empty("first < 1");
        assertThat(LedgerVerification.verify(data).damage()).isNotNull().returns(0L, damage -> damage.index());
    }

    @Test
    void recordsThatAreGoneBeyondWhatWasPrunedAreDamage() throws Exception {
        write(ago(8), ago(8), NOW, NOW);
        prune();
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
        empty("first = 2");
        assertThat(LedgerVerification.verify(data).damage()).isNotNull().returns(2L, damage -> damage.index());
    }

    @Test
    void aHashOfWhatWasPrunedCannotBeChanged() throws Exception {
        write(ago(8), ago(8), NOW);
        prune();
        sql("UPDATE batch SET leaves = zeroblob(32) WHERE first = 1");
        assertThat(LedgerVerification.verify(data).damage()).isNotNull().returns(1L, damage -> damage.index());
    }

    @Test
    void aHoldKeepsItsFirstRecordAndAllThatFollowUntilItIsLifted() throws Exception {
        write(ago(9), ago(8), ago(7), NOW);
        try (var ledger = reader()) {
            assertThat(FirstRecordOfKind.findSince(ledger, ago(8))).isEqualTo(1);
            assertThat(FirstRecordOfKind.findFor(ledger, "metro-pd")).isZero();
            assertThat(FirstRecordOfKind.findFor(ledger, "nobody")).isEqualTo(4);
        }
        var hold = new LegalHold("smith-v-city", 1, NOW);
        Ledger.administrate(data, new Administrative(LegalHold.ADD, hold.subject(), "m.roe", "2026-114", NOW));
        assertThat(HoldsAndPrunes.read(reader()).holds())
                .singleElement()
                .returns("smith-v-city", LegalHold::name)
                .returns(1L, LegalHold::from);
        assertThat(plan()).returns(1L, PrunePlan::minimum).returns(PrunePlan.Reason.HOLD, PrunePlan::reason);
        Ledger.administrate(data, new Administrative(LegalHold.LIFT, "smith-v-city", "m.roe", NOW));
        assertThat(HoldsAndPrunes.read(reader()).holds()).isEmpty();
        assertThat(plan()).returns(3L, PrunePlan::minimum);
    }

    @Test
    void anObligationOfThePermitKeepsLonger() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.close(
                    ledger.recordPermit(asked(ago(8)), kept(Period.ofYears(3))), new Ledger.Ending("ok", "", 1, 1));
        }
        assertThat(plan()).returns(0L, PrunePlan::minimum).returns(PrunePlan.Reason.OBLIGATION, PrunePlan::reason);
    }

    @Test
    void aPermitThatIsOpenIsKept() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(asked(ago(8)), Sample.refuse());
            ledger.recordPermit(asked(ago(8)), Sample.permit());
            assertThat(plan()).returns(1L, PrunePlan::minimum).returns(PrunePlan.Reason.OPEN, PrunePlan::reason);
        }
    }

    /** Gateways know a stop by that record alone. */
    @Test
    void aFailedAuthorisationIsKeptUntilItsStopEnds() throws Exception {
        String decision;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var question = asked(ago(8));
            var due = new Ledger.Undertaking(question.call(), ago(8).plusSeconds(60), null);
            var stops = Obligations.NONE
                    .with(Kind.AUTHORISATION, Duration.ofMinutes(1))
                    .with(Kind.DUTIES, Set.of("stop_on_rejection"));
            var plain = Sample.permit();
            var permit = new Decision.Permit(
                    plain.rule(),
                    plain.reason(),
                    List.of(new Decision.Demand("law/asks", stops)),
                    plain.matched(),
                    plain.nonDeciding(),
                    plain.policies());
            var cleared = ledger.recordPermit(question, permit, due);
            ledger.close(cleared, new Ledger.Ending("ok", "", 1, 1));
            decision = cleared.decision();
        }
        assertThat(plan()).returns(0L, PrunePlan::minimum).returns(PrunePlan.Reason.DUTY, PrunePlan::reason);
        Ledger.administrate(data, AuthorisationSample.act(decision, AuthorisationAct.REQUEST_LIFT, "r.doe"));
        assertThat(plan()).returns(0L, PrunePlan::minimum);
        Ledger.administrate(data, AuthorisationSample.act(decision, AuthorisationAct.CONFIRM_LIFT, "a.lee"));
        assertThat(plan().minimum()).isPositive();
    }

    /** A new gateway knows by it which bundles are old, and what a folder's next set is compared with. */
    @Test
    void theNewestRecordOfPoliciesStays() throws Exception {
        loaded(7);
        loaded(8);
        write(ago(8));
        assertThat(plan()).returns(1L, PrunePlan::minimum).returns(PrunePlan.Reason.POLICIES, PrunePlan::reason);
        loaded(9);
        assertThat(plan()).returns(3L, PrunePlan::minimum).returns(PrunePlan.Reason.POLICIES, PrunePlan::reason);
        loaded(0);
        assertThat(plan())
                .as("those of a folder have no number")
                .returns(4L, PrunePlan::minimum)
                .returns(PrunePlan.Reason.POLICIES, PrunePlan::reason);
    }

    private void loaded(long serial) throws Exception {
        var bundle = serial == 0 ? null : new PolicyDelivery("ab".repeat(32), serial, null, null, List.of("0badcafe"));
        var packs = new Ledger.LoadedPacks(List.of("a"), null).deliveredBy(bundle);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative("policies_loaded", Sample.DIGEST, ago(8), packs));
        }
    }

    private static Decision.Permit kept(Period period) {
        var obligations = GivenObligations.of(
                null,
                Set.of(),
                null,
                false,
                0,
                null,
                Set.of(),
                Set.of(),
                new GivenObligations.Retention(null, null, period));
        return new Decision.Permit(
                "base/kept",
                Decision.Reason.RenderedReason.EVERY_CALL,
                List.of(new Decision.Demand("base/kept", obligations)),
                List.of("base/kept"),
                Decision.NonDecidingRules.NOTHING,
                Sample.DIGEST);
    }

    private List<String> write(Instant... times) {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            return java.util.Arrays.stream(times)
                    .map(time -> ledger.refuse(asked(time), Sample.refuse()).id())
                    .toList();
        }
    }

    private static Ledger.Question asked(Instant time) {
        var asked = Sample.askedByPolice();
        return new Ledger.Question(asked.caller(), asked.call(), asked.source(), time);
    }

    private void prune() throws Exception {
        var plan = plan();
        Ledger.administrate(
                data, new Administrative(HoldsAndPrunes.PRUNE, Long.toString(plan.minimum()), "m.roe", NOW));
    }

    private PrunePlan plan() throws Exception {
        return plan(HALF_A_YEAR, HoldsAndPrunes.read(reader()));
    }

    private PrunePlan plan(Period keep, HoldsAndPrunes acts) throws Exception {
        try (var ledger = reader()) {
            return PrunePlan.compute(ledger, acts, keep, NOW);
        }
    }

    private LedgerFile reader() throws Exception {
        return LedgerFile.open(data.resolve(LedgerFile.NAME));
    }

    private static Instant ago(int months) {
        return NOW.atZone(ZoneOffset.UTC).minusMonths(months).toInstant();
    }

    private void empty(String where) throws Exception {
        sql("UPDATE batch SET lines = x'' WHERE " + where);
    }

    private void sql(String statement) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(LedgerFile.NAME));
                var run = file.createStatement()) {
            run.execute(statement);
        }
    }

    /** Everything that waits in the log is in the file. */
    private void settled() {
        Ledger.open(data, Sample.SETTINGS).close();
    }

    private List<String> filesWith(String id) throws Exception {
        try (var files = Files.list(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(id);
                        } catch (java.io.IOException unreadable) {
                            throw new java.io.UncheckedIOException(unreadable);
                        }
                    })
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
