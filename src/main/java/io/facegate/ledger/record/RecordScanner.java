package io.facegate.ledger.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Single-pass scanner of a record: extracts the fields that the ledger itself needs, and checks that the bytes are
 * canonical. Reusable, not thread-safe.
 */
public final class RecordScanner extends CanonicalJsonTokens {
    private static final byte[] ID = ascii("id");
    private static final byte[] KIND = ascii("kind");
    private static final byte[] REF = ascii("decision_ref");
    private static final byte[] VERDICT = ascii("verdict");
    private static final byte[] PERMIT = ascii("permit");
    private static final byte[] DECISION = ascii("DECISION");
    private static final byte[] OUTCOME = ascii("OUTCOME");
    private static final byte[] ADMIN = ascii("ADMIN");
    private static final byte[] ACT = ascii("act");
    private static final byte[] PRUNE = ascii("prune");
    private static final byte[] HOLD_ADD = ascii("hold_add");
    private static final byte[] HOLD_LIFT = ascii("hold_lift");
    private static final byte[] SUBJECT = ascii("subject");
    private static final byte[] CLOCK = ascii("CLOCK");
    private static final byte[] TIME = ascii("time");
    private static final byte[] EXPECTED = ascii("expected");
    private static final byte[] BUILD = ascii("build");

    private long id;
    private long kind;
    private long ref;
    private long verdict;
    private long act;
    private long subject;
    private long time;
    private long expected;
    private long build;
    private @Nullable FieldVisitor visitor;

    /** Receives the fields of a record, those of nested objects within theirs. */
    @FunctionalInterface
    public interface FieldVisitor {
        /** Receives a field whose name is {@code [name, nameEnd)} and whose value is {@code [value, valueEnd)}. */
        void visit(int name, int nameEnd, int value, int valueEnd);
    }

    /** Scans a record, and passes its fields as far as it is canonical. */
    public boolean scan(byte[] bytes, int from, int to, FieldVisitor fields) {
        visitor = fields;
        try {
            return scan(bytes, from, to);
        } finally {
            visitor = null;
        }
    }

    /** Scans the record in these bytes; returns false if it is not canonical JSON in the ledger's form. */
    public boolean scan(byte[] bytes, int from, int to) {
        in = bytes;
        at = from;
        end = to;
        id = kind = ref = verdict = act = subject = time = expected = build = 0;
        return object(0) && at == end;
    }

    public @Nullable String id() {
        return string(id);
    }

    /** The decision that an outcome closes. */
    public @Nullable String ref() {
        return string(ref);
    }

    public boolean permit() {
        return is(kind, DECISION) && is(verdict, PERMIT);
    }

    public boolean decision() {
        return is(kind, DECISION);
    }

    public boolean outcome() {
        return is(kind, OUTCOME);
    }

    /** True if it states that the clock was set. */
    public boolean isClock() {
        return is(kind, CLOCK);
    }

    /** True if it is the record of that administrative act. */
    public boolean isAct(String name) {
        return is(kind, ADMIN) && name.equals(string(act));
    }

    /** True if that build wrote it. */
    public boolean isOfBuild(String name) {
        return name.equals(string(build));
    }

    public @Nullable String time() {
        return string(time);
    }

    /** The expected clock time, of a record that states that the clock was set. */
    public @Nullable String expectedTime() {
        return string(expected);
    }

    /** The index before which this record states that records were pruned; 0 for other records. */
    public long pruneMinimum() {
        var said = is(kind, ADMIN) && is(act, PRUNE) ? string(subject) : null;
        return said != null && said.matches("\\d{1,18}") ? Long.parseLong(said) : 0;
    }

    /** True if this record decides which records are removed. */
    public boolean retention() {
        return is(kind, ADMIN) && (is(act, PRUNE) || is(act, HOLD_ADD) || is(act, HOLD_LIFT));
    }

    private boolean object(int depth) {
        if (depth > 3 || !skipChar('{')) {
            return false;
        }
        if (skipChar('}')) {
            return true;
        }
        long before = 0;
        do {
            int start = at + 1;
            if (!key()) {
                return false;
            }
            long name = span(start, at - 1);
            if ((before != 0 && compare(before, name) >= 0) || !skipChar(':')) {
                return false;
            }
            int value = at;
            if (!value(depth)) {
                return false;
            }
            if (depth == 0) {
                keepValue(name, value);
                pass(name, value);
            }
            before = name;
        } while (skipChar(','));
        return skipChar('}');
    }

    private void pass(long name, int value) {
        if (visitor != null) {
            visitor.visit(from(name), to(name), value, at);
        }
    }

    private void keepValue(long name, int value) {
        if (in[value] != '"') {
            return;
        }
        long span = span(value + 1, at - 1);
        if (is(name, ID)) {
            id = span;
        } else if (is(name, KIND)) {
            kind = span;
        } else if (is(name, REF)) {
            ref = span;
        } else if (is(name, VERDICT)) {
            verdict = span;
        } else if (is(name, ACT)) {
            act = span;
        } else if (is(name, SUBJECT)) {
            subject = span;
        } else if (is(name, TIME)) {
            time = span;
        } else if (is(name, EXPECTED)) {
            expected = span;
        } else if (is(name, BUILD)) {
            build = span;
        }
    }

    private boolean value(int depth) {
        if (at == end) {
            return false;
        }
        return switch (in[at]) {
            case '"' -> string();
            case '{' -> object(depth + 1);
            case '[' -> array(depth);
            default -> number();
        };
    }

    private boolean array(int depth) {
        at++;
        if (skipChar(']')) {
            return true;
        }
        do {
            boolean object = at < end && in[at] == '{';
            if (!(object ? object(depth + 1) : string())) {
                return false;
            }
        } while (skipChar(','));
        return skipChar(']');
    }

    private int compare(long left, long right) {
        return Arrays.compare(in, from(left), to(left), in, from(right), to(right));
    }

    private boolean is(long span, byte[] word) {
        return span != 0 && Arrays.equals(in, from(span), to(span), word, 0, word.length);
    }

    private @Nullable String string(long span) {
        return span == 0 ? null : new String(in, from(span), to(span) - from(span), StandardCharsets.UTF_8);
    }

    /** The id as a UUID, or null if it is not one. */
    public @Nullable UUID uuid() {
        return uuid(id);
    }

    /** The id of the decision that an outcome closes, as a UUID. */
    public @Nullable UUID refUuid() {
        return uuid(ref);
    }

    private @Nullable UUID uuid(long span) {
        if (to(span) - from(span) != 36) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 36; i++) {
            byte b = in[from(span) + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (b != '-') {
                    return null;
                }
                continue;
            }
            int digit = b >= '0' && b <= '9' ? b - '0' : b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
            if (digit < 0) {
                return null;
            }
            high = (high << 4) | (low >>> 60);
            low = (low << 4) | digit;
        }
        return new UUID(high, low);
    }

    private static long span(int from, int to) {
        return ((long) from << 32) | to;
    }

    private static int from(long span) {
        return (int) (span >>> 32);
    }

    private static int to(long span) {
        return (int) span;
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
