package io.facegate.ledger.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.testkit.ReducedTries;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power cuts at any write: what was not synced is lost, torn or there, and nothing acknowledged is missing. */
class PowerCutTest {
    private static final int CUTS = ReducedTries.times(15, 60);
    private static final int CONTROLS = 12;
    private static final Pattern PERMIT =
            Pattern.compile("\"id\":\"([0-9a-f-]{36})\".*\"kind\":\"DECISION\".*\"verdict\":\"permit\"");

    @TempDir
    private Path data = Path.of("");

    @Test
    void theyLoseNothingThatWasAcknowledgedAndTheVendorSawNothingThatIsNotOnRecord() throws Exception {
        var random = new Random(60);
        var sent = new HashSet<String>();
        for (int round = 0; round < CUTS; round++) {
            var run = Faults.write(data, cut(random, Map.of()));
            assertThat(run.code()).as(run.said()).isEqualTo(137);
            sent.addAll(run.acked());
            assertThat(LedgerVerification.verify(data).damage())
                    .as("after cut " + round)
                    .isNull();
            assertThat(permits()).as("after cut " + round).containsAll(sent);
        }
        assertThat(sent).hasSizeGreaterThan(CUTS);
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(data).damage()).isNull();
        assertThat(Records.of(data).stream().filter(line -> line.contains("\"kind\":\"OUTCOME\"")))
                .hasSameSizeAs(permits());
    }

    @Test
    void withoutWaitingForTheDiskTheSameLoses() throws Exception {
        assertThat(loses(Map.of(), "careless")).isTrue();
    }

    @Test
    void onADiskThatOnlySaysThatItSyncedTheSameLoses() throws Exception {
        assertThat(loses(Map.of("FAULT_DEAF", "1"))).isTrue();
    }

    @Test
    void aLoggerThatNobodyWaitsForHasNotWrittenWhatTheVendorSaw() throws Exception {
        var random = new Random(7);
        boolean missing = false;
        for (int round = 0; round < CONTROLS && !missing; round++) {
            var run = Faults.write(data, cut(random, Map.of()), "asynchronous");
            assertThat(run.code()).as(run.said()).isEqualTo(137);
            var written = String.join("\n", Records.of(data));
            missing = run.acked().stream().anyMatch(call -> !written.contains(call));
        }
        assertThat(missing).isTrue();
    }

    private boolean loses(Map<String, String> faults, String... arguments) throws Exception {
        var random = new Random(12);
        var sent = new HashSet<String>();
        for (int round = 0; round < CONTROLS; round++) {
            try {
                var run = Faults.write(data, cut(random, faults), arguments);
                sent.addAll(run.acked());
                if (run.said().contains("fault ")
                        || !LedgerVerification.verify(data).isIntact()
                        || !permits().containsAll(sent)) {
                    return true;
                }
            } catch (Fault.LedgerDown | IllegalStateException unreadable) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> cut(Random random, Map<String, String> more) {
        var faults = new HashMap<>(more);
        faults.put("FAULT_CUT", Integer.toString(5 + random.nextInt(900)));
        faults.put("FAULT_SEED", Integer.toString(random.nextInt(1 << 30)));
        return faults;
    }

    private Set<String> permits() {
        return Records.of(data).stream()
                .map(PERMIT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
