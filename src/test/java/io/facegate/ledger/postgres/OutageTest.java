package io.facegate.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.testkit.TcpRelay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway does while its server is away, and when it is back. */
class OutageTest {
    private static final Ending OK = new Ending("ok", "", 1, 5000);

    @TempDir
    Path temporary;

    @Test
    void refusesWhileTheConnectionIsCutAndRecoversByItself() throws Exception {
        var database = Server.shared().ledger();
        var address = LedgerAddress.ofFolder(temporary.resolve("data"), database);
        try (var relay = new TcpRelay(Server.shared().port());
                var ledger = Ledger.open(over(relay, address), Sample.SETTINGS)) {
            var before = ledger.recordPermit(Sample.asked(), Sample.permit());
            relay.cut();
            refusesFor(ledger, Duration.ofSeconds(1));
            assertThatThrownBy(ledger::head).isInstanceOf(Fault.LedgerDown.class);
            ledger.close(before, OK);
            relay.mend();
            awaitPermit(ledger);
        }
        // The server may hold the lock of the connection that was cut for a while: then the next start gives the last
        // their place.
        Ledger.open(address, Sample.SETTINGS).close();
        var records = Records.of(address);
        var verified = LedgerVerification.verify(address);
        assertThat(verified.damage()).isNull();
        assertThat(verified.size()).isEqualTo(records.size());
        assertThat(everyPermitEnds(records)).contains("ok", "not_forwarded");
    }

    @Test
    void noticesACutWithoutBeingAsked() throws Exception {
        var address = LedgerAddress.ofFolder(
                temporary.resolve("data"), Server.shared().ledger());
        try (var relay = new TcpRelay(Server.shared().port());
                var ledger = Ledger.open(over(relay, address), Sample.SETTINGS)) {
            relay.cut();
            Server.await(() -> down(ledger));
            relay.mend();
            Server.await(() -> !down(ledger));
        }
    }

    @Test
    void refusesAtTheDeadlineWhenTheServerIsSilent() throws Exception {
        var address = LedgerAddress.ofFolder(
                temporary.resolve("data"), Server.shared().ledger());
        try (var relay = new TcpRelay(Server.shared().port());
                var ledger = Ledger.open(over(relay, address), Sample.STRICT)) {
            awaitPermit(ledger);
            relay.silent(true);
            long start = System.nanoTime();
            assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                    .isInstanceOf(Fault.LedgerDown.class);
            assertThat(System.nanoTime() - start).as("not before the deadline").isGreaterThan(240_000_000L);
            relay.silent(false);
            awaitPermit(ledger);
        }
        assertThat(LedgerVerification.verify(address).damage()).isNull();
        assertThat(everyPermitEnds(Records.of(address))).contains("not_forwarded");
    }

    /** The commit arrives and its confirmation does not: handed over again, the batch is there already. */
    @Test
    void whatLandedBeforeTheCutLandsOnce() throws Exception {
        var database = Server.shared().ledger();
        var address = LedgerAddress.ofFolder(temporary.resolve("data"), database);
        try (var relay = new TcpRelay(Server.shared().port());
                var ledger = Ledger.open(over(relay, address), Sample.SETTINGS)) {
            for (int round = 0; round < 5; round++) {
                Server.await(() -> !down(ledger));
                relay.swallowNextAnswerToACommit();
                assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                        .isInstanceOf(Fault.LedgerDown.class);
                relay.mend();
                awaitPermit(ledger);
            }
        }
        var records = Records.of(address);
        assertThat(LedgerVerification.verify(address).damage()).isNull();
        assertThat(records.stream().filter(line -> line.contains("\"not_forwarded\"")))
                .hasSizeGreaterThanOrEqualTo(5);
        everyPermitEnds(records);
    }

