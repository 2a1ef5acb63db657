package io.facegate.ledger.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Sample;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.tree.AuditPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSearchTest {
    @TempDir
    Path data;

    private Ledger ledger;
    private RecordSearch archive;

    @BeforeEach
    void open() {
        ledger = Ledger.open(data, Sample.SETTINGS);
        archive = RecordSearch.open(data);
    }

    @AfterEach
    void close() {
        archive.close();
        ledger.close();
    }

    @Test
    void findsByEachFilter() {
        var permitted = ledger.recordPermit(Sample.asked(), Sample.permit()).decision();
        var refused = ledger.refuse(Sample.askedByPolice(), Sample.refuse()).id();
        assertThat(found(query(null, null, null, null, null))).containsExactly(refused, permitted);
        assertThat(found(query("hope", null, null, null, null))).containsExactly(permitted);
        assertThat(found(query(null, "investigation", null, null, null))).containsExactly(refused);
        assertThat(found(query(null, null, "identify", null, null))).containsExactly(refused);
        assertThat(found(query(null, null, "identify.retro", null, null))).containsExactly(refused);
        assertThat(found(query(null, null, "verify", null, null))).isEmpty();
        assertThat(found(query(null, null, null, "permit", null))).containsExactly(permitted);
        assertThat(found(query(null, null, null, null, "amazon-rekognition-2020/police")))
                .containsExactly(refused);
        assertThat(found(query("hope' OR 1=1 --", null, null, null, null))).isEmpty();
    }

    @Test
    void findsByTimeAndPage() {
        for (int i = 0; i < 5; i++) {
            ledger.refuse(Sample.asked(Sample.NOW.plusSeconds(i)), Sample.refuse());
        }
        var between = RecordQuery.matchAll(10).withPeriod(Sample.NOW.plusSeconds(1), Sample.NOW.plusSeconds(3));
        assertThat(archive.find(between)).extracting(VerifiedRecord::index).containsExactly(2L, 1L);
        var page = RecordQuery.matchAll(2).beforeIndex(3L);
        assertThat(archive.find(page)).extracting(VerifiedRecord::index).containsExactly(2L, 1L);
    }

    @Test
    void aDossierHasTheOutcomeAndAPathThatLeadsToTheRoot() throws InterruptedException {
        var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
        assertThat(archive.details(cleared.decision()).orElseThrow().outcome()).isNull();
        ledger.close(cleared, new Ending("ok", "", 2, 1000));
        var notOver = Instant.now().plusSeconds(3600);
        for (int i = 0; i < 700; i++) {
            ledger.countUnauthenticated("10.0.0.0/24", io.facegate.call.Fault.Why.EXPIRED, notOver);
            ledger.recordAct(new Ledger.Administrative("start", "n" + i, Sample.NOW));
        }
        var details = archive.details(cleared.decision()).orElseThrow();
        assertThat(details.treeSize()).isEqualTo(702);
        assertThat(java.util.HexFormat.of().formatHex(details.root()))
                .isEqualTo(ledger.head().root());
        assertThat(AuditPath.computeRoot(
                        details.decision().leaf(), details.decision().index(), 702, details.path()))
                .isEqualTo(details.root());
        assertThat(text(details.outcome())).contains("\"results\":2");
        assertThat(archive.details("019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81")).isEmpty();
    }

    @Test
    void makesTheProjectionAnewWhenItIsDeletedOrDamaged() throws Exception {
        ledger.refuse(Sample.asked(), Sample.refuse());
        assertThat(archive.find(query(null, null, null, null, null))).hasSize(1);
        archive.close();
        Files.delete(data.resolve("search.db"));
        assertThat(archive.find(query(null, null, null, null, null))).hasSize(1);
        archive.close();
        Files.writeString(data.resolve("search.db"), "nonsense ".repeat(2000));
        ledger.refuse(Sample.asked(), Sample.refuse());
        assertThat(archive.find(query(null, null, null, null, null))).hasSize(2);
        archive.close();
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("search.db"));
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
            statement.execute("DROP TABLE record");
        }
        assertThat(archive.find(query(null, null, null, null, null))).hasSize(2);
    }

    @Test
    void twoArchivesShareOneProjection() {
        try (var other = RecordSearch.open(data)) {
            for (int i = 0; i < 10; i++) {
                ledger.refuse(Sample.asked(), Sample.refuse());
                assertThat((i % 2 == 0 ? archive : other).find(query(null, null, null, null, null)))
                        .hasSize(i + 1);
            }
        }
    }

    private List<String> found(RecordQuery query) {
        return archive.find(query).stream()
                .map(RecordSearchTest::text)
                .map(line -> line.replaceAll(".*\"id\":\"([0-9a-f-]{36})\",\"juris.*", "$1"))
                .toList();
    }

    private static String text(@Nullable VerifiedRecord entry) {
        return entry == null ? "" : new String(entry.json(), StandardCharsets.UTF_8);
    }

    private static RecordQuery query(
            @Nullable String organisation,
            @Nullable String purpose,
            @Nullable String capability,
            @Nullable String verdict,
            @Nullable String rule) {
        return RecordQuery.matchAll(10)
                .withFacet(SearchFacet.KIND, "DECISION")
                .withFacet(SearchFacet.ORGANISATION, organisation)
                .withFacet(SearchFacet.PURPOSE, purpose)
                .withFacet(SearchFacet.CAPABILITY, capability)
                .withFacet(SearchFacet.VERDICT, verdict)
                .withFacet(SearchFacet.RULE, rule);
    }
}
