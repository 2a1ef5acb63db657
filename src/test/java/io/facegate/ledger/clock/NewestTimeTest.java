package io.facegate.ledger.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger's time is that of records that verify, or no gateway starts. */
class NewestTimeTest {
    private static final int RECORDS = 20;
    private static final String YEAR = "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '\"time\":\"20',"
            + " '\"time\":\"%s') AS BLOB) WHERE first %s";

    @TempDir
    Path data;

    private final Instant begun = Instant.now();

    @BeforeEach
    void fill() {
        Filled.with(data, RECORDS, begun);
        Filled.signed(data);
        // What was written before the last start is not hashed again by the next one.
        Ledger.open(data, Sample.SETTINGS).close();
    }

    @Test
    void theTimeOfRecordsThatVerifyIsTheLedgersTime() throws Exception {
        assertThat(NewestTime.read(LedgerAddress.ofFolder(data)).any())
                .isBetween(begun.plusSeconds(RECORDS - 2), begun.plusSeconds(RECORDS));
        start();
    }

    /** Set back, it would let a clock pass that was set back; set forward, one that was set forward. */
    @ParameterizedTest
    @ValueSource(strings = {"19", "21"})
    void onATimeThatWasChangedNoGatewayStarts(String century) throws Exception {
        change(YEAR.formatted(century, "= " + (RECORDS - 1)));
        demandNoStart("Record " + RECORDS + " does not verify");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM batch WHERE first = 18",
                "DELETE FROM batch WHERE first = 10",
                "UPDATE batch SET lines = x'' WHERE first < 15",
                "UPDATE batch SET lines = x'' WHERE first = 12",
                "UPDATE batch SET lines = CAST('{}' AS BLOB) WHERE first = 5"
            })
    void norOnOneThatIsGone(String sql) throws Exception {
        change(sql);
        demandNoStart("does not verify");
    }

    @Test
    void whoeverConfirmsTheClockIsBelievedFromThenOn() throws Exception {
        change(YEAR.formatted("19", "= " + (RECORDS - 1)));
        demandNoStart("ledger clock accept");
        Ledger.administrate(
                LedgerAddress.ofFolder(data),
                new Ledger.Administrative(NewestTime.ACCEPT, NewestTime.BY_A_PERSON, "m.roe", Instant.now()));
        assertThat(NewestTime.read(LedgerAddress.ofFolder(data)).any())
                .isCloseTo(
                        Instant.now(),
                        org.assertj.core.api.Assertions.within(
                                Duration.ofMinutes(5).toMillis(), java.time.temporal.ChronoUnit.MILLIS));
        start();
    }

    private void start() {
        Ledger.open(data, Sample.SETTINGS.withClockCheck()).close();
    }

    private void demandNoStart(String said) {
        assertThatThrownBy(this::start).isInstanceOf(Fault.LedgerTampered.class).hasMessageContaining(said);
    }

    private void change(String sql) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = file.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }
}
