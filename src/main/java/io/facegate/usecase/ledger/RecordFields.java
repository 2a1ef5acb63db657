package io.facegate.usecase.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.policy.BuiltinRefusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the fields of a record, for whoever shows it. Lenient: a missing field reads as an empty text.
 *
 * @param node the parsed record; missing if it is no JSON
 * @param safe makes a text safe for the place where it is shown, such as {@link DisplayText#forPage}
 */
public record RecordFields(VerifiedRecord entry, JsonNode node, UnaryOperator<String> safe) {
    private static final Set<String> ACTS_ABOUT_REVIEWERS = Set.of("reviewer_add", "reviewer_remove");

    public static RecordFields of(VerifiedRecord entry, UnaryOperator<String> safe) {
        try {
            return new RecordFields(entry, JsonMappers.PLAIN.readTree(entry.json()), safe);
        } catch (IOException e) {
            return new RecordFields(entry, MissingNode.getInstance(), safe);
        }
    }

    /** The canonical JSON, as hashed. Not made safe: for scripts. */
    public static String verbatim(VerifiedRecord entry) {
        return new String(entry.json(), StandardCharsets.UTF_8);
    }

    public String id() {
        return text("/id");
    }

    public @Nullable Instant time() {
        try {
            return Instant.parse(text("/time"));
        } catch (DateTimeException e) {
            return null;
        }
    }

    public String verdict() {
        return text("/verdict");
    }

    /** True if people approve the answer before it is given, and had not when the call was judged. */
    public boolean reviewRequired() {
        return node.at("/obligations/reviewers").asInt() > 0 && text("/review").isEmpty();
    }

    /** True if the call was made with a key of the sandbox. */
    public boolean sandbox() {
        return !text("/sandbox").isEmpty();
    }

    public String organisation() {
        return text("/organisation/id");
    }

    public String organisationType() {
        return text("/organisation/type");
    }

    public String purpose() {
        return text("/purpose");
    }

    public List<String> capabilities() {
        return texts("/capabilities");
    }

    public String provider() {
        return text("/provider");
    }

    public String operation() {
        return text("/operation");
    }

    public String rule() {
        return text("/rule");
    }

    public String clause() {
        return text("/clause");
    }

    public String citation() {
        return text("/citation");
    }

    /** The day on which the citation was last checked against its source. */
    public String checked() {
        return text("/checked");
    }

    /** SHA-256 of the policies that decided. */
    public String policies() {
        return text("/policies");
    }

    /** The code of a refusal's reason. */
    public String code() {
        return text("/code");
    }

    /** The name of the caller's key, not its secret. */
    public String key() {
        return text("/key");
    }

    /** How the caller authenticated. */
    public String method() {
        return text("/method");
    }

    public List<String> jurisdictions() {
        return texts("/jurisdictions");
    }

    /** The organisations that the call was made for. Older records contain only their ids. */
    public List<Link> onBehalfOf() {
        return StreamSupport.stream(node.at("/on_behalf_of").spliterator(), false)
                .map(one -> one.isTextual()
                        ? new Link(safe.apply(one.asText()), "")
                        : new Link(
                                safe.apply(one.path("id").asText()),
                                safe.apply(one.path("type").asText())))
                .toList();
    }

    /** An organisation of a delegation chain. */
    public record Link(String id, String type) {}

    public List<String> evidence() {
        return texts("/evidence");
    }

    /** Attested facts of the call, of the caller and of those it acts for. */
    public List<String> attested() {
        var facts = new ArrayList<>(texts("/facts"));
        facts.addAll(texts("/organisation/facts"));
        node.at("/on_behalf_of")
                .forEach(one -> one.path("facts").forEach(fact -> facts.add(safe.apply(fact.asText()))));
        return facts;
    }

    /** The requested similarity threshold, 0 to 1. Older records store thousandths. */
    public String threshold() {
        var told = node.at("/threshold");
        return told.isIntegralNumber() ? Double.toString(told.asLong() / 1000.0) : text("/threshold");
    }

    /** The call's values for the attributes in the clause. */
    public String fact() {
        return text("/fact");
    }

    /** Every rule that applied, including the deciding one. */
    public List<String> matched() {
        return texts("/matched");
    }

    /** The whole record, pretty-printed. */
    public String pretty() {
        return (node.isMissingNode() ? verbatim(entry) : node.toPrettyString())
                .lines()
                .map(safe)
                .collect(Collectors.joining("\n"));
    }

    /** What an administrative act was about. */
    public String subject() {
        return text("/subject");
    }

    /**
     * True if the person in the record is the one whom the act is about; false for the one who did it. Of a reviewer's row it is always the reviewer:
     * where no one else is named, the gateway did it, or a registry without people.
     */
    public boolean isAboutPerson() {
        return has(RecordField.ACTOR) || ACTS_ABOUT_REVIEWERS.contains(text("/act"));
    }

    /** True if the record has that field. */
    public boolean holds(RecordField field) {
        return has(field);
    }

    boolean has(RecordField field) {
        return node.has(field.key());
    }

    String text(String pointer) {
        var found = node.at(pointer);
        return found.isValueNode() && !found.isNull() ? safe.apply(found.asText()) : "";
    }

    private List<String> texts(String pointer) {
        return StreamSupport.stream(node.at(pointer).spliterator(), false)
                .map(JsonNode::asText)
                .map(safe)
                .toList();
    }

    /** The sentence of the built-in rule that decided; null if it was another. */
    public @Nullable String builtinSentence() {
        return BuiltinRefusals.sentence(rule());
    }
}
