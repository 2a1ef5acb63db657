package io.facegate.ledger.search;

import io.facegate.json.JsonMappers;
import io.facegate.ledger.record.RecordScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists records under the terms of their fields. Most fields say the same in many records, so a field's text is parsed
 * once, and later records that have it are only added to it. Not thread-safe.
 */
final class FieldTermIndex {
    /** Texts that are kept. */
    private static final int KEPT = 2048;

    private static final int LONGEST = 2048;

    /** Characters of a time, and of its part down to the minute. */
    private static final int TIME = 24;

    private static final int MINUTE = 17;

    private final RecordScanner scanner = new RecordScanner();
    private final Map<FieldText, Field> known = new HashMap<>();
    private final List<Field> unkept = new ArrayList<>();
    private final List<Field> found = new ArrayList<>();
    private final PostingLists.Blocks all = new PostingLists.Blocks();
    private final PostingLists.Blocks ended = new PostingLists.Blocks();
    private final PostingLists.Blocks purposeless = new PostingLists.Blocks();
    private byte[] in = new byte[0];
    private byte[] minute = new byte[0];
    private long minuteStart;
    private long time;
    private boolean usual;
    private boolean hasPurpose;
    private @Nullable Field status;
    private @Nullable Field code;

    /** The bytes of a field, from its name on. */
    private record FieldText(byte[] bytes, int from, int to, int hash) {
        static FieldText of(byte[] bytes, int from, int to) {
            int hash = 1;
            for (int at = from; at < to; at++) {
                hash = 31 * hash + bytes[at];
            }
            return new FieldText(bytes, from, to, hash);
        }

        FieldText kept() {
            return new FieldText(Arrays.copyOfRange(bytes, from, to), 0, to - from, hash);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof FieldText text
                    && hash == text.hash
                    && Arrays.equals(bytes, from, to, text.bytes, text.from, text.to);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /**
     * A field that some records have.
     *
     * @param coded the term of the whole value, or null
     * @param records that have it
     * @param decisions that it is said of, by their outcomes
     */
    private record Field(
            Set<String> terms, @Nullable String coded, PostingLists.Blocks records, PostingLists.Blocks decisions) {
        Field(Set<String> terms, @Nullable String coded) {
            this(terms, coded, new PostingLists.Blocks(), new PostingLists.Blocks());
        }
    }

    /**
     * Reads a decision or an outcome, whose bytes are those that the ledger wrote. Returns false for every other record,
     * and for one in another form: these are to be parsed.
     */
    boolean read(byte[] lines, int from, int to) {
        in = lines;
        found.clear();
        status = null;
        code = null;
        time = -1;
        usual = true;
        hasPurpose = false;
        boolean isWhole = scanner.scan(lines, from, to, this::visit);
        boolean isReferring = scanner.ref() == null || scanner.refUuid() != null;
        boolean isCall = scanner.outcome() ? status != null : scanner.decision();
        return isWhole && usual && isCall && isReferring && scanner.uuid() != null && time >= 0;
    }

    UUID id() {
        return Objects.requireNonNull(scanner.uuid());
    }

    /** The decision that an outcome is of. */
    @Nullable
    UUID ref() {
        return scanner.refUuid();
    }

    boolean isDecision() {
        return scanner.decision();
    }

    /** The time of the record, in milliseconds since 1970. */
    long time() {
        return time;
    }

    /** Lists the record that was read. */
    void list(long index) {
        all.add(index);
        if (isDecision() && !hasPurpose) {
            purposeless.add(index);
        }
        for (var field : found) {
            field.records.add(index);
        }
    }

    /** Lists a decision under the outcome that was read. */
    void listEnded(long decision) {
        ended.add(decision);
        Objects.requireNonNull(status).decisions.add(decision);
        if (code != null) {
            code.decisions.add(decision);
        }
    }

    /** Passes everything listed on to the lists of each term. */
    void flush(PostingLists to) {
        to.add(SearchTerms.ALL, all);
        to.add(SearchTerms.ENDED, ended);
        to.add(SearchTerms.WITHOUT_PURPOSE, purposeless);
        for (var fields : List.of(known.values(), unkept)) {
            for (var field : fields) {
                field.terms.forEach(term -> to.add(term, field.records));
                if (field.coded != null) {
                    to.add(field.coded, field.decisions);
                }
            }
        }
    }

    private void visit(int name, int nameEnd, int value, int valueEnd) {
        var key = text(name, nameEnd);
        boolean isNumber = in[value] != '"' && in[value] != '[' && in[value] != '{';
        if (key.equals("time")) {
            time = millis(value + 1, valueEnd - 1);
            usual &= time >= 0;
            if (usual) {
                found.add(field(key, FieldText.of(in, name, value + 1 + SearchTerms.DAY), value, valueEnd));
            }
        } else if (key.equals("act") || (isNumber && key.equals("code"))) {
            usual = false;
        } else if (!isNumber && !SearchTerms.hasNone(key)) {
            add(key, field(key, FieldText.of(in, name, valueEnd), value, valueEnd));
        }
    }

    private void add(String key, Field field) {
        found.add(field);
        if (key.equals("status") && field.coded != null) {
            status = field;
        } else if (key.equals("purpose")) {
            hasPurpose = field.coded != null;
        } else if (key.equals("code")) {
            usual &= field.coded != null;
            code = field;
        }
    }

    private Field field(String key, FieldText text, int value, int valueEnd) {
        var field = known.get(text);
        if (field == null) {
            field = parse(key, value, valueEnd);
            if (known.size() < KEPT && text.to - text.from <= LONGEST) {
                known.put(text.kept(), field);
            } else {
                unkept.add(field);
            }
        }
        return field;
    }

    private Field parse(String key, int value, int valueEnd) {
        try {
            var said = JsonMappers.PLAIN.readTree(in, value, valueEnd - value);
            return new Field(SearchTerms.extractField(key, said), SearchTerms.coded(key, said));
        } catch (IOException unreadable) {
            usual = false;
            return new Field(Set.of(), null);
        }
    }

    /** Reads a time as records have it; -1 if it is in another form. */
    private long millis(int from, int to) {
        if (to - from != TIME || in[from + MINUTE + 2] != '.' || in[to - 1] != 'Z') {
            return -1;
        }
        if (!Arrays.equals(in, from, from + MINUTE, minute, 0, minute.length)) {
            try {
                minuteStart = Instant.parse(text(from, from + MINUTE) + "00Z").toEpochMilli();
                minute = Arrays.copyOfRange(in, from, from + MINUTE);
            } catch (DateTimeException other) {
                return -1;
            }
        }
        int second = digits(from + MINUTE, 2);
        int millis = digits(from + MINUTE + 3, 3);
        return second < 0 || second > 59 || millis < 0 ? -1 : minuteStart + second * 1000L + millis;
    }

    private int digits(int from, int many) {
        int number = 0;
        for (int at = from; at < from + many; at++) {
            if (in[at] < '0' || in[at] > '9') {
                return -1;
            }
            number = 10 * number + in[at] - '0';
        }
        return number;
    }

    private String text(int from, int to) {
        return new String(in, from, to - from, StandardCharsets.US_ASCII);
    }
}
