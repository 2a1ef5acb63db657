package io.facegate.ledger;

import io.facegate.ledger.record.RecordField;
import io.facegate.policy.Decision;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of a decision's record, by the name of its {@link RecordField}, in canonical order: what is written.
 *
 * <p>A field is one of two kinds. What policies read, or what they decided, is written by a method of the record and
 * read back by {@code PolicyInputReader}, so that judging the call again gives it again. A <em>note</em> is neither: a
 * function gives its value, a number, word, time or list of words, and a replay takes the recorded value as it is.
 */
enum DecisionField {
    ACCOUNT(record ->
            record.call().account() == null ? null : record.call().account().name()),
    BOOT((to, field) -> to.word(field, to.frame().boot())),
    BUILD((to, field) -> to.word(field, to.frame().build())),
    CAPABILITIES((to, field) -> PolicyInputWriter.capabilities(to.json(), to.call())),
    CASE((to, field) -> to.name(field, to.caller().context().caseId())),
    CHECKED((to, field) -> to.refused(refusal -> to.word(field, refusal.checked()))),
    CITATION((to, field) -> to.refused(refusal -> to.text(field, refusal.citation()))),
    CLAUSE((to, field) -> to.text(field, DecisionRecord.shorten(to.decision().clause()))),
    CODE((to, field) -> to.refused(refusal -> to.word(field, refusal.code()))),
    DOUBT((to, field) -> to.word(field, to.findPreconditionFailure())),
    ENGINE((to, field) ->
            to.word(field, to.call().route() == null ? null : to.call().route().engine())),
    EVIDENCE((to, field) -> PolicyInputWriter.evidence(to.json(), to.caller())),
    EXCEPTED((to, field) ->
            to.writeNonDeciding(field, to.decision().nonDeciding().excepted())),
    EXCEPTED_TOTAL((to, field) -> to.total(field, to.decision().nonDeciding().excepted())),
    FACES((to, field) -> to.word(field, to.faces())),
    FACT((to, field) -> to.fact(field)),
    FACTS((to, field) ->
            PolicyInputWriter.facts(to.json(), to.caller().context().facts())),
    GALLERY((to, field) -> to.name(field, to.call().facts().gallery())),
    HOSTS(record -> record.question().hosts()),
    ID((to, field) -> to.word(field, to.frame().id())),
    JURISDICTIONS((to, field) -> PolicyInputWriter.places(to.json(), to.caller())),
    KEY((to, field) -> to.word(field, to.caller().key())),
    KIND((to, field) -> to.word(field, to.frame().kind())),
    MATCHED((to, field) -> to.matched(field)),
    MATCHED_TOTAL((to, field) -> to.matchedTotal(field)),
    METHOD((to, field) -> to.word(field, to.caller().method())),
    OBLIGATIONS((to, field) -> to.obligations()),
    ON_BEHALF_OF((to, field) -> PolicyInputWriter.principals(to.json(), to.caller())),
    OPERATION((to, field) -> to.word(field, RecordWriter.operation(to.call().operation()))),
    ORGANISATION((to, field) -> PolicyInputWriter.organisation(to.json(), to.caller())),
    OVERRIDDEN((to, field) ->
            to.writeNonDeciding(field, to.decision().nonDeciding().overridden())),
    OVERRIDDEN_TOTAL((to, field) -> to.total(field, to.decision().nonDeciding().overridden())),
    PICTURES((to, field) -> PolicyInputWriter.pictures(to.json(), to.call())),
    POLICIES((to, field) -> to.word(field, to.decision().policies())),
    PROVIDER((to, field) -> to.word(field, to.call().provider())),
    PURPOSE((to, field) -> to.word(field, to.caller().purpose())),
    PURPOSES(record -> record.conflictingPurposes()),
    REFERENCES((to, field) -> PolicyInputWriter.references(to.json(), to.call())),
    REQUESTABLE((to, field) -> to.requestable(field)),
    REVIEW((to, field) -> to.word(
            field,
            to.frame().undertaking() == null ? null : to.frame().undertaking().review())),
    RULE((to, field) -> to.word(field, to.decision().rule())),
    SANDBOX(record -> record.caller().sandbox() ? "yes" : null),
    SCHEMA((to, field) -> to.word(field, DecisionRecord.SCHEMA)),
    SHADOW((to, field) -> to.writeNonDeciding(field, to.decision().nonDeciding().shadow())),
    SHADOW_TOTAL((to, field) -> to.total(field, to.decision().nonDeciding().shadow())),
    SOURCE((to, field) -> to.word(field, RecordWriter.source(to.question().source()))),
    THRESHOLD((to, field) -> PolicyInputWriter.threshold(to.json(), to.call())),
    TIME((to, field) -> to.json().time(field, to.question().now())),
    VERDICT((to, field) -> to.word(field, to.decision() instanceof Decision.Permit ? "permit" : "refuse")),
    WARNED((to, field) -> to.writeNonDeciding(field, to.decision().nonDeciding().warned())),
    WARNED_TOTAL((to, field) -> to.total(field, to.decision().nonDeciding().warned())),
    WIRE((to, field) ->
            to.word(field, to.call().route() == null ? null : to.call().route().wire())),
    WIRE_OPERATION((to, field) -> to.word(field, to.wireOperation()));

    /** The notes, in order. */
    static final List<RecordField> NOTES = Arrays.stream(values())
            .filter(field -> field.note != null)
            .map(field -> field.field)
            .toList();

    private static final List<DecisionField> ALL = List.of(values());
    private static final int LISTED = 32;

    private final RecordField field = RecordField.valueOf(name());

    @SuppressWarnings("ImmutableEnumChecker") // a method without state
    private final @Nullable Writer writer;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final @Nullable Function<DecisionRecord, @Nullable Object> note;

    DecisionField(Writer writer) {
        this.writer = writer;
        this.note = null;
    }

    DecisionField(Function<DecisionRecord, @Nullable Object> note) {
        this.writer = null;
        this.note = note;
    }

    /** Writes a field, or nothing where a record has no value for it. */
    private interface Writer {
        void write(DecisionRecord to, RecordField field);
    }

    /** Writes all fields. */
    static void write(DecisionRecord to) {
        for (var one : ALL) {
            if (one.writer != null) {
                one.writer.write(to, one.field);
            } else if (one.note != null) {
                var recorded = to.frame().recorded();
                write(to, one.field, recorded == null ? one.note.apply(to) : recorded.get(one.field.key()));
            }
        }
    }

    private static void write(DecisionRecord to, RecordField field, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Number number -> to.json().number(field, number.longValue());
            case Instant time -> to.json().time(field, time);
            case Collection<?> words when words.isEmpty() -> {}
            case Collection<?> words ->
                to.json().words(field, words.stream().map(String.class::cast).toList(), LISTED);
            default -> to.word(field, (String) value);
        }
    }

    /**
     * The notes of a record that was read, as they stand there.
     *
     * @throws IllegalArgumentException if one has a value that no note can have
     */
    static Map<String, Object> recorded(Map<String, Object> fields) {
        var found = new HashMap<String, Object>();
        for (var field : NOTES) {
            var value = fields.get(field.key());
            if (value == null) {
                continue;
            }
            boolean list = value instanceof List<?> words && words.stream().allMatch(String.class::isInstance);
            if (!(value instanceof String || value instanceof Long || list)) {
                throw new IllegalArgumentException(field.key() + " is no note");
            }
            found.put(field.key(), value);
        }
        return found;
    }
}
