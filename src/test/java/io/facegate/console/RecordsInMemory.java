package io.facegate.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.Entries;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An archive over a list, that keeps the port's promises and answers from any thread but an event loop. */
public final class RecordsInMemory implements RecordSearch {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<VerifiedRecord> entries = new ArrayList<>();
    private final Set<Long> tampered = new HashSet<>();
    private boolean broken;
    private long behind;

    public synchronized void clear() {
        entries.clear();
        tampered.clear();
        broken = false;
        behind = 0;
    }

    /** From now on the disk cannot be read. */
    public synchronized void breakDown() {
        broken = true;
    }

    /** So many records are not found yet. */
    synchronized void fallBehind(long records) {
        behind = records;
    }

    /** The record of that place does not verify any more. */
    public synchronized void tamper(long index) {
        tampered.add(index);
    }

    public synchronized void add(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        entries.add(Entries.of(entries.size(), bytes, sha256(bytes)));
    }

    @Override
    public synchronized List<CheckedRecord> page(RecordQuery query) {
        work();
        var newestFirst = new ArrayList<>(entries);
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .filter(entry -> query.beforeIndex() == null || entry.index() < query.beforeIndex())
                .filter(entry -> tampered.contains(entry.index()) || fits(query, parse(entry)))
                .limit(query.limit())
                .map(this::checked)
                .toList();
    }

    @Override
    public synchronized List<RecordCounts> counts(List<RecordCounts.Asked> questions) {
        return questions.stream()
                .map(asked -> count(asked.query(), asked.facets()))
                .toList();
    }

    private RecordCounts count(RecordQuery query, Collection<SearchFacet> facets) {
        work();
        var found = entries.stream()
                .filter(entry -> !tampered.contains(entry.index()))
                .map(RecordsInMemory::parse)
                .filter(record -> fits(query, record))
                .toList();
        var by = new TreeMap<SearchFacet, Map<String, Long>>();
        for (var facet : facets) {
            by.put(
                    facet,
                    found.stream()
                            .flatMap(record -> valuesOf(facet, record))
                            .collect(Collectors.groupingBy(value -> value, TreeMap::new, Collectors.counting())));
        }
        return new RecordCounts(by, Set.of(), found.size(), 0, null, null, tampered.size());
    }

    private static Stream<String> valuesOf(SearchFacet facet, JsonNode record) {
        return switch (facet) {
            case DAY -> Stream.of(record.at("/time").asText("1970-01-01").substring(0, 10));
            case ORGANISATION ->
                Stream.concat(
                                Stream.of(record.at("/organisation/id").asText()),
                                StreamSupport.stream(record.path("on_behalf_of").spliterator(), false)
                                        .map(one -> one.path("id").asText()))
                        .filter(value -> !value.isEmpty());
            case CAPABILITY ->
                StreamSupport.stream(record.path("capabilities").spliterator(), false)
                        .map(JsonNode::asText);
            default -> Stream.of(record.path(facet.key()).asText()).filter(value -> !value.isEmpty());
        };
    }

    @Override
    public synchronized Optional<CheckedDecision> findDecision(String decision) {
        work();
        return entries.stream()
                .filter(entry -> parse(entry).at("/id").asText().equals(decision))
                .findFirst()
                .map(entry -> tampered.contains(entry.index())
                        ? wrong(entry)
                        : new DecisionDetails(
                                entry,
                                entries.stream()
                                        .filter(one -> parse(one)
                                                .at("/decision_ref")
                                                .asText()
                                                .equals(decision))
                                        .findFirst()
                                        .orElse(null),
                                entries.size(),
                                sha256(new byte[] {1}),
                                List.of(sha256(new byte[] {2}), sha256(new byte[] {3}))));
    }

    private CheckedRecord checked(VerifiedRecord entry) {
        return tampered.contains(entry.index()) ? wrong(entry) : entry;
    }

    private static TamperedRecord wrong(VerifiedRecord entry) {
        return new TamperedRecord(entry.index(), TamperedRecord.Cause.CHANGED);
    }

    @Override
    public synchronized boolean lists(SearchFacet facet, String value) {
        return values(facet).contains(value);
    }

    @Override
    public synchronized List<String> values(SearchFacet facet) {
        var at = facet == SearchFacet.ORGANISATION ? "/organisation/id" : '/' + facet.key();
        return entries.stream()
                .map(entry -> parse(entry).at(at).asText())
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public Optional<VerifiedRecord> findAct(String id) {
        return Optional.empty();
    }

    @Override
    public boolean names(String id) {
        return true;
    }

    @Override
    public boolean containsWords(String text) {
        return true;
    }

    @Override
    public synchronized SearchIndexLag indexLag() {
        work();
        return new SearchIndexLag(entries.size(), entries.size() + behind);
    }

    @Override
    public void close() {}

    private void work() {
        if (Thread.currentThread().getName().contains("eventloop")) {
            throw new AssertionError("The ledger is read on an event loop");
        }
        if (broken) {
            throw new UncheckedIOException(new IOException("disk I/O error in /secret/path/ledger.db"));
        }
    }

    private static boolean fits(RecordQuery query, JsonNode record) {
        var time = Instant.parse(record.at("/time").asText("1970-01-01T00:00:00Z"));
        var from = query.period().from();
        var until = query.period().until();
        return equal(query.value(SearchFacet.KIND), record.at("/kind"))
                && equal(query.value(SearchFacet.ACT), record.at("/act"))
                && (from == null || !time.isBefore(from))
                && (until == null || time.isBefore(until))
                && equal(query.value(SearchFacet.ORGANISATION), record.at("/organisation/id"))
                && equal(query.value(SearchFacet.PURPOSE), record.at("/purpose"))
                && equal(query.value(SearchFacet.VERDICT), record.at("/verdict"))
                && equal(query.value(SearchFacet.RULE), record.at("/rule"))
                && equal(query.value(SearchFacet.ACT), record.at("/act"))
                && equal(query.value(SearchFacet.SUBJECT), record.at("/subject"))
                && equal(query.value(SearchFacet.REVIEW), record.at("/review"))
                && equal(query.value(SearchFacet.KEY), record.at("/key"))
                && equal(query.value(SearchFacet.METHOD), record.at("/method"))
                && (query.value(SearchFacet.WITHOUT) == null || !record.has("purpose"))
                && query.value(SearchFacet.APPEAL) == null
                && ("no".equals(query.value(SearchFacet.SANDBOX))
                        ? !record.has("sandbox")
                        : equal(query.value(SearchFacet.SANDBOX), record.at("/sandbox")))
                && equal(query.value(SearchFacet.PROVIDER), record.at("/provider"))
                && equal(query.value(SearchFacet.OPERATION), record.at("/operation"))
                && equal(query.value(SearchFacet.CODE), record.at("/code"))
                && (query.value(SearchFacet.STATUS) == null)
                && query.words().stream().allMatch(word -> record.toString().contains(word.text()))
                && within(query.value(SearchFacet.CAPABILITY), record.at("/capabilities"));
    }

    private static boolean equal(String wanted, JsonNode found) {
        return wanted == null || wanted.equals(found.asText());
    }

    private static boolean within(String wanted, JsonNode capabilities) {
        return wanted == null
                || StreamSupport.stream(capabilities.spliterator(), false)
                        .map(code -> Capability.fromCode(code.asText()))
                        .anyMatch(found -> found != null && found.isWithin(Capability.fromCode(wanted)));
    }

    private static JsonNode parse(VerifiedRecord entry) {
        try {
            return JSON.readTree(entry.json());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
