package io.facegate.usecase.ledger;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.appeal.AppealStatement;
import io.facegate.ledger.history.DecisionHistory;
import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.narrative.ObligationLine;
import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.ledger.narrative.TimelineEvent;
import io.facegate.ledger.narrative.TimelineWriter;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.policy.vocabulary.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders records for people: as fields, one line, a sentence or an explanation. All text is safe to show. */
public final class RecordRenderer {
    private final UnaryOperator<String> names;
    private final PolicyHistory policies;
    private final UnaryOperator<String> safe;
    private final Map<Language, NarrativeWriter> writers = new ConcurrentHashMap<>();

    /**
     * Creates a renderer.
     *
     * @param names maps an organisation's id to its display name, or to the id itself
     * @param policies the sets that made the decisions
     * @param safe makes a text safe for the place where it is shown
     */
    public RecordRenderer(UnaryOperator<String> names, PolicyHistory policies, UnaryOperator<String> safe) {
        this.names = names;
        this.policies = policies;
        this.safe = safe;
    }

    /** The renderer of a gateway's pages. */
    public static RecordRenderer forPages(UnaryOperator<String> names, Path data) {
        return new RecordRenderer(names, PolicyHistory.ofFolder(data), DisplayText::forPage);
    }

    /** The renderer of a command, with the policies that the data folder keeps. */
    public static RecordRenderer forTerminal(Path data) {
        return forTerminal(UnaryOperator.identity(), data);
    }

    /** The same, with the organisations' names. */
    public static RecordRenderer forTerminal(UnaryOperator<String> names, Path data) {
        return new RecordRenderer(names, PolicyHistory.ofFolder(data), DisplayText::forTerminal);
    }

    /** The display name of an organisation, or its id. */
    String organisation(String id) {
        return safe.apply(names.apply(id));
    }

    /** The record's fields. */
    public RecordFields fields(VerifiedRecord record) {
        return RecordFields.of(record, safe);
    }

    /** The record in one line. */
    public String line(VerifiedRecord record) {
        var fields = fields(record);
        if (fields.node().isMissingNode()) {
            return "(a record that cannot be read; run: facegate ledger verify)";
        }
        return words(fields, "time", "kind") + "  "
                + switch (fields.text("/kind")) {
                    case "DECISION", "EVALUATION" ->
                        words(fields, "verdict") + "  " + fields.organisation() + "  "
                                + String.join(",", fields.capabilities()) + "  "
                                + words(fields, "purpose", "rule", "id") + (fields.sandbox() ? "  sandbox" : "");
                    case "OUTCOME" -> words(fields, "status", "code", "decision_ref");
                    case "AUTH" -> words(fields, "attempts", "reason", "source", "id");
                    default -> words(fields, "act", "subject", "id");
                };
    }

    private static String words(RecordFields record, String... fields) {
        return Arrays.stream(fields)
                .map(field -> record.text('/' + field))
                .map(word -> word.isEmpty() ? "-" : word)
                .collect(Collectors.joining("  "));
    }

    /** A decision in one sentence; null for other records. */
    public @Nullable String sentence(VerifiedRecord record, Language language) {
        return safe(writer(language).sentence(record.json()));
    }

    /** A decision in one sentence, which says too what became of an answer that people had to review. */
    public String sentence(DecisionDetails details, ReviewState review, Language language) {
        var said = writer(language).sentence(details, review);
        return said == null ? "" : safe.apply(said);
    }

    /** What the records show of an obligation. */
    public static String obligationState(ObligationLine.State state, Language language) {
        return NarrativeWriter.obligationState(state, language);
    }

    /** Explains a decision. */
    public Narrative explain(DecisionDetails details, Language language) {
        var told = writer(language).explain(details);
        return new Narrative(
                safe.apply(told.asked()),
                safe.apply(told.decided()),
                safe.apply(told.reason()),
                safe.apply(told.source()),
                told.notes().stream().map(safe).toList(),
                safe(told.change()),
                safe(told.ended()));
    }

    /** What the rule that decided says for itself; null if the policies that decided are not kept. */
    public @Nullable RuleStatement statement(DecisionDetails details, Language language) {
        var said = writer(language).statement(details.decision().json());
        return said == null ? null : said.withTexts(safe);
    }

    /** The obligations of a permit, each with what is known of whether it was met. */
    public List<ObligationLine> obligations(DecisionDetails details, ReviewState review, Language language) {
        return writer(language).obligations(details, review).stream()
                .map(line -> line.withText(safe))
                .toList();
    }

    /** What led to a decision and followed it, in order. */
    public List<TimelineEvent> timeline(
            DecisionDetails details, DecisionHistory history, TimelineWriter.Texts texts, Language language) {
        return writer(language).timeline(details, history, texts).stream()
                .map(event -> event.withTexts(safe))
                .toList();
    }

    /** The steps of an appeal, one a sentence. */
    public List<String> describeAppeal(List<AppealStatement> statements, Language language) {
        return writer(language).describeAppeal(statements).stream().map(safe).toList();
    }

    private NarrativeWriter writer(Language language) {
        return writers.computeIfAbsent(language, any -> new NarrativeWriter(any, names, policies));
    }

    private @Nullable String safe(@Nullable String line) {
        return line == null ? null : safe.apply(line);
    }

    /**
     * The sentences about an administrative act: what was done, by whom and why.
     *
     * @param disclosed the names and reasons whose salts are kept
     */
    public List<String> describeAct(VerifiedRecord act, Map<RecordField, String> disclosed) {
        var record = fields(act);
        var said = new ArrayList<String>();
        said.add(record.text("/act") + " of " + record.text("/subject") + ", on " + record.text("/time") + '.');
        if (record.has(RecordField.PERSON)) {
            said.add((record.isAboutPerson() ? "About: " : "By: ") + personOrReason(disclosed.get(RecordField.PERSON)));
        }
        if (record.has(RecordField.ACTOR)) {
            said.add("By: " + personOrReason(disclosed.get(RecordField.ACTOR)));
        }
        if (record.has(RecordField.STATED_REASON)) {
            said.add("Reason: " + personOrReason(disclosed.get(RecordField.STATED_REASON)));
        }
        if (record.has(RecordField.REGISTRY_AFTER)) {
            said.add("Registry's root after it: " + record.text('/' + RecordField.REGISTRY_AFTER.key()));
        }
        return said.stream().map(safe).toList();
    }

    private static String personOrReason(@Nullable String value) {
        if (value == null) {
            return "hidden: the name or text is not kept here, or was erased.";
        }
        return value.startsWith(Ledger.UNNAMED)
                ? value.substring(Ledger.UNNAMED.length()) + " (the operating system's user; no name was given)"
                : value;
    }

    /** The sentence about a record that does not verify. Does not repeat its content. */
    public static String describe(TamperedRecord tampered) {
        return "TAMPERED  record " + (tampered.index() + 1) + " was tampered with: "
                + tampered.cause().description()
                + ". Its contents are hidden, and it proves no decision. Run: facegate ledger verify";
    }
}
