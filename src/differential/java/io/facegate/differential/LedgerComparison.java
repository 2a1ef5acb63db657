package io.facegate.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Compares the records of both ledgers by request and field. Only moments and salted commitments may differ. */
final class LedgerComparison {
    private static final Set<String> ANY_VALUE = Set.of(
            "time",
            "boot",
            "micros",
            "expected",
            "since",
            "actor",
            "case",
            "gallery",
            "person",
            "stated_reason",
            "mac",
            "authorisation_due",
            "build");

    private final Comparison comparison;
    private final RunLog log;
    private final TreeMap<String, Integer> verdicts = new TreeMap<>();

    LedgerComparison(Comparison comparison, RunLog log) {
        this.comparison = comparison;
        this.log = log;
    }

    /** A ledger as printed by its own build: records by request, and those without one. */
    private record Records(
            TreeMap<Integer, List<String>> byRequest, TreeMap<String, Long> failures, List<String> acts) {}

    /** Compares the ledgers and returns the number of records. */
    int compare(Path older, Path newer, Consumer<Difference> found) throws IOException {
        var old = read(older, log.oldDecisions());
        var now = read(newer, log.newDecisions());
        int compared = 0;
        var numbers = new java.util.TreeSet<>(old.byRequest().keySet());
        numbers.addAll(now.byRequest().keySet());
        for (int number : numbers) {
            var entry = log.entry(number);
            Comparison.Sink sink = (kind, one, other) ->
                    found.accept(new Difference(entry.group(), kind, entry.describe(), one, other));
            compared += records(
                    old.byRequest().getOrDefault(number, List.of()),
                    now.byRequest().getOrDefault(number, List.of()),
                    sink);
        }
        Comparison.Sink rest =
                (kind, one, other) -> found.accept(new Difference("ledger\tall", kind, "the whole ledger", one, other));
        if (!old.failures().equals(now.failures())) {
            rest.differs(
                    "record AUTH", old.failures().toString(), now.failures().toString());
        }
        if (!old.acts().equals(now.acts())) {
            rest.differs("record ADMIN", old.acts().toString(), now.acts().toString());
        }
        return compared;
    }

    /** Number of the old build's records by verdict. */
    Map<String, Integer> verdicts() {
        return verdicts;
    }

    private int records(List<String> older, List<String> newer, Comparison.Sink sink) throws IOException {
        if (older.size() != newer.size()) {
            sink.differs("records count", older.toString(), newer.toString());
            return 0;
        }
        for (int at = 0; at < older.size(); at++) {
            var one = Comparison.tree(older.get(at));
            var other = Comparison.tree(newer.get(at));
            var kind = "record " + one.path("kind").asText();
            var verdict = one.path("provider").asText("outcome")
                    + ' '
                    + one.path("verdict").asText(one.path("status").asText())
                    + ' '
                    + one.path("code").asText();
            verdicts.merge(verdict, 1, Integer::sum);
            withoutMoments(one);
            withoutMoments(other);
            comparison.trees(kind, "", one, other, sink);
        }
        return older.size();
    }

    private static void withoutMoments(JsonNode record) {
        for (var field : record.properties()) {
            if (ANY_VALUE.contains(field.getKey())) {
                field.setValue(com.fasterxml.jackson.databind.node.TextNode.valueOf("any"));
            } else {
                withoutMoments(field.getValue());
            }
        }
    }

    /** Reads records. A decision without an answer, as of a failed first choice, belongs to the next answered one. */
    private Records read(Path file, Map<String, Integer> decisions) throws IOException {
        var records = new Records(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        var untold = new ArrayList<String>();
        int last = -1;
        try (var lines = Files.lines(file)) {
            for (var line : (Iterable<String>) lines::iterator) {
                var record = Comparison.tree(line);
                switch (record.path("kind").asText()) {
                    case "AUTH" ->
                        records.failures()
                                .merge(
                                        record.path("reason").asText()
                                                + ' '
                                                + record.path("key").asText()
                                                + ' '
                                                + record.path("method").asText(),
                                        record.path("attempts").asLong(1),
                                        Long::sum);
                    case "DECISION", "EVALUATION", "OUTCOME" -> {
                        var number = decisions.get(record.path("decision_ref")
                                .asText(record.path("id").asText()));
                        if (number == null) {
                            untold.add(line);
                        } else {
                            var own = records.byRequest().computeIfAbsent(number, one -> new ArrayList<>());
                            own.addAll(untold);
                            own.add(line);
                            untold.clear();
                            last = number;
                        }
                    }
                    default ->
                        records.acts()
                                .add(record.path("kind").asText()
                                        + ' '
                                        + record.path("act").asText());
                }
            }
        }
        if (!untold.isEmpty()) {
            records.byRequest().computeIfAbsent(last, one -> new ArrayList<>()).addAll(untold);
        }
        return records;
    }
}
