package io.facegate.ledger.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import io.facegate.ledger.Bulk;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.store.LedgerFile;
import io.facegate.ledger.store.SaltStorage;
import io.facegate.ledger.store.Salts;
import io.facegate.testkit.TestCaller;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionSearchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RecordQuery ANY = RecordQuery.matchAll(1000);

    @TempDir
    Path data;

    @Test
    void everyQueryFindsWhatAScanFinds() throws Exception {
        Bulk.fill(data, 9000, 7);
        var records = scan();
        var random = new Random(7);
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            for (int round = 0; round < 300; round++) {
                var one = records.get(random.nextInt(records.size()));
                var query = query(random, one).beforeIndex((long) random.nextInt(9500));
                var expected = new ArrayList<Long>();
                for (int i = records.size() - 1; i >= 0 && expected.size() < query.limit(); i--) {
                    if (i < query.beforeIndex() && fits(query, records.get(i), records)) {
                        expected.add((long) i);
                    }
                }
                assertThat(archive.find(query))
                        .as(query.describe())
                        .extracting(VerifiedRecord::index)
                        .isEqualTo(expected);
            }
        }
    }

    private static RecordQuery query(Random random, JsonNode like) {
        var query = RecordQuery.matchAll(1 + random.nextInt(100));
        for (var facet : List.of(
                SearchFacet.KIND, SearchFacet.VERDICT, SearchFacet.OPERATION, SearchFacet.PURPOSE, SearchFacet.RULE)) {
            var value = like.path(facet.key());
            query = random.nextInt(3) == 0 && value.isTextual() ? query.withFacet(facet, value.asText()) : query;
        }
        if (random.nextInt(4) == 0) {
            query = query.withFacet(SearchFacet.RULE, "pack-" + random.nextInt(20));
        }
        if (random.nextInt(4) == 0) {
            query = query.withFacet(SearchFacet.STATUS, "vendor_error");
        }
        if (random.nextInt(4) == 0 && like.has("organisation")) {
            query = query.withFacet(
                    SearchFacet.ORGANISATION, like.at("/organisation/id").asText());
        }
        if (random.nextInt(3) == 0) {
            var from = Instant.parse(like.path("time").asText());
            query = query.withPeriod(random.nextBoolean() ? from : null, from.plusSeconds(random.nextInt(5000)));
        }
        return random.nextInt(5) == 0 ? query.withWords(List.of("rule-" + random.nextInt(30))) : query;
    }

    private static boolean fits(RecordQuery query, JsonNode record, List<JsonNode> all) {
        for (var coded : query.coded().entrySet()) {
            var value = coded.getValue();
            var found = record.path(coded.getKey().key()).asText();
            boolean fits = switch (coded.getKey()) {
                case RULE -> found.equals(value) || found.startsWith(value + '/');
                case ORGANISATION ->
                    record.at("/organisation/id").asText().equals(value)
                            || StreamSupport.stream(record.path("on_behalf_of").spliterator(), false)
                                    .anyMatch(each -> each.path("id").asText().equals(value));
                case STATUS -> found.equals(value) || ended(record, all).equals(value);
                default -> found.equals(value);
            };
            if (!fits) {
                return false;
            }
        }
        var time = Instant.parse(record.path("time").asText());
        var period = query.period();
        return (period.from() == null || !time.isBefore(period.from()))
                && (period.until() == null || time.isBefore(period.until()))
                && query.words().stream()
                        .flatMap(word -> Stream.of(word.text().split("-")))
                        .allMatch(part -> (" " + worded(record).replaceAll("[^a-zA-Z0-9]", " ") + " ")
                                .contains(" " + part + " "));
    }

    private static String worded(JsonNode record) {
        var worded = record.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy();
        return worded.remove(List.of("id", "decision_ref", "time", "schema", "micros", "pictures"))
                .toString();
    }

    private static String ended(JsonNode record, List<JsonNode> all) {
        if (ENDS.isEmpty()) {
            all.forEach(each -> ENDS.put(
                    each.path("decision_ref").asText(), each.path("status").asText()));
        }
        return ENDS.getOrDefault(record.path("id").asText(), "");
    }

    private static final Map<String, String> ENDS = new HashMap<>();

    private List<JsonNode> scan() throws Exception {
        var records = new ArrayList<JsonNode>();
        try (var ledger = LedgerFile.open(data.resolve("ledger.db"))) {
            ledger.forEachBatch(0, batch -> {
                for (var line : new String(batch.lines(), StandardCharsets.UTF_8).split("\n")) {
                    try {
                        records.add(JSON.readTree(line));
                    } catch (java.io.IOException unreadable) {
                        throw new AssertionError(unreadable);
                    }
                }
                return true;
            });
        }
        return records;
    }

    @Test
    void findsByEveryCodedField() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var permitted = ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.close(permitted, new Ending("vendor_error", "ThrottlingException", 10));
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.recordAct(new Administrative("key_mint", "AKIA1", "m.roe", "case-7", Sample.NOW));
            Map.ofEntries(
                            Map.entry(SearchFacet.ACT, "key_mint=3"),
                            Map.entry(SearchFacet.CAPABILITY, "identify=2"),
                            Map.entry(SearchFacet.CODE, "ThrottlingException=1,0"),
                            Map.entry(SearchFacet.DAY, "2026-11-24=3,2,0"),
                            Map.entry(SearchFacet.JURISDICTION, "US=2,0"),
                            Map.entry(SearchFacet.KEY, "AKIAFACEGATE0000001=2,0"),
                            Map.entry(SearchFacet.KIND, "OUTCOME=1"),
                            Map.entry(SearchFacet.MATCHED, "base/police=2"),
                            Map.entry(SearchFacet.METHOD, "sigv4=2,0"),
                            Map.entry(SearchFacet.OPERATION, "DetectFaces=0"),
                            Map.entry(SearchFacet.ORGANISATION, "hope=0"),
                            Map.entry(SearchFacet.POLICIES, Sample.DIGEST + "=2,0"),
                            Map.entry(SearchFacet.PROVIDER, "rekognition=2,0"),
                            Map.entry(SearchFacet.PURPOSE, "investigation=2"),
                            Map.entry(SearchFacet.RULE, "amazon-rekognition-2020=2"),
                            Map.entry(SearchFacet.STATUS, "vendor_error=1,0"),
                            Map.entry(SearchFacet.SUBJECT, "AKIA1=3"),
                            Map.entry(SearchFacet.TYPE, "law_enforcement=2"),
                            Map.entry(SearchFacet.VERDICT, "permit=0"))
                    .forEach((facet, expected) -> {
                        var pair = expected.split("=");
                        assertThat(archive.find(ANY.withFacet(facet, pair[0])))
                                .as(facet.key())
                                .filteredOn(entry -> entry.index() < 4)
                                .extracting(entry -> Long.toString(entry.index()))
                                .containsExactly(pair[1].split(","));
                    });
        }
    }

    @Test
    void findsWhatWasAppealedAgainstAndWhatHadNoPurpose() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var refused = ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            var purposeless = TestCaller.of(Sample.nonprofit())
                    .by("sigv4", "AKIAFACEGATE0000001")
                    .build();
            ledger.refuse(new Question(purposeless, Sample.detect(), "192.0.2.0/24", Sample.NOW), Sample.refuse());
            ledger.recordAct(new Administrative("appeal_file", refused.id(), "m.roe", "We object.", Sample.NOW));
            ledger.recordAct(new Administrative("appeal_uphold", refused.id(), "a.lin", "They are right.", Sample.NOW));
            assertThat(indexes(archive, SearchFacet.APPEAL, "file")).containsExactly(0L);
            assertThat(indexes(archive, SearchFacet.APPEAL, "uphold")).containsExactly(0L);
            assertThat(indexes(archive, SearchFacet.APPEAL, "reject")).isEmpty();
            assertThat(indexes(archive, SearchFacet.WITHOUT, "purpose")).containsExactly(1L);
        }
    }

    private static List<Long> indexes(ProjectionSearch archive, SearchFacet facet, String value) {
        return archive.find(RecordQuery.matchAll(10).withFacet(facet, value)).stream()
                .map(VerifiedRecord::index)
                .toList();
    }

    @Test
    void findsWhatIsCommittedToAsLongAsItsSaltIsThere() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.refuse(Sample.asked(), Sample.refuse());
            ledger.recordAct(new Administrative("key_mint", "AKIA1", "m.roe", "case-7", Sample.NOW));
            assertThat(archive.find(ANY.withCommitted(RecordField.GALLERY, "suspects")))
                    .extracting(VerifiedRecord::index)
                    .containsExactly(0L);
            assertThat(archive.find(ANY.withCommitted(RecordField.CASE, "case-7")))
                    .extracting(VerifiedRecord::index)
                    .containsExactly(2L);
            assertThat(archive.find(ANY.withCommitted(RecordField.PERSON, "m.roe")))
                    .extracting(VerifiedRecord::index)
                    .containsExactly(2L);
            assertThat(archive.find(ANY.withCommitted(RecordField.PERSON, "m.doe")))
                    .isEmpty();
            assertThat(ANY.withCommitted(RecordField.CASE, "case-7").describe()).isEqualTo("case=*");
        }
        Files.delete(data.resolve("salts.db"));
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(archive.find(ANY.withCommitted(RecordField.CASE, "case-7")))
                    .isEmpty();
        }
    }

    /** A database that is slow, or salts that cannot be trusted: neither says anything of the search file. */
    @Test
    void saltsThatCannotBeReadAreToldAndTheSearchFileStays() {
        var ledger = LedgerAddress.ofFolder(data);
        for (boolean opened : new boolean[] {false, true}) {
            try (var writer = Ledger.open(data, Sample.SETTINGS);
                    var archive = ProjectionSearch.open(ledger.withSalts(unreadable(opened)))) {
                writer.refuse(Sample.askedByPolice(), Sample.refuse());
                assertThat(archive.find(ANY)).isNotEmpty();
                long made = archive.indexLag().generation();
                assertThatThrownBy(() -> archive.find(ANY.withCommitted(RecordField.CASE, "case-7")))
                        .isInstanceOf(Fault.LedgerDown.class)
                        .hasMessage("The salts cannot be read: the database answers too slowly");
                assertThat(archive.indexLag().generation()).isEqualTo(made);
            }
        }
    }

    private static SaltStorage unreadable(boolean opened) {
        return (SaltStorage) Proxy.newProxyInstance(
                SaltStorage.class.getClassLoader(), new Class<?>[] {SaltStorage.class}, (_, method, _) -> {
                    if (opened && method.getName().equals("read")) {
                        return unreadableSalts();
                    }
                    throw new SQLException("the database answers too slowly");
                });
    }

    private static Salts unreadableSalts() {
        return (Salts)
                Proxy.newProxyInstance(Salts.class.getClassLoader(), new Class<?>[] {Salts.class}, (_, method, _) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    throw new SQLException("the database answers too slowly");
                });
    }

    @Test
    void findsWordsAnywhereAndIdsByThemselves() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var permitted = ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.close(permitted, new Ending("ok", "", 2, 10));
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.recordAct(new Administrative("start", "x", Sample.NOW));
            assertThat(said(archive, "moratorium", "ANNOUNCEMENT")).containsExactly(2L);
            assertThat(said(archive, "amazon-rekognition-2020/police")).containsExactly(2L);
            assertThat(said(archive, "moratorium", "hope")).isEmpty();
            assertThat(said(archive, permitted.decision())).containsExactly(1L, 0L);
            assertThat(said(archive, "'; DROP TABLE posting --")).isEmpty();
        }
    }

    private static List<Long> said(RecordSearch archive, String... words) {
        return archive.find(ANY.withWords(List.of(words))).stream()
                .map(VerifiedRecord::index)
                .toList();
    }

    @Test
    void whatWasPrunedIsNotFoundAndTheTreeStaysWhole() throws Exception {
        Bulk.fill(data, 9000, 3);
        long floor = 4608;
        String root;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative("prune", Long.toString(floor), Sample.NOW));
            root = ledger.head().root();
        }
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(archive.oldestMatch(ANY).getAsLong()).isEqualTo(floor);
        }
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = file.createStatement()) {
            statement.execute("UPDATE batch SET lines = x'' WHERE first < " + floor);
        }
        for (boolean anew : new boolean[] {false, true}) {
            if (anew) {
                Files.delete(data.resolve("search.db"));
            }
            try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
                var first = archive.oldestMatch(ANY.withFacet(SearchFacet.VERDICT, "permit"))
                        .getAsLong();
                assertThat(first).isGreaterThanOrEqualTo(floor);
                var kept = new ArrayList<Long>();
                archive.forEachMatch(ANY, entry -> kept.add(entry.index()));
                assertThat(kept)
                        .hasSize((int) (archive.indexLag().size() - floor))
                        .startsWith(floor);
                var id = JSON.readTree(archive.find(ANY.withFacet(SearchFacet.VERDICT, "permit")
                                        .beforeIndex(first + 1))
                                .getFirst()
                                .json())
                        .path("id")
                        .asText();
                var details = archive.details(id).orElseThrow();
                assertThat(java.util.HexFormat.of().formatHex(details.root())).isEqualTo(root);
                assertThat(archive.counts(RecordQuery.matchAll(1000)).byFacet().get(SearchFacet.KIND).values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(kept.size());
            }
        }
    }

    @Test
    void tellsWhatRetentionAsks() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            ledger.recordAct(new Administrative("hold", "one", Sample.NOW));
            ledger.refuse(Sample.asked(Sample.NOW.plusSeconds(5)), Sample.refuse());
            ledger.recordAct(new Administrative("prune_refused", "two", Sample.NOW.plusSeconds(6)));
            ledger.recordAct(new Administrative("hold", "three", Sample.NOW.plusSeconds(7)));
            assertThat(archive.acts(List.of("hold", "prune_refused")))
                    .extracting(VerifiedRecord::index)
                    .containsExactly(0L, 2L, 3L);
            assertThat(archive.oldestMatch(ANY.withFacet(SearchFacet.ORGANISATION, "hope")))
                    .hasValue(1);
            assertThat(archive.oldestMatch(ANY.withFacet(SearchFacet.ORGANISATION, "nobody")))
                    .isEmpty();
            assertThat(archive.oldestMatch(ANY.withPeriod(Sample.NOW.plusSeconds(6), null)))
                    .hasValue(2);
            var id = archive.find(ANY.withFacet(SearchFacet.KIND, "DECISION")).getFirst();
            assertThat(archive.place(new String(id.json(), StandardCharsets.UTF_8)
                            .replaceAll(".*\"id\":\"([0-9a-f-]{36})\",\"juris.*", "$1")))
                    .hasValue(1);
        }
    }

    @Test
    void countsWhatThereIs() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            ledger.close(ledger.recordPermit(Sample.asked(), Sample.permit()), new Ending("ok", "", 2, 10));
            ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.recordAct(new Administrative("start", "x", Sample.NOW.plusSeconds(9)));
            var counts = archive.counts(RecordQuery.matchAll(1000));
            assertThat(counts.open()).isEqualTo(1);
            assertThat(counts.byFacet().get(SearchFacet.VERDICT)).isEqualTo(Map.of("permit", 2L, "refuse", 1L));
            assertThat(counts.byFacet().get(SearchFacet.ORGANISATION)).isEqualTo(Map.of("hope", 2L, "metro-pd", 1L));
            assertThat(counts.newest())
                    .isGreaterThanOrEqualTo(Sample.NOW.plusSeconds(9).toEpochMilli());
        }
    }

    /** What a developer tries out is in no count of real calls, and is found or left out where that is asked for. */
    @Test
    void callsOfTheSandboxAreCountedApartAndCanBeLeftOut() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            ledger.close(ledger.recordPermit(Sample.asked(), Sample.permit()), new Ending("ok", "", 2, 10));
            ledger.close(ledger.recordPermit(Sample.askedInSandbox(), Sample.permit()), new Ending("ok", "", 2, 10));
            ledger.recordPermit(Sample.askedInSandbox(), Sample.permit());
            ledger.refuse(Sample.askedInSandbox(), Sample.refuse());
            ledger.recordEvaluation(Sample.askedInSandbox(), Sample.permit());
            var counts = archive.counts(RecordQuery.matchAll(1000)).byFacet();
            assertThat(counts.get(SearchFacet.SANDBOX)).isEqualTo(Map.of("yes", 4L));
            assertThat(counts.get(SearchFacet.VERDICT)).isEqualTo(Map.of("permit", 1L));
            assertThat(counts.get(SearchFacet.STATUS)).isEqualTo(Map.of("ok", 1L));
            assertThat(counts.get(SearchFacet.ORGANISATION)).isEqualTo(Map.of("hope", 1L));
            assertThat(counts.get(SearchFacet.KIND)).containsEntry("DECISION", 4L);

            var decisions = RecordQuery.matchAll(10).withFacet(SearchFacet.KIND, "DECISION");
            assertThat(archive.find(decisions)).hasSize(4);
            assertThat(archive.find(decisions.withFacet(SearchFacet.SANDBOX, "yes")))
                    .hasSize(3);
            assertThat(archive.find(decisions.withFacet(SearchFacet.SANDBOX, "no")))
                    .hasSize(1)
                    .allMatch(entry -> !new String(entry.json(), StandardCharsets.UTF_8).contains("sandbox"));
        }
    }

    /** Several owners of one file find it deleted at the same moment, and all of them make it anew. */
    @Test
    void theFileMayBeDeletedAtAnyTimeUnderSeveralOwners() throws Exception {
        Bulk.fill(data, 300, 5);
        var owners = new ArrayList<ProjectionSearch>();
        for (int i = 0; i < 4; i++) {
            owners.add(ProjectionSearch.open(LedgerAddress.ofFolder(data)));
        }
        try (var threads = Executors.newFixedThreadPool(owners.size())) {
            for (int round = 0; round < 60; round++) {
                var asked = new ArrayList<Callable<Integer>>();
                owners.forEach(each -> asked.add(() -> each.find(ANY).size()));
                for (var found : threads.invokeAll(asked)) {
                    assertThat(found.get()).as("round " + round).isEqualTo(300);
                }
                Files.delete(data.resolve("search.db"));
            }
        } finally {
            owners.forEach(ProjectionSearch::close);
        }
    }

    @Test
    void aGatewaysArchiveAnswersAtOnceAndCatchesUpBehind() throws Exception {
        Bulk.fill(data, 20_000, 5);
        try (var archive = BackgroundIndexedSearch.start(LedgerAddress.ofFolder(data))) {
            long start = System.nanoTime();
            archive.find(ANY);
            assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(20_000);
            while (!archive.indexLag().isComplete()) {
                Thread.sleep(50);
            }
            Files.delete(data.resolve("search.db"));
            while (!Files.exists(data.resolve("search.db"))
                    || !archive.indexLag().isComplete()) {
                Thread.sleep(50);
            }
            assertThat(archive.find(ANY)).hasSize(1000);
        }
    }
}
