package io.facegate.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four gateways, each a process, write to one ledger, and the one that integrates hangs once and is killed again and again. */
class ManyGatewaysTest {
    private static final int GATEWAYS = 4;
    private static final int CALLERS = 20;
    private static final int KILLS = 3;

    @TempDir
    Path temporary;

    private final Set<String> acked = ConcurrentHashMap.newKeySet();
    private final Map<String, Process> running = new HashMap<>();
    private final List<Thread> readers = new ArrayList<>();

    @Test
    void theirRecordsHaveOneOrderAndNothingThatWasAcknowledgedIsLost() throws Exception {
        var database = Server.shared().ledger();
        for (int i = 0; i < GATEWAYS; i++) {
            start(gateway(i, database));
        }
        var slept = stop(database);
        for (int kill = 1; kill <= KILLS; kill++) {
            int enough = acked.size() + 400;
            Server.await(() -> acked.size() > enough);
            var leader = someLeader(database);
            var process = running.remove(leader);
            process.toHandle().destroyForcibly();
            process.waitFor();
            Server.await(() -> !leader(database).isEmpty() && !leader(database).equals(leader));
            if (kill == 1) {
                signal("CONT", slept);
            }
        }
        for (var process : running.values()) {
            process.getOutputStream().close();
            process.waitFor();
        }
        for (var reader : readers) {
            reader.join();
        }
        for (int i = 0; i < GATEWAYS; i++) {
            Ledger.open(gateway(i, database), Sample.SETTINGS).close();
        }
        check(gateway(0, database));
    }

    /** The integrator hangs in whatever it does; it is woken when two others have had the role. */
    private Process stop(LedgerDatabase database) throws Exception {
        Server.await(() -> acked.size() > 400);
        var leader = someLeader(database);
        var process = running.get(leader);
        signal("STOP", process);
        Server.await(() -> !leader(database).isEmpty() && !leader(database).equals(leader));
        return process;
    }

    /** Between two leaders there is none. */
    private String someLeader(LedgerDatabase database) throws InterruptedException {
        var found = new AtomicReference<>("");
        Server.await(() -> running.containsKey(found.updateAndGet(before -> leader(database))));
        return found.get();
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private void check(LedgerAddress address) {
        assertThat(Server.shared().ask(address.database(), "SELECT count(*) FROM facegate.pending"))
                .isEqualTo("0");
        var verified = LedgerVerification.verify(address);
        assertThat(verified.damage()).isNull();
        var records = Records.of(address);
        assertThat(verified.size()).isEqualTo(records.size());
        var ids = new HashSet<String>();
        int outcomes = 0;
        for (var line : records) {
            assertThat(ids.add(line.replaceAll(".*?\"id\":\"([0-9a-f-]{36})\".*", "$1")))
                    .isTrue();
            outcomes += line.contains("\"kind\":\"OUTCOME\"") ? 1 : 0;
        }
        var lost = new HashSet<>(acked);
        lost.removeAll(ids);
        assertThat(lost).isEmpty();
        assertThat(acked).hasSizeGreaterThan(400 * (KILLS + 1));
        // A gateway that was killed says at its next start that there was a gap.
        var gaps = records.stream()
                .filter(line -> line.contains("\"kind\":\"GAP\""))
                .toList();
        assertThat(gaps).hasSize(KILLS);
        assertThat(outcomes * 2).isEqualTo(records.size() - KILLS);
        assertThat(records.stream().filter(line -> line.contains("\"status\":\"unknown\"")))
                .isNotEmpty();
    }

    private LedgerAddress gateway(int number, LedgerDatabase database) throws Exception {
        var folder = temporary.resolve("gateway" + number);
        var first = temporary.resolve("gateway0");
        if (!Files.exists(folder)) {
            Files.createDirectory(folder);
            if (number > 0) {
                Files.copy(first.resolve("ledger.key"), folder.resolve("ledger.key"));
            }
            Ledger.open(LedgerAddress.ofFolder(folder, database), Sample.SETTINGS)
                    .close();
        }
        return LedgerAddress.ofFolder(folder, database);
    }

    private void start(LedgerAddress address) throws Exception {
        var process = ChildGateway.start(address, CALLERS);
        running.put(
                "facegate "
                        + Files.readString(address.data().resolve("ledger.gateway"))
                                .strip(),
                process);
        readers.add(Thread.ofVirtual().start(() -> {
            try (var lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines()
                        .filter(line -> line.matches("acked [0-9a-f-]{36}"))
                        .forEach(line -> acked.add(line.substring(6)));
            } catch (java.io.IOException | java.io.UncheckedIOException killed) {
                // What it had said counts.
            }
        }));
    }

    /** Which gateway holds the integrator's lock, as its connection is named. */
    private static String leader(LedgerDatabase database) {
        return Server.shared()
                .ask(
                        database,
                        "SELECT coalesce((SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING"
                                + " (pid) WHERE l.locktype = 'advisory' AND l.objid = 2 AND l.granted AND l.database ="
                                + " (SELECT oid FROM pg_database WHERE datname = current_database())), '')");
    }
}
