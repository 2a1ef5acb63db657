package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.ledger.retention.PruneAudit;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prune that was dated by a clock which nobody had confirmed: its records were not old enough. */
class PruneClockTest {
    @TempDir
    private Path data = Path.of("");

    /** Five months lie between the first record and the newest that was written under a clock that was right. */
    @BeforeEach
    void fill() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(ago(240)), Sample.refuse());
            ledger.refuse(Sample.asked(ago(90)), Sample.refuse());
        }
    }

    private static Instant ago(int days) {
        return Instant.now().minus(days, ChronoUnit.DAYS);
    }

    /** As a gateway writes it that believes its clock: with the HMAC, and the time of the newest that goes. */
    private static void prune(Ledger ledger, @Nullable Instant newest) {
        ledger.recordAct(new Administrative("prune", "1", "m.roe", Instant.now())
                .withDetails(new AdministrativeActDetails(null, null, true, null).withNewestRemoved(newest)));
    }

    private void remove() throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var run = file.createStatement()) {
            run.execute("UPDATE batch SET lines = x'' WHERE first < 1");
        }
    }

    private void assertFound() throws Exception {
        assertThat(Ran.ledger(data, "verify"))
                .returns(5, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("not six months old by the confirmed time"));
    }

    @Test
    void isFoundByTheClockRecordBeforeIt() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS.withClockCheck())) {
            assertThat(Records.of(data).getLast()).contains("\"CLOCK\"");
            prune(ledger, null);
        }
        assertFound();
    }

    @Test
    void isFoundWhenTheRecordsAreGone() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS.withClockCheck())) {
            prune(ledger, ago(240));
        }
        remove();
        assertFound();
        try (var reader = LedgerAddress.ofFolder(data).reader()) {
            assertThat(PruneAudit.findNewestDamage(reader)).isNotNull().returns(3L, damage -> damage.index());
        }
    }

    /** A command writes no CLOCK record: the newest record of a gateway tells. */
    @Test
    void isFoundWhenACommandWroteIt() throws Exception {
        try (var ledger = Ledger.open(data, LedgerSettings.defaults(NewestTime.COMMAND))) {
            prune(ledger, ago(240));
        }
        remove();
        assertFound();
    }

    /** Of an earlier version that does not tell what went: that the clock was not confirmed is said. */
    @Test
    void isSaidWhereNobodyCanTellWhatWent() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS.withClockCheck())) {
            prune(ledger, null);
        }
        remove();
        var verified = Ran.ledger(data, "verify");
        assertThat(verified).returns(0, Ran::code);
        assertThat(verified.out()).contains("The clock was not confirmed then");
    }

    /** The control: the same prune after a person confirmed the clock. */
    @Test
    void isNoFaultWhereTheClockWasConfirmed() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS.withClockCheck())) {
            ledger.recordAct(new Administrative(NewestTime.ACCEPT, NewestTime.BY_A_PERSON, "m.roe", Instant.now()));
            assertThat(SocketLine.proved(data, "{\"act\":\"prune\",\"subject\":\"1\",\"person\":\"m.roe\"}"))
                    .contains("\"ok\":true");
        }
        var verified = Ran.ledger(data, "verify");
        assertThat(verified).as(verified.err()).returns(0, Ran::code);
        assertThat(verified.out()).contains("Records 1 to 1 were pruned on").doesNotContain("not confirmed then");
        assertThat(Records.of(data).getLast())
                .contains("\"newest_removed\":\"" + ago(240).toString().substring(0, 10));
    }

    /** The control: what is old enough by the confirmed time goes, while the clock is ahead. */
    @Test
    void isNoFaultWhereTheRecordsWereOldEnoughAnyhow() throws Exception {
        var other = data.resolve("other");
        try (var ledger = Ledger.open(other, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(ago(400)), Sample.refuse());
            ledger.refuse(Sample.asked(ago(90)), Sample.refuse());
        }
        try (var _ = Ledger.open(other, Sample.SETTINGS.withClockCheck())) {
            assertThat(SocketLine.proved(other, "{\"act\":\"prune\",\"subject\":\"1\",\"person\":\"m.roe\"}"))
                    .contains("\"ok\":true");
        }
        var verified = Ran.ledger(other, "verify");
        assertThat(verified).as(verified.err()).returns(0, Ran::code);
    }

    /** What was said to go cannot be said anew: the HMAC covers it. */
    @Test
    void whatItRemovesIsCoveredByItsHmac() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            prune(ledger, ago(240));
        }
        var record = Records.of(data).getLast();
        assertThat(record).contains("\"newest_removed\"");
        var changed =
                record.replaceAll("\"newest_removed\":\"[^\"]*\"", "\"newest_removed\":\"2001-01-01T00:00:00.000Z\"");
        var check = new PruneAudit(java.nio.file.Files.readAllBytes(data.resolve("ledger.key")), 0);
        var bytes = changed.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        check.process(2, bytes, 0, bytes.length);
        try (var reader = LedgerAddress.ofFolder(data).reader()) {
            assertThat(check.finish(reader, 2))
                    .isNotNull()
                    .satisfies(damage -> assertThat(damage.description()).contains("no gateway checked"));
        }
    }
}
