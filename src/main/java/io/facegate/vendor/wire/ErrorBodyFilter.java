package io.facegate.vendor.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Filter of a vendor's errors: keeps codes and ids, and a text only if it is short and each of its words is one that
 * errors use. Such a text has no number and no word for what faces look like, so it holds no result.
 */
final class ErrorBodyFilter {
    /** Fields that hold an error, or a list of errors, wherever they stand in a reply. */
    static final Set<String> ERRORS = Set.of("error", "errors", "innererror", "indexError", "statuses");

    /** What stands in place of any other text. */
    static final String WITHHELD = "The vendor's own text is withheld: it could hold results.";

    private static final Set<String> CODES = Set.of("code", "status", "__type", "reason");
    private static final Set<String> IDS = Set.of("request_id", "requestId");
    private static final Set<String> TEXTS = Set.of("message", "Message", "error_message");
    private static final Set<String> NUMBERS = Set.of("code", "status", "time_used");

    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z_.#]{0,79}|[0-9]{1,3}");
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z,-]{0,64}");

    /** A text of Face++ begins with a code. */
    private static final Pattern CODED = Pattern.compile("([A-Z][A-Z_]{3,59})(?:: *(.*))?", Pattern.DOTALL);

    private static final int LONGEST_TEXT = 300;
    private static final int MOST_ERRORS = 16;
    private static final int GREATEST_CODE = 99_999;
    private static final Set<String> WORDS = words();

    private ErrorBodyFilter() {}

    private static Set<String> words() {
        try (var words = ErrorBodyFilter.class.getResourceAsStream("error-words.txt")) {
            if (words == null) {
                throw new IllegalStateException("error-words.txt is missing");
            }
            return new String(words.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * Filters the body of an error.
     *
     * @throws io.facegate.call.Fault.ProviderDown if it is not JSON
     */
    static byte[] filterBody(byte[] body) {
        return ReplyJson.write(filter(ReplyJson.read(body)));
    }

    /** Returns an error, or a list of errors, without what could hold results. */
    static JsonNode filter(JsonNode error) {
        return switch (error) {
            case ObjectNode object -> object(object);
            case ArrayNode list -> {
                var kept = ReplyJson.array();
                list.valueStream()
                        .limit(MOST_ERRORS)
                        .filter(JsonNode::isContainerNode)
                        .forEach(one -> kept.add(filter(one)));
                yield kept;
            }
            case TextNode text -> TextNode.valueOf(text(text.textValue()));
            default -> error.isNull() ? error : ReplyJson.object();
        };
    }

    private static ObjectNode object(ObjectNode error) {
        var kept = ReplyJson.object();
        error.properties().forEach(field -> {
            var value = field(field.getKey(), field.getValue());
            if (value != null) {
                kept.set(field.getKey(), value);
            }
        });
        return kept;
    }

    private static @Nullable JsonNode field(String name, JsonNode value) {
        if (ERRORS.contains(name) && value.isContainerNode()) {
            return filter(value);
        }
        if (value.isTextual() && TEXTS.contains(name)) {
            return TextNode.valueOf(text(value.textValue()));
        }
        boolean isCode = value.isTextual()
                && ((CODES.contains(name) && CODE.matcher(value.textValue()).matches())
                        || (IDS.contains(name) && ID.matcher(value.textValue()).matches()));
        boolean isNumber =
                NUMBERS.contains(name) && value.isInt() && Math.abs((long) value.intValue()) <= GREATEST_CODE;
        return (isCode || isNumber) ? value : null;
    }

    private static String text(String text) {
        var coded = CODED.matcher(text);
        if (!coded.matches()) {
            return isHarmless(text) ? text : WITHHELD;
        }
        return coded.group(2) == null || isHarmless(coded.group(2)) ? text : coded.group(1) + ": " + WITHHELD;
    }

    private static boolean isHarmless(String text) {
        return text.length() <= LONGEST_TEXT
                && Arrays.stream(text.split("[ .,:;'\"()/-]+"))
                        .filter(word -> !word.isEmpty())
                        .allMatch(word -> WORDS.contains(word.toLowerCase(Locale.ROOT)));
    }
}
