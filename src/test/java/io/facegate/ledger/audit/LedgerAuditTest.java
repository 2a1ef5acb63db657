package io.facegate.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a whole log finds what nobody asked for. */
class LedgerAuditTest {
    private static final int RECORDS = 600;

    @TempDir
    Path data;

    private LedgerAddress ledger;

    @BeforeEach
    void fill() {
        ledger = LedgerAddress.ofFolder(data);
        Filled.with(data, RECORDS);
        Filled.signed(data);
        try (var archive = ProjectionSearch.open(ledger)) {
            assertThat(archive.indexLag().isComplete()).isTrue();
        }
    }

    @Test
    void aWholeLogIsSaidToBeVerifiedUpToItsEnd() throws Exception {
        var state = audited(one -> one.lastCleanPass() != null);
        assertThat(state.lastCleanPass().records()).isEqualTo(RECORDS);
        assertThat(state.lastCleanPass().time()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(state.log()).isNull();
        assertThat(state.projection()).isNull();
        assertThat(AuditFile.read(data).lastCleanPass()).isEqualTo(state.lastCleanPass());
    }

    @Test
    void whatIsRememberedUnderNoKeyIsNotBelieved() throws Exception {
        audited(one -> one.lastCleanPass() != null);
        var file = data.resolve(AuditFile.NAME);
        Files.writeString(file, Files.readString(file).replaceFirst("^\\d+", "700"));
        assertThat(AuditFile.read(data)).isEqualTo(AuditState.NONE);
    }

    @Test
    void aChangedRecordIsFoundAndNamed() throws Exception {
        change(
                "ledger.db",
                "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '\"verdict\":\"refuse\"',"
                        + " '\"verdict\":\"permit\"') AS BLOB) WHERE first = 7");
        var state = audited(one -> one.log() != null && one.position() == RECORDS);
        assertThat(state.log().index()).isEqualTo(7);
        assertThat(state.log().count()).isOne();
        assertThat(state.lastCleanPass()).isNull();
        assertThat(AuditFile.read(data).lastCleanPass()).isNull();
    }

    /** The pass goes on to the end, and what it found is known again after a restart, and while the next pass runs. */
    @Test
    void everyChangedRecordIsNamed() throws Exception {
        for (var first : List.of("7", "311")) {
            change(
                    "ledger.db",
                    "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '\"time\":\"20', '\"time\":\"19') AS"
                            + " BLOB) WHERE first = " + first);
        }
        try (var audit = LedgerAudit.create(ledger, Duration.ofHours(1))) {
            audit.start();
            await(audit, one -> one.next() != null);
            var state = audit.get();
            assertThat(state.log().indices()).containsExactly(7L, 311L);
            assertThat(state.log().count()).isEqualTo(2);
            assertThat(state.next())
                    .isBetween(Instant.now().plusSeconds(3400), Instant.now().plusSeconds(3600));
        }
        var remembered = AuditFile.read(data);
        assertThat(remembered.log().indices()).containsExactly(7L, 311L);
        var again = new AuditState.Finding(Instant.now(), 7, "changed", 1);
        var running = remembered.withFindings(again, null);
        assertThat(running.log().indices()).as("while a pass runs").containsExactly(7L, 311L);
        assertThat(running.completed(Instant.now(), again, null).log().indices())
                .as("after it")
                .containsExactly(7L);
    }

    @Test
    void aFindingNamesAHundredRecordsAndCountsTheOthers() {
        var found = AuditState.Finding.ofRange(4, "missing", 500).withRange(900, 1);
        assertThat(found.count()).isEqualTo(501);
        assertThat(found.indices())
                .hasSize(AuditState.Finding.NAMED)
                .startsWith(4L, 5L)
                .endsWith(103L);
        assertThat(found.withRange(5, 1).count()).as("the same record again").isEqualTo(501);
    }

    @Test
    void aRemovedRecordIsFound() throws Exception {
        change("ledger.db", "DELETE FROM batch WHERE first = 300");
        assertThat(audited(one -> one.log() != null).log().index()).isLessThanOrEqualTo(300);
    }

    @Test
    void anEmptiedRecordThatNobodyPrunedIsFound() throws Exception {
        change("ledger.db", "UPDATE batch SET lines = x'' WHERE first < 5");
        assertThat(audited(one -> one.log() != null).log().description()).contains("no record says that it was pruned");
    }

    @Test
    void aChangedRootIsFound() throws Exception {
        change("ledger.db", "UPDATE batch SET root = zeroblob(32) WHERE first = 11");
        assertThat(audited(one -> one.log() != null).log().index()).isEqualTo(11);
    }

    @Test
    void aRecordThatTheProjectionLeftOutIsFoundAndTheProjectionMadeAnew() throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("search.db"));
                var statement = file.createStatement()) {
            // All but the list of every record: the hits of one organisation are gone.
            assertThat(statement.executeUpdate("DELETE FROM posting WHERE term = 'organisation:hope'"))
                    .isPositive();
        }
        try (var archive = ProjectionSearch.open(ledger)) {
            var hope = RecordQuery.matchAll(1000).withFacet(SearchFacet.ORGANISATION, "hope");
            assertThat(archive.find(hope)).as("that is what is to be found").isEmpty();
            var state = audited(one -> one.projection() != null);
            assertThat(state.projection().index()).isZero();
            assertThat(archive.find(hope)).hasSize(RECORDS);
        }
    }

    @Test
    void aRecordThatTheProjectionHidesAsAViewIsFound() throws Exception {
        change(
                "search.db",
                "INSERT INTO posting SELECT 'act:view', block, records FROM posting WHERE term = 'organisation:hope'");
        try (var archive = ProjectionSearch.open(ledger)) {
            var hope = RecordQuery.matchAll(1000)
                    .withFacet(SearchFacet.ORGANISATION, "hope")
                    .withoutViews();
            assertThat(archive.find(hope)).as("that is what is to be found").isEmpty();
            audited(one -> one.projection() != null);
            assertThat(archive.find(hope)).hasSize(RECORDS);
        }
    }

    /** A hit by appeal rests on the list alone, so a list that somebody added to must be found. */
    @Test
    void aDecisionThatIsListedUnderAnAppealWhichNobodyMadeIsFound() throws Exception {
        var appealed = appeal();
        var query = RecordQuery.matchAll(1000).withFacet(SearchFacet.APPEAL, "file");
        try (var archive = ProjectionSearch.open(ledger)) {
            assertThat(archive.find(query)).extracting(VerifiedRecord::index).containsExactly(appealed);
            var whole = audited(one -> one.lastCleanPass() != null);
            assertThat(whole.projection()).as("the control").isNull();
            change(
                    "search.db",
                    "UPDATE posting SET records = (SELECT other.records FROM posting other WHERE other.term ="
                            + " 'organisation:hope' AND other.block = posting.block) WHERE term = 'appeal:file'");
            assertThat(archive.find(query)).as("that is what is to be found").hasSize(RECORDS);
            var state = audited(one -> one.projection() != null);
            assertThat(state.projection().description()).contains("an appeal that no record tells of");
            assertThat(archive.find(query)).extracting(VerifiedRecord::index).containsExactly(appealed);
        }
    }

    /** A record that claims to be the appeal, by the lists, and is not, does not count. */
    @Test
    void aListedAppealThatIsNoneDoesNotCount() throws Exception {
        var appealed = appeal();
        try (var archive = ProjectionSearch.open(ledger)) {
            assertThat(archive.indexLag().isComplete()).isTrue();
        }
        change(
                "search.db",
                "INSERT INTO posting SELECT replace(term, 'appeal:file', 'appeal:uphold'), block, records FROM posting"
                        + " WHERE term = 'appeal:file'");
        change(
                "search.db",
                "INSERT INTO posting SELECT 'act:appeal_uphold', block, records FROM posting WHERE term ="
                        + " 'act:appeal_file'");
        var state = audited(one -> one.projection() != null);
        assertThat(state.projection().index()).isEqualTo(appealed);
    }

    /** An id may be written in capitals. Then the appeals are read, but each only once. */
    @Test
    void appealsThatWriteTheIdOtherwiseAreFoundAndReadOnce() throws Exception {
        int appeals = 30;
        try (var archive = ProjectionSearch.open(ledger);
                var open = Ledger.open(data, Sample.SETTINGS)) {
            for (long place = 0; place < appeals; place++) {
                var decision =
                        (VerifiedRecord) archive.checkedAt(List.of(place)).getFirst();
                var id = decision.fields().path("id").asText().toUpperCase(Locale.ROOT);
                open.recordAct(new Ledger.Administrative("appeal_file", id, "desk", Instant.now())
                        .withDetails(new AdministrativeActDetails(null, "Please.", true, null)));
            }
        }
        Filled.signed(data);
        try (var archive = ProjectionSearch.open(ledger)) {
            var check = new AppealListingCheck(archive);
            assertThat(archive.find(RecordQuery.matchAll(1000).withFacet(SearchFacet.APPEAL, "file")))
                    .hasSize(appeals);
            assertThat(check.findUnfounded(0, RECORDS)).isEmpty();
            assertThat(check.recordsRead()).isEqualTo(appeals);
            assertThat(check.findUnfounded(0, RECORDS)).as("in the same pass").isEmpty();
            assertThat(check.recordsRead()).isEqualTo(appeals);
        }
    }

    /** Records an appeal against the fourth record; returns its index. */
    private long appeal() {
        String id;
        try (var archive = ProjectionSearch.open(ledger)) {
            var fourth = (VerifiedRecord) archive.checkedAt(List.of(3L)).getFirst();
            id = fourth.fields().path("id").asText();
        }
        try (var open = Ledger.open(data, Sample.SETTINGS)) {
            open.recordAct(new Ledger.Administrative("appeal_file", id, "desk", Instant.now())
                    .withDetails(new AdministrativeActDetails(null, "Please.", true, null)));
        }
        Filled.signed(data);
        return 3;
    }

    /** Long pieces of work are followed by rests that are longer by far. */
    @Test
    void itTakesLittleOfACore() throws Exception {
        try (var audit = LedgerAudit.create(ledger, Duration.ofMillis(1))) {
            long begun = System.nanoTime();
            audit.start();
            Thread.sleep(5000);
            double share = (double) audit.processorNanos() / (System.nanoTime() - begun);
            assertThat(share).isBetween(0.0001, 0.05);
        }
    }

    /** The next pass would begin in an hour; the one that is asked for begins at once. */
    @Test
    void aPassThatIsAskedForBeginsAtOnce() throws Exception {
        try (var audit = LedgerAudit.create(ledger, Duration.ofHours(1))) {
            audit.start();
            await(audit, one -> one.lastCleanPass() != null);
            var first = audit.get().lastCleanPass();
            Filled.with(data, 5);
            assertThat(audit.isHastened()).isFalse();
            audit.hasten();
            assertThat(audit.isHastened()).isTrue();
            await(audit, one -> !one.lastCleanPass().equals(first));
            assertThat(audit.get().lastCleanPass().records()).isEqualTo(RECORDS + 5);
            for (var end = Instant.now().plusSeconds(60); audit.isHastened(); Thread.sleep(20)) {
                assertThat(Instant.now()).isBefore(end);
            }
        }
    }

    private static void await(LedgerAudit audit, Predicate<AuditState> until) throws Exception {
        var end = Instant.now().plusSeconds(60);
        while (!until.test(audit.get())) {
            assertThat(Instant.now()).as(audit.get().toString()).isBefore(end);
            Thread.sleep(20);
        }
    }

    private AuditState audited(Predicate<AuditState> until) throws Exception {
        try (var audit = LedgerAudit.create(ledger, Duration.ofMillis(200))) {
            audit.start();
            await(audit, until);
            return audit.get();
        }
    }

    private void change(String name, String sql) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(name));
                var statement = file.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }
}
