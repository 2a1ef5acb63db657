package io.facegate.ledger.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.reading.Verification;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that fails is answered by a refusal: nothing is sent that is not on record, and nothing is sent any more. */
class FaultyDiskTest {
    private static final String POISONED = "takes nothing more until the gateway is restarted";

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
    @CsvSource({"FAULT_FULL,150", "FAULT_FULL,151", "FAULT_FULL,400", "FAULT_READONLY,150", "FAULT_READONLY,403"})
    void aDiskThatIsFullOrReadOnlyTakesNothingMore(String fault, String write) throws Exception {
        assertDead(Faults.write(data, Map.of(fault, write)));
    }

    /** The failure was met while it ran, every later call was refused, and what had been sent is on record. */
    private void assertDead(Faults.Run run) {
        assertThat(run.said()).contains(POISONED);
        // The other three callers may have been on record before, and tell of it after.
        var afterwards = run.said().substring(run.said().indexOf(POISONED));
        assertThat(afterwards.lines().filter(line -> line.startsWith("sent ")))
                .as(run.said())
                .hasSizeLessThan(4);
        assertThat(run.said().lines().filter(line -> line.startsWith("down "))).hasSizeGreaterThanOrEqualTo(20);
        assertThat(Verification.verify(data).damage()).isNull();
        assertThat(String.join("\n", Records.of(data))).contains(run.acked());
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(Verification.verify(data).damage()).isNull();
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
        assertThat(Verification.verify(data).damage()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31536000", "-31536000"})
    void aClockThatJumpsIsOnRecordAndTheOrderStays(String seconds) throws Exception {
        var run = Faults.write(data, Map.of("FAULT_CLOCK", "4000:" + seconds), "calls=400", "idle=6000");
        assertThat(run.code()).as(run.said()).isZero();
        assertThat(Records.of(data).stream().filter(line -> line.contains("\"kind\":\"CLOCK\"")))
                .isNotEmpty();
        assertThat(Verification.verify(data).damage()).isNull();
    }
}
