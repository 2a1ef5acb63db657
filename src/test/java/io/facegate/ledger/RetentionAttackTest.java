package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.audit.LedgerVerification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who reaches the socket, or writes to the files, and wants records gone that must be kept. */
class RetentionAttackTest {
    private static final String TODAY = Instant.now().toString();

    @TempDir
    private Path data = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"act\":\"prune\",\"subject\":\"3\",\"person\":\"m.roe\",\"time\":\"2026-11-24T00:00:00Z\"}",
                "{\"act\":\"prune\",\"subject\":\"3\",\"person\":\"m.roe\",\"time\":\"2036-11-24T00:00:00Z\"}",
                "{\"act\":\"prune\",\"subject\":\"2\",\"person\":\"m.roe\"}",
                "{\"act\":\"prune\",\"subject\":\"1\"}",
                "{\"act\":\"prune\",\"subject\":\"1\",\"person\":\" \"}",
                "{\"act\":\"prune\",\"subject\":\"0\",\"person\":\"m.roe\"}",
                "{\"act\":\"prune\",\"subject\":\"-1\",\"person\":\"m.roe\"}",
                "{\"act\":\"prune\",\"subject\":\"99999999999999999999\",\"person\":\"m.roe\"}",
                "{\"act\":\"hold_add\",\"subject\":\"x/99\",\"person\":\"m.roe\"}",
                "{\"act\":\"hold_add\",\"subject\":\"X Y/1\",\"person\":\"m.roe\"}",
                "{\"act\":\"hold_add\",\"subject\":\"x/1\"}",
                "{\"act\":\"hold_lift\",\"subject\":\"nobodys\",\"person\":\"m.roe\"}",
                "{\"act\":\"erase\",\"subject\":\"0190-none\",\"person\":\"m.roe\"}",
                "{\"act\":\"log_key_rotate\",\"subject\":\"mine\"}",
                "{\"act\":\"policies_loaded\",\"subject\":\"x\"}",
                "{\"act\":\"start\",\"subject\":\"9.9\"}",
                "{\"act\":\"stop\",\"subject\":\"0.1.0\"}",
                "{\"act\":\"ledger_move\",\"subject\":\"0.1.0\"}",
                "{\"act\":\"console_login\",\"subject\":\"s\",\"person\":\"m.roe\"}",
                "{\"act\":\"made_up\",\"subject\":\"x\"}",
                "{\"subject\":\"x\"}",
                "[]",
                "null",
                "{\"act\":\"org_add\"}",
                "{\"act\":[\"org_add\"],\"subject\":\"x\"}"
            })
    void theSocketTakesNothingThatNoCommandWouldDo(String line) throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            fill(ledger);
            // Whoever has the key is answered as the command is, and everybody else nothing at all.
            assertThat(say(line)).contains("error").doesNotContain("proof");
            assertThat(SocketLine.raw(data, line)).contains("error", "proof");
            assertThat(ledger.head().size()).isEqualTo(3);
        }
        assertThat(Records.of(data)).hasSize(3);
    }

    /** The control: what a command may do is done, dated by the gateway, and by whom is told. */
    @Test
    void whatACommandMayDoIsDoneAndDatedNow() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            fill(ledger);
            assertThat(
                            say(
                                    "{\"act\":\"hold_add\",\"subject\":\"h/1\",\"person\":\"a\",\"time\":\"2001-01-01T00:00:00Z\"}"))
                    .contains("\"ok\":true");
            assertThat(say("{\"act\":\"prune\",\"subject\":\"1\",\"person\":\"m.roe\"}"))
                    .contains("\"ok\":true");
            assertThat(say("{\"act\":\"view\",\"subject\":\"x\",\"person\":\"m.roe\"}"))
                    .contains("\"ok\":true");
            ledger.refuse(Sample.asked(Instant.now()), Sample.refuse());
        }
        var records = Records.of(data);
        assertThat(records).hasSize(6);
        var began = Instant.parse(TODAY);
        assertThat(records)
                .filteredOn(record -> record.contains("\"ADMIN\""))
                .hasSize(3)
                .allMatch(record -> Instant.parse(record.replaceAll(".*\"time\":\"([^\"]*)\".*", "$1"))
                        .isAfter(began.minusSeconds(60)));
        var verified = Ran.ledger(data, "verify");
        assertThat(verified).returns(0, Ran::code);
        assertThat(verified.out())
                .contains("Records 1 to 1 were pruned on ", "It commits to who ordered it", "It was checked");
    }

    /** As it was done: one line on the socket, then the batches emptied beside the gateway. */
    @Test
    void recordsThatWereWipedBesideAGatewayAreMissedByItAndByVerify() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            fill(ledger);
            say("{\"act\":\"prune\",\"subject\":\"3\",\"person\":\"m.roe\",\"time\":\"" + TODAY + "\"}");
            sql("UPDATE batch SET lines = x'' WHERE first < 3");
            assertThat(catchDown(ledger)).isTrue();
        }
        assertThat(Ran.ledger(data, "verify")).returns(5, Ran::code);
    }

    /** Written into the file by somebody who has not the ledger's key. */
    @Test
    void aPruneThatNoGatewayCheckedDoesNotVerify() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            fill(ledger);
        }
        forge(new Administrative("prune", "3", "m.roe", Instant.now()));
        assertThat(Ran.ledger(data, "verify"))
                .returns(5, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("no gateway checked"));
        sql("UPDATE batch SET lines = x'' WHERE first < 3");
        assertThat(Ran.ledger(data, "verify"))
                .returns(5, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("Record 4", "no gateway checked"));
    }

    @Test
    void aHoldThatNoGatewayLiftedStands() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            fill(ledger);
        }
        assertThat(Ran.ledger(data, "hold", "add", "h", "--from", "2000-01-01", "--by", "m.roe")
                        .code())
                .isZero();
        forge(new Administrative("hold_lift", "h", "m.roe", Instant.now()));
        assertThat(Ran.ledger(data, "verify"))
                .returns(5, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("no gateway checked"));
    }

    /** In a ledger of an earlier version, what the records themselves show is found. */
    @Test
    void aPruneOfAnEarlierVersionIsJudgedByWhatIsLeft() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            fill(ledger);
        }
        asOfAnEarlierVersion();
        forge(new Administrative("prune", "1", "m.roe", Instant.now()));
        sql("UPDATE batch SET lines = x'' WHERE first < 1");
        asOfAnEarlierVersion();
        var old = Ran.ledger(data, "verify");
        assertThat(old).returns(0, Ran::code);
        assertThat(old.out()).contains("cannot be checked");
        forge(new Administrative("prune", "3", "m.roe", Instant.now()));
        asOfAnEarlierVersion();
        assertThat(Ran.ledger(data, "verify").err()).contains("was not six months old");
        forge(new Administrative("prune", "1", Instant.now()));
        asOfAnEarlierVersion();
        assertThat(LedgerVerification.verify(data).isIntact()).isFalse();
    }

    @Test
    void aPruneOfAnEarlierVersionAgainstAHoldIsFound() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            fill(ledger);
        }
        forge(new Administrative("hold_add", "smith-v-city/0", "m.roe", Instant.now()));
        forge(new Administrative("prune", "1", "m.roe", Instant.now()));
        sql("UPDATE batch SET lines = x'' WHERE first < 1");
        asOfAnEarlierVersion();
        assertThat(Ran.ledger(data, "verify"))
                .returns(5, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("the hold smith-v-city kept record 1"));
    }

    /** One record of eight months ago, and two of today. */
    private static void fill(Ledger ledger) {
        var now = Instant.now();
        ledger.refuse(Sample.asked(now.minus(240, ChronoUnit.DAYS)), Sample.refuse());
        ledger.refuse(Sample.asked(now), Sample.refuse());
        ledger.refuse(Sample.asked(now), Sample.refuse());
    }

    private static boolean catchDown(Ledger ledger) {
        try {
            ledger.refuse(Sample.asked(), Sample.refuse());
            return false;
        } catch (io.facegate.call.Fault.LedgerDown down) {
            return true;
        }
    }

    /** As a writer without the ledger's key would put it there. */
    private void forge(Administrative act) throws Exception {
        var key = data.resolve("ledger.key");
        var own = Files.readAllBytes(key);
        var state = data.resolve("log.state");
        var kept = Files.exists(state) ? Files.readAllBytes(state) : null;
        asOfAnEarlierVersion();
        Files.write(key, new byte[32]);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(act);
        }
        Files.write(key, own);
        asOfAnEarlierVersion();
        if (kept != null) {
            Files.write(state, kept);
        }
    }

    /** Without what the signer remembers. */
    private void asOfAnEarlierVersion() throws Exception {
        Files.deleteIfExists(data.resolve("log.state"));
        var secret = data.resolve("log.skey");
        Files.writeString(secret, Files.readString(secret).lines().findFirst().orElseThrow() + '\n');
    }

    private void sql(String statement) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var run = file.createStatement()) {
            run.execute(statement);
        }
    }

    private String say(String act) throws Exception {
        return SocketLine.proved(data, act);
    }
}
