package io.facegate.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the fields of a record; the only class of the console that knows their names. Lenient: a missing
 * field reads as an empty text.
 */
record RecordFields(VerifiedRecord entry, JsonNode node) {
    /** Invisible characters that affect the display: controls and bidirectional marks. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}&&[^\\n]]");

    static RecordFields of(VerifiedRecord entry) {
        try {
            var node = JsonMappers.PLAIN.readTree(entry.json());
            return new RecordFields(entry, node == null ? MissingNode.getInstance() : node);
        } catch (IOException e) {
            return new RecordFields(entry, MissingNode.getInstance());
        }
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

    public List<String> jurisdictions() {
        return texts("/jurisdictions");
    }

    /** The organisations that the call was made for. Older records contain only their ids. */
    List<Link> onBehalfOf() {
        return StreamSupport.stream(node.at("/on_behalf_of").spliterator(), false)
                .map(one -> one.isTextual()
                        ? new Link(seen(one.asText()), "")
                        : new Link(
                                seen(one.path("id").asText()),
                                seen(one.path("type").asText())))
                .toList();
    }

    /** An organisation of a delegation chain. */
    record Link(String id, String type) {}

    List<String> evidence() {
        return texts("/evidence");
    }

    /** Attested facts of the call, of the caller and of those it acts for. */
    List<String> attested() {
        var facts = new ArrayList<>(texts("/facts"));
        facts.addAll(texts("/organisation/facts"));
        node.at("/on_behalf_of").forEach(one -> one.path("facts").forEach(fact -> facts.add(seen(fact.asText()))));
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
        if (node.isMissingNode()) {
            return seen(new String(entry.json(), StandardCharsets.UTF_8));
        }
        try {
            return seen(JsonMappers.PLAIN.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(String pointer) {
        var found = node.at(pointer);
        return found.isValueNode() && !found.isNull() ? seen(found.asText()) : "";
    }

    private List<String> texts(String pointer) {
        return StreamSupport.stream(node.at(pointer).spliterator(), false)
                .map(JsonNode::asText)
                .map(RecordFields::seen)
                .toList();
    }

    static String seen(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(unseen -> "\\\\u%04x".formatted((int) unseen.group().charAt(0)));
    }
}
