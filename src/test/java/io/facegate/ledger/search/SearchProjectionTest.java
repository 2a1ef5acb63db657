package io.facegate.ledger.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.store.SqliteSettings;
import io.facegate.ledger.tree.Rfc6962;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SearchProjectionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TIMES = List.of(
            "2026-11-28T08:06:45.325Z",
            "2026-11-28T08:06:59.999Z",
            "2026-11-29T00:00:00.000Z",
            "2026-11-28T08:06:45Z",
            "2026-11-28T08:06:61.000Z",
            "2026-13-28T08:06:45.325Z",
            "yesterday");

    private final Random random = new Random(20261128);
    private final List<String> ids = new ArrayList<>();

    /** However a record is read, it is listed under the terms that its parsed form has, and under no others. */
    @Test
    void everyRecordIsListedUnderItsTerms() throws Exception {
        var lines = new ArrayList<String>();
        for (int at = 0; at < 3000; at++) {
            lines.add(at % 2 == 0 ? decision() : other());
        }
        try (var search = SqliteSettings.connect("jdbc:sqlite::memory:")) {
            for (var table : SearchProjection.TABLES) {
                SqliteSettings.run(search, table);
            }
            for (int from = 0; from < lines.size(); from += 1000) {
                add(search, from, lines.subList(from, from + 1000));
            }
            assertThat(listed(search)).isEqualTo(expected(lines)).containsKeys("appeal:file", "without:purpose");
            assertThat(rows(search)).isEqualTo(expectedRows(lines));
        }
    }

    /** An audit finds a decision that is not listed under an appeal against it. */
    @Test
    void theCheckFindsADecisionThatIsNotListedAsAppealedAgainst() throws Exception {
        var decision = decision();
        while (SearchProjection.id(JSON.readTree(decision).path("id").asText()) == null) {
            decision = decision();
        }
        var appeal = "{\"act\":\"appeal_file\",\"id\":\"" + UUID.randomUUID() + "\",\"kind\":\"ADMIN\",\"subject\":\""
                + JSON.readTree(decision).path("id").asText() + "\",\"time\":\"" + TIMES.getFirst() + "\"}";
        try (var search = SqliteSettings.connect("jdbc:sqlite::memory:")) {
            for (var table : SearchProjection.TABLES) {
                SqliteSettings.run(search, table);
            }
            add(search, 0, List.of(decision, appeal));
            var bytes = appeal.getBytes(StandardCharsets.UTF_8);
            assertThat(new ProjectionCheck(search).isListedCorrectly(1, bytes)).isTrue();
            SqliteSettings.run(search, "DELETE FROM posting WHERE term = 'appeal:file'");
            assertThat(new ProjectionCheck(search).isListedCorrectly(1, bytes)).isFalse();
        }
    }

    static void add(Connection search, int first, List<String> lines) throws Exception {
        var hashes = new Rfc6962();
        try (var projection = new SearchProjection(search)) {
            var bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            var batch = new RecordBatch(first, lines.size(), bytes, new byte[0], new byte[0]);
            projection.indexBatch(
                    batch, index -> hashes.leaf(lines.get((int) (index - first)).getBytes(StandardCharsets.UTF_8)));
            projection.commitUpTo(first + lines.size(), new byte[0]);
        }
    }

    private String decision() {
        var id = random.nextInt(40) == 0 ? "no id" : UUID.randomUUID().toString();
        id = random.nextInt(40) == 0 ? id.toUpperCase(java.util.Locale.ROOT) : id;
        ids.add(id);
        return "{\"capabilities\":[\"detect\"" + (random.nextBoolean() ? ",\"identify:retrospective\"" : "")
                + "],\"clause\":\"Überall, § " + random.nextInt(5) + " \\\"so\\\"\",\"id\":\"" + id
                + "\",\"jurisdictions\":[\"US-OR/portland\"],\"kind\":\"DECISION\",\"matched\":[\"base/all\",\"p/r"
                + random.nextInt(9) + "\"],\"on_behalf_of\":[{\"facts\":[\"exemption=identify_live\"],\"id\":\"p\"}]"
                + ",\"organisation\":{\"id\":\"org-" + random.nextInt(9) + "\",\"type\":\"a.b.c\"}"
                + (random.nextInt(5) == 0 ? "" : ",\"purpose\":\"missing_child\"")
                + (random.nextInt(5) == 0 ? ",\"review\":\"" + UUID.randomUUID() + '"' : "")
                + ",\"rule\":\"p/r1\",\"schema\":\"facegate.record/2\",\"time\":\"" + time() + "\",\"verdict\":\""
                + (random.nextBoolean() ? "permit" : "refuse") + "\"}";
    }

    private String other() {
        if (random.nextInt(10) == 0) {
            return random.nextBoolean()
                    ? appeal()
                    : "{\"act\":\"org_add\",\"id\":\"" + UUID.randomUUID()
                            + "\",\"kind\":\"ADMIN\",\"subject\":\"a-b\"}";
        }
        var code = List.of(",\"code\":7", ",\"code\":\"late\"", "", "").get(random.nextInt(4));
        var status = random.nextInt(20) == 0 ? "" : ",\"status\":\"" + (random.nextBoolean() ? "ok" : "fault") + '"';
        return "{\"boot\":\"one\"" + code + ",\"decision_ref\":\"" + ids.get(random.nextInt(ids.size()))
                + "\",\"http_status\":200,\"id\":\"" + UUID.randomUUID() + "\",\"kind\":\"OUTCOME\"" + status
                + ",\"time\":\"" + time() + "\"}";
    }

    private String appeal() {
        return "{\"act\":\"appeal_" + List.of("file", "uphold").get(random.nextInt(2)) + "\",\"id\":\""
                + UUID.randomUUID() + "\",\"kind\":\"ADMIN\",\"subject\":\""
                + ids.get(random.nextInt(ids.size())) + "\"}";
    }

    private String time() {
        return TIMES.get(random.nextInt(10) == 0 ? random.nextInt(TIMES.size()) : random.nextInt(3));
    }

    private static Map<String, TreeSet<Long>> listed(Connection search) throws Exception {
        var found = new TreeMap<String, TreeSet<Long>>();
        try (var statement = search.prepareStatement("SELECT term, records FROM posting");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                var places = PostingBlock.decode(rows.getBytes(2)).places(true);
                var into = found.computeIfAbsent(rows.getString(1), _ -> new TreeSet<>());
                while (places.hasNext()) {
                    into.add((long) places.next());
                }
            }
        }
        return found;
    }

    private static Map<String, TreeSet<Long>> expected(List<String> lines) throws Exception {
        var found = new TreeMap<String, TreeSet<Long>>();
        var places = new TreeMap<String, Long>();
        for (int at = 0; at < lines.size(); at++) {
            long index = at;
            var said = JSON.readTree(lines.get(at));
            SearchTerms.extract(said)
                    .forEach(term ->
                            found.computeIfAbsent(term, _ -> new TreeSet<>()).add(index));
            places.putIfAbsent(said.path("id").asText().toLowerCase(java.util.Locale.ROOT), index);
            var decision = places.get(said.path("decision_ref").asText().toLowerCase(java.util.Locale.ROOT));
            if (said.path("kind").asText().equals("OUTCOME")
                    && decision != null
                    && SearchProjection.id(said.path("decision_ref").asText()) != null) {
                end(found, said, decision);
            }
            var appealed = places.get(said.path("subject").asText().toLowerCase(java.util.Locale.ROOT));
            var act = said.path("act").asText();
            if (act.startsWith("appeal_")
                    && appealed != null
                    && SearchProjection.id(said.path("subject").asText()) != null) {
                found.computeIfAbsent(act.replace("appeal_", "appeal:"), _ -> new TreeSet<>())
                        .add(appealed);
            }
        }
        return found;
    }

    private static void end(Map<String, TreeSet<Long>> found, JsonNode said, long decision) {
        var terms =
                new ArrayList<>(List.of("ended", "status:" + said.path("status").asText()));
        if (said.has("code")) {
            terms.add("code:" + said.path("code").asText());
        }
        terms.forEach(term -> found.computeIfAbsent(term, _ -> new TreeSet<>()).add(decision));
    }

    private static List<String> rows(Connection search) throws Exception {
        var found = new ArrayList<String>();
        try (var statement = search.prepareStatement("SELECT lower(hex(id)), lower(hex(ref)), time FROM record");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1) + ' ' + rows.getString(2) + ' ' + rows.getLong(3));
            }
        }
        return found;
    }

    private static List<String> expectedRows(List<String> lines) throws Exception {
        var found = new ArrayList<String>();
        for (var line : lines) {
            var said = JSON.readTree(line);
            found.add(hex(said.path("id").asText())
                    + ' '
                    + hex(said.path("decision_ref").asText())
                    + ' '
                    + SearchProjection.millis(said.path("time").asText()));
        }
        return found;
    }

    private static String hex(String id) {
        return SearchProjection.id(id) == null ? "" : id.replace("-", "").toLowerCase(java.util.Locale.ROOT);
    }
}