    @Test
    void aServerThatIsKilledInMidLoadLosesNothingThatWasAcknowledged() throws Exception {
        try (var server = Server.in(temporary.resolve("server"), Map.of())) {
            var address = LedgerAddress.ofFolder(temporary.resolve("data"), server.ledger());
            Set<String> acked = ConcurrentHashMap.newKeySet();
            try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
                for (int round = 1; round <= 3; round++) {
                    var killed = new AtomicBoolean();
                    var callers = callers(ledger, acked, killed);
                    int enough = acked.size() + 300;
                    Server.await(() -> acked.size() >= enough);
                    server.kill();
                    killed.set(true);
                    for (var caller : callers) {
                        caller.join();
                    }
                    assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                            .isInstanceOf(Fault.LedgerDown.class);
                    server.startAgain();
                    awaitPermit(ledger);
                }
            }
            var records = Records.of(address);
            assertThat(LedgerVerification.verify(address).damage()).isNull();
            assertThat(ids(records)).containsAll(acked);
            everyPermitEnds(records);
        }
    }

    private static List<Thread> callers(Ledger ledger, Set<String> acked, AtomicBoolean killed) {
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                while (!killed.get()) {
                    try {
                        var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
                        acked.add(cleared.decision());
                        ledger.close(cleared, OK);
                    } catch (Fault.LedgerDown down) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        return callers;
    }

    /** The broken controls: with these settings the tests above would prove nothing. */
    @Test
    void aServerThatDoesNotSyncIsRefused() throws Exception {
        for (var setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            try (var server = Server.in(temporary.resolve(setting), Map.of(setting, "off"))) {
                var address = LedgerAddress.ofFolder(temporary.resolve("data"), server.ledger());
                assertThatThrownBy(() -> Ledger.open(address, Sample.SETTINGS))
                        .hasMessageContaining(setting + " = off");
            }
        }
    }

    /** What an unsynced server forgets is noticed by the gateway that had its acknowledgement. */
    @Test
    void aServerThatForgotIsNoticed() throws Exception {
        var database = Server.shared().ledger();
        var address = LedgerAddress.ofFolder(temporary.resolve("data"), database);
        try (var relay = new TcpRelay(Server.shared().port());
                var ledger = Ledger.open(over(relay, address), Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            relay.cut();
            Server.shared().tamper(database, "UPDATE facegate.gateway SET written = written - 1");
            relay.mend();
            Server.await(() -> message(ledger).contains("until the gateway is restarted"));
            assertThat(message(ledger)).contains("batches of this gateway");
        }
    }

    private static String message(Ledger ledger) {
        try {
            ledger.head();
            return "";
        } catch (Fault.LedgerDown down) {
            return String.valueOf(down.getMessage());
        }
    }

    private static boolean down(Ledger ledger) {
        return !message(ledger).isEmpty();
    }

    private static LedgerAddress over(TcpRelay relay, LedgerAddress address) {
        return LedgerAddress.ofFolder(
                address.data(), new LedgerDatabase(relay.over(address.database().url()), null));
    }

    private static void refusesFor(Ledger ledger, Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                    .isInstanceOf(Fault.LedgerDown.class);
        }
    }

    private static void awaitPermit(Ledger ledger) throws InterruptedException {
        Server.await(() -> {
            try {
                ledger.close(ledger.recordPermit(Sample.asked(), Sample.permit()), OK);
                return true;
            } catch (Fault.LedgerDown down) {
                return false;
            }
        });
    }

    private static List<String> ids(List<String> records) {
        return records.stream()
                .map(line -> line.replaceAll(".*\"id\":\"([0-9a-f-]{36})\".*", "$1"))
                .toList();
    }

    /** Demands one outcome for each permit; how they ended. */
    private static Set<String> everyPermitEnds(List<String> records) {
        var permits = records.stream()
                .filter(line -> line.contains("\"verdict\":\"permit\""))
                .map(line -> line.replaceAll(".*\"id\":\"([0-9a-f-]{36})\",\"juris.*", "$1"))
                .toList();
        var outcomes = records.stream()
                .filter(line -> line.contains("\"kind\":\"OUTCOME\""))
                .toList();
        assertThat(outcomes.stream().map(line -> line.replaceAll(".*\"decision_ref\":\"([0-9a-f-]{36})\".*", "$1")))
                .containsExactlyInAnyOrderElementsOf(permits);
        return outcomes.stream()
                .map(line -> line.replaceAll(".*\"status\":\"(\\w+)\".*", "$1"))
                .collect(java.util.stream.Collectors.toSet());
    }
}
