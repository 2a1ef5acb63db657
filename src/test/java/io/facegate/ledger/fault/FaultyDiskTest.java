package io.facegate.ledger.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.audit.LedgerVerification;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that fails is answered by a refusal: nothing is sent that is not on record, and nothing is sent any more. */
class FaultyDiskTest {
    private static final String POISONED = "accepts no more records until the gateway is restarted";
    private static final String FULL = "disk is full";

    @TempDir
    private Path data = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {25, 26, 27, 30, 45, 80})
    void oneFailedSyncIsTheLast(int sync) throws Exception {
        assertDead(Faults.write(data, Map.of("FAULT_EIO", Integer.toString(sync))));
    }

    /** The control: one that commits without waiting for the disk does not meet the same failure, and goes on. */
    @Test
    void aWriterThatDoesNotWaitForTheDiskGoesOn() throws Exception {
        var run = Faults.write(data, Map.of("FAULT_EIO", "30"), "careless", "calls=400");
        assertThatThrownBy(() -> assertDead(run)).isInstanceOf(AssertionError.class);
    }

    /** The control: a disk without a fault stops nothing. */
    @Test
    void aDiskWithoutAFaultStopsNothing() throws Exception {
        var run = Faults.write(data, Map.of(), "calls=400");
        assertThat(run.code()).as(run.said()).isZero();
        assertThat(run.said()).doesNotContain(POISONED, "down ");
        assertThat(run.acked()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FAULT_READONLY,150", "FAULT_READONLY,403"})
    void aDiskThatIsReadOnlyTakesNothingMore(String fault, String write) throws Exception {
        assertDead(Faults.write(data, Map.of(fault, write)));
    }

    /** Whichever file the first write without room was for, nothing was lost, and nothing is poisoned. */
    @ParameterizedTest
    @ValueSource(ints = {150, 151, 400, 403})
    void aDiskThatIsFullRefusesAndLosesNothing(int write) throws Exception {
        var run = Faults.write(data, Map.of("FAULT_FULL", Integer.toString(write)));
        assertThat(run.said()).contains(FULL).doesNotContain(POISONED);
        var afterwards = run.said().substring(run.said().indexOf(FULL));
        assertThat(afterwards.lines().filter(line -> line.startsWith("sent ")))
                .as(run.said())
                .hasSizeLessThan(4);
        assertSoundWith(run);
    }

    @ParameterizedTest
    @CsvSource({"150,1", "151,2", "400,1", "401,1", "402,1", "403,1", "404,1", "405,1"})
    void whenThereIsRoomAgainItGoesOn(int write, int refused) throws Exception {
        var run = Faults.write(
                data,
                Map.of("FAULT_FULL", Integer.toString(write), "FAULT_ROOM", Integer.toString(refused)),
                "calls=1500",
                "downs=1450");
        assertThat(run.code()).as(run.said()).isZero();
        assertThat(run.said()).doesNotContain(POISONED, "fault ").contains("accepts records again");
        var afterwards = run.said().substring(run.said().lastIndexOf(FULL));
        assertThat(afterwards.lines().filter(line -> line.startsWith("sent "))).hasSizeGreaterThan(100);
        assertThat(LedgerVerification.verify(data).damage()).isNull();
        var records = Records.of(data);
        assertThat(String.join("\n", records)).contains(run.acked());
        assertThat(records).anyMatch(line -> line.contains("\"kind\":\"GAP\"") && line.contains("\"attempts\":"));
        assertThat(records.stream().filter(line -> line.contains("\"kind\":\"OUTCOME\"")))
                .hasSameSizeAs(records.stream()
                        .filter(line -> line.contains("\"verdict\":\"permit\""))
                        .toList());
    }

    /** The control: a sync that fails while the disk is full, too, is not healed by room. */
    @Test
    void aFailedSyncOnAFullDiskIsTheLast() throws Exception {
        var run = Faults.write(
                data, Map.of("FAULT_FULL", "150", "FAULT_ROOM", "1", "FAULT_EIO", "51"), "calls=1500", "downs=1450");
        assertThat(run.said()).contains(FULL, POISONED);
        assertThat(run.said().substring(run.said().indexOf(POISONED)).lines().filter(line -> line.startsWith("sent ")))
                .hasSizeLessThan(4);
        assertThat(LedgerVerification.verify(data).damage()).isNull();
    }

    /** The failure was met while it ran, every later call was refused, and what had been sent is on record. */
    private void assertDead(Faults.Run run) {
        assertThat(run.said()).contains(POISONED);
        // The other three callers may have been on record before, and tell of it after.
        var afterwards = run.said().substring(run.said().indexOf(POISONED));
        assertThat(afterwards.lines().filter(line -> line.startsWith("sent ")))
                .as(run.said())
                .hasSizeLessThan(4);
        assertSoundWith(run);
    }

    /** Calls were refused, what was sent is on record, and the next start goes on. */
    private void assertSoundWith(Faults.Run run) {
        assertThat(run.said().lines().filter(line -> line.startsWith("down "))).hasSizeGreaterThanOrEqualTo(20);
        assertThat(LedgerVerification.verify(data).damage()).isNull();
        assertThat(String.join("\n", Records.of(data))).contains(run.acked());
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(data).damage()).isNull();
        assertThat(Records.of(data)).anyMatch(line -> line.contains("\"kind\":\"GAP\""));
    }

    @Test
    void aSlowDiskRefusesAtTheDeadlineAndTheLedgerGoesOn() throws Exception {
        var run = Faults.write(data, Map.of("FAULT_SLOW", "40", "FAULT_SLOW_MS", "700"), "strict", "calls=400");
        assertThat(run.said())
                .contains("was not on disk within the ledger's deadline")
                .doesNotContain(POISONED);
        assertThat(run.said().lastIndexOf("sent ")).isGreaterThan(run.said().lastIndexOf("was not on disk"));
        var records = Records.of(data);
        assertThat(records).anyMatch(line -> line.contains("\"code\":\"late\"") && line.contains("not_forwarded"));
        assertThat(records).anyMatch(line -> line.contains("\"kind\":\"GAP\"") && line.contains("\"attempts\":"));
        assertThat(LedgerVerification.verify(data).damage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31536000", "-31536000"})
    void aClockThatJumpsIsOnRecordAndTheOrderStays(String seconds) throws Exception {
        var clock = Map.of("FAULT_CLOCK", "2000:" + seconds, "FAULT_CLOCK_WRITTEN", "1");
        var run = Faults.write(data, clock, "calls=400", "idle=6000");
        assertThat(run.code()).as(run.said()).isZero();
        assertThat(Records.of(data).stream().filter(line -> line.contains("\"kind\":\"CLOCK\"")))
                .isNotEmpty();
        assertThat(LedgerVerification.verify(data).damage()).isNull();
    }
}
