package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a permitted call was obliged to, thing by thing, in plain words. */
final class Obliged {
    private Obliged() {}

    static List<String> of(JsonNode obligations) {
        var said = new ArrayList<String>();
        for (var field : obligations.properties()) {
            var sentence = Narratives.title("obliged", field.getKey());
            Object[] value = {value(field.getKey(), field.getValue())};
            said.add(new MessageFormat(sentence, Locale.ENGLISH).format(value));
        }
        return said;
    }

    private static Object value(String field, JsonNode value) {
        if (field.equals("min_similarity")) {
            return value.asInt() / 10.0;
        }
        if (field.equals("authorisation_due")) {
            return Narratives.when(value.asText());
        }
        if (value.isArray()) {
            var words = new ArrayList<String>();
            value.forEach(word -> words.add(word.asText()));
            return String.join(", ", words);
        }
        return value.isInt() ? value.asInt() : value.asText();
    }
}
