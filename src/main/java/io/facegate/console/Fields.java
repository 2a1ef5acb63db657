package io.facegate.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facegate.ledger.reading.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the console reads of a record; the only place that knows the names in it. A record of another shape than expected
 * still opens: what is not there reads as an empty text.
 */
record Fields(Entry entry, JsonNode node) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Characters that are not seen but change what is: controls, and marks that turn the direction of writing. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}&&[^\\n]]");

    static Fields of(Entry entry) {
        try {
            var node = JSON.readTree(entry.json());
            return new Fields(entry, node == null ? MissingNode.getInstance() : node);
        } catch (IOException e) {
            return new Fields(entry, MissingNode.getInstance());
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

    /** The day the citation was last held against its source. */
    public String checked() {
        return text("/checked");
    }

    /** SHA-256 of the policies that were judged by. */
    public String policies() {
        return text("/policies");
    }

    /** The reason of a refusal, as a code. */
    public String code() {
        return text("/code");
    }

    /** The name of the key that the call was made with; not the secret of it. */
    public String key() {
        return text("/key");
    }

    public List<String> jurisdictions() {
        return texts("/jurisdictions");
    }

    public List<String> onBehalfOf() {
        return texts("/on_behalf_of");
    }

    /** Every rule that had something to say, the one that decided among them. */
    public List<String> matched() {
        return texts("/matched");
    }

    /** The whole record, laid out for the eye. */
    public String pretty() {
        if (node.isMissingNode()) {
            return seen(new String(entry.json(), StandardCharsets.UTF_8));
        }
        try {
            return seen(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
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
                .map(Fields::seen)
                .toList();
    }

    static String seen(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(unseen -> "\\\\u%04x".formatted((int) unseen.group().charAt(0)));
    }
}
