package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.audit.LedgerVerification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayLedgerTest {
    private static final Ending OK = new Ending("ok", "", 1, 5000);

    @TempDir
    Path data;

    @Test
    void writesTheDecisionBeforeThePassAndTheOutcomeAfter() {
        String id;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var question = Sample.asked();
            var cleared = ledger.recordPermit(question, Sample.permit());
            id = cleared.decision();
            assertThat(Records.of(data)).anyMatch(line -> line.contains(id) && line.contains("\"verdict\":\"permit\""));
            assertThat(cleared.consume()).isSameAs(question.call());
            ledger.close(cleared, OK);
            assertThat(ledger.head().size()).isPositive();
        }
        assertThat(Records.of(data))
                .hasSize(2)
                .last()
                .asString()
                .contains("\"decision_ref\":\"" + id, "\"status\":\"ok\"");
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    @Test
    void aRecordHoldsTheseBytes() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
        }
        var record = Records.of(data)
                .getFirst()
                .replaceAll("\"id\":\"[0-9a-f-]{36}\"", "\"id\":\"ID\"")
                .replaceAll("\"boot\":\"[0-9a-f-]{36}\"", "\"boot\":\"BOOT\"")
                .replaceAll("\"gallery\":\"[0-9a-f]{64}\"", "\"gallery\":\"COMMITMENT\"");
        assertThat(record).isEqualTo("""
            {"boot":"BOOT","build":"0.2.0","capabilities":["identify.retro","identify.live"],"checked":"2026-11-01",\
            "citation":"Amazon, announcement of 10 June 2020: “a one-year moratorium”",\
            "clause":"organisation: law_enforcement.police","code":"moratorium","gallery":"COMMITMENT","id":"ID",\
            "jurisdictions":["US-WA"],"key":"AKIAFACEGATE0000001","kind":"DECISION",\
            "matched":["amazon-rekognition-2020/police","base/police"],"method":"sigv4","on_behalf_of":[],\
            "operation":"SearchFacesByImage",\
            "organisation":{"id":"metro-pd","jurisdictions":["US-WA"],"type":"law_enforcement.police"},\
            "pictures":{"bytes":1000,"count":1,"pixels":3100},"policies":"%s","provider":"rekognition",\
            "purpose":"investigation","references":[],"rule":"amazon-rekognition-2020/police",\
            "schema":"facegate.record/2","source":"198.51.100.0/24","threshold":"0.8",\
            "time":"2026-11-24T22:51:07.042Z","verdict":"refuse"}\
            """.formatted(Sample.DIGEST));
    }

    @Test
    void aPassIsGoodOnce() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
            cleared.consume();
            assertThatThrownBy(cleared::consume).isInstanceOf(Fault.LedgerDown.class);
        }
    }

    @Test
    void aPassIsGoodOnlyWithinTheDeadline() throws InterruptedException {
        try (var ledger = Ledger.open(data, Sample.STRICT)) {
            var late = passed(ledger);
            Thread.sleep(260);
            assertThatThrownBy(late::consume).isInstanceOf(Fault.LedgerDown.class);
        }
    }

    /** On a busy machine a first decision may take longer than a strict ledger waits. */
    private static Cleared passed(Ledger ledger) {
        var passed = new AtomicReference<Cleared>();
        Await.until(() -> {
            try {
                passed.set(ledger.recordPermit(Sample.asked(), Sample.permit()));
                return true;
            } catch (Fault.LedgerDown late) {
                return false;
            }
        });
        return passed.get();
    }

    @Test
    void refusesAtTheDeadlineAndSaysLaterThatNothingWasForwarded() throws Exception {
        try (var ledger = Ledger.open(data, Sample.STRICT);
                var other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var lock = other.createStatement()) {
            ledger.close(passed(ledger), OK);
            awaitRecords(2);
            int before = Records.of(data).size();
            lock.execute("BEGIN IMMEDIATE");
            long start = System.nanoTime();
            assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                    .isInstanceOf(Fault.LedgerDown.class);
            assertThat(System.nanoTime() - start).as("not before the deadline").isGreaterThan(240_000_000L);
            lock.execute("ROLLBACK");
            awaitRecords(before + 2);
            ledger.close(passed(ledger), OK);
        }
        assertThat(Records.of(data))
                .hasSizeGreaterThanOrEqualTo(7)
                .anyMatch(line -> line.contains("\"kind\":\"GAP\"") && line.contains("\"attempts\":"))
                .anyMatch(line -> line.contains("\"status\":\"not_forwarded\"") && line.contains("\"code\":\"late\""));
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    @Test
    void closesAsUnknownWhatAnEarlierRunLeftOpen() {
        String open;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.close(ledger.recordPermit(Sample.asked(), Sample.permit()), OK);
            open = ledger.recordPermit(Sample.asked(), Sample.permit()).decision();
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(Records.of(data)).hasSize(5).last().asString().contains(open, "\"status\":\"unknown\"");
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(Records.of(data)).hasSize(5);
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    @Test
    void refusesASecondWriter() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                    .isInstanceOf(Fault.LedgerDown.class)
                    .hasMessageContaining("Another gateway");
            var output = Child.run(ChildWriter.class, data.toString(), "1").output();
            assertThat(output).contains("Another gateway");
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        Ledger.open(data, Sample.SETTINGS).close();
    }

    @Test
    void noticesThatAnotherProcessWroteAllTheSame() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = other.createStatement()) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            statement.execute("UPDATE head SET size = size + 1");
            assertDead(ledger);
        }
    }

    @Test
    void noticesThatItsFileWasDeleted() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            Files.delete(data.resolve("ledger.db"));
            assertDead(ledger);
        }
    }

    @Test
    void noticesThatItsWriteAheadLogWasReplaced() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            var wal = data.resolve("ledger.db-wal");
            Files.copy(wal, data.resolve("copy"));
            Files.move(data.resolve("copy"), wal, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertDead(ledger);
        }
    }

    @Test
    void doesNotOpenALedgerThatWasChanged() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        var file = data.resolve("ledger.db");
        var text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace("\"refuse\"", "\"permit\""), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("record 1:");
    }

    @Test
    void whenIdleEveryRecordStandsInTheFileItself() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            var wal = data.resolve("ledger.db-wal");
            Await.until(() -> Files.size(wal) == 0);
            assertThat(Files.readString(data.resolve("ledger.db"), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .containsOnlyOnce("\"verdict\":\"refuse\"");
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
    }

    @Test
    void doesNotOpenAnotherFile() throws Exception {
        Files.writeString(data.resolve("ledger.db"), "a letter\n".repeat(1000));
        assertThatThrownBy(() -> Ledger.open(data, Sample.SETTINGS)).isInstanceOf(Fault.LedgerDown.class);
        assertThat(data.resolve("ledger.db")).content().startsWith("a letter");
    }

    @Test
    void aFloodOfFailedAuthenticationsLeavesFewRecords() {
        var minute = Instant.parse("2026-11-24T22:51:00Z");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < 100_000; i++) {
                ledger.countUnauthenticated(
                        "203.0." + i % 5000 / 250 + ".0/24", Fault.Why.UNKNOWN_KEY, minute.plusMillis(i / 2));
            }
            ledger.countUnauthenticated("nonsense\"}", Fault.Why.EXPIRED, minute);
        }
        var records = Records.of(data);
        assertThat(records).hasSize(21).allMatch(line -> line.contains("\"kind\":\"AUTH\""));
        assertThat(records).anyMatch(line -> line.contains("\"source\":\"other\""));
        assertThat(records.stream()
                        .mapToLong(line -> Long.parseLong(line.replaceAll(".*\"attempts\":(\\d+).*", "$1")))
                        .sum())
                .isEqualTo(100_001);
    }

    @Test
    void manySourcesAreCountedTogether() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < 100_000; i++) {
                ledger.countUnauthenticated(
                        "10." + i / 256 % 256 + '.' + i % 256 + ".0/24", Fault.Why.UNKNOWN_KEY, Sample.NOW);
            }
        }
        assertThat(Records.of(data)).hasSize(AuthFailureCounter.SOURCES + 1);
    }

    @Test
    void holdsNoNameOfAGalleryNoSecretAndNoPicture() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
        }
        for (var file : Files.list(data).toList()) {
            assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("suspects");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void writesDownManyPlacesAndALongClause() {
        var places = java.util.stream.IntStream.range(0, 64)
                .mapToObj(i -> "US-OR/town" + i)
                .toList();
        var asked = Sample.asked();
        var caller = new io.facegate.identity.Caller(
                asked.caller().organisation(), java.util.List.of(), "missing_child", places, "sigv4", "K", null);
        var wordy = new io.facegate.policy.Decision.Refuse(
                Sample.refuse().refusal(),
                "when: " + "x".repeat(2000),
                java.util.List.of(),
                Sample.refuse().policies());
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(new Ledger.Question(caller, asked.call(), asked.now()), wordy);
        }
        assertThat(Records.of(data).getFirst()).contains("US-OR/town63", "x…\"");
    }

    @Test
    void whatCannotBeWrittenDownIsNotForwarded() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var strange =
                    new Ledger.Question(Sample.caller(Sample.nonprofit(), "two words"), Sample.detect(), Sample.NOW);
            assertThatThrownBy(() -> ledger.recordPermit(strange, Sample.permit()))
                    .isInstanceOf(Fault.LedgerDown.class);
            ledger.recordAct(new Administrative("start", "0.1.0", Sample.NOW));
        }
        assertThat(Records.of(data)).hasSize(1);
    }

    private static void assertDead(Ledger ledger) {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                    .isInstanceOf(Fault.LedgerDown.class);
        }
        assertThatThrownBy(ledger::head).isInstanceOf(Fault.LedgerDown.class).hasMessageContaining("restarted");
    }

    private void awaitRecords(int count) {
        Await.until(() -> Records.of(data).size() >= count);
    }
}
