package io.facegate.policy.pdp;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answer of a decision point, parsed strictly: only a plain {@code true} without obligations agrees. */
sealed interface DecisionPointAnswer {
    /** The decision point agrees. */
    record Agreed() implements DecisionPointAnswer {}

    /**
     * The decision point refuses.
     *
     * @param reason short reason for the record
     * @param message text for the caller, printable and short, or null
     */
    record Refused(String reason, @Nullable String message) implements DecisionPointAnswer {}

    /** The answer cannot be used. */
    record Invalid(String reason) implements DecisionPointAnswer {}

    /** Parses status, Content-Type and body of a response. */
    static DecisionPointAnswer parse(int status, String type, byte[] body) {
        if (status != 200) {
            return new Invalid("HTTP " + status);
        }
        if (!type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            return new Invalid("the answer is no application/json");
        }
        try {
            // Strict decoding first: the JSON parser confuses some invalid UTF-8 names with names it has read before.
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return Reading.verdict(Reading.JSON.readTree(text.toString()));
        } catch (IOException malformed) {
            return new Invalid("the answer is not JSON");
        }
    }

    /** Parser of the response body. */
    final class Reading {
        private static final int SAID = 300;
        private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
        private static final JsonMapper JSON = JsonMappers.strict(StreamReadConstraints.builder()
                .maxNestingDepth(32)
                .maxNumberLength(64)
                .build());

        private Reading() {}

        private static DecisionPointAnswer verdict(JsonNode answer) {
            var decision = answer.path("decision");
            var context = answer.path("context");
            if (!decision.isBoolean() || !(context.isObject() || context.isMissingNode())) {
                return new Invalid("the answer is no AuthZEN decision");
            }
            var obligations = context.path("obligations");
            if (!decision.booleanValue()) {
                return new Refused("refused" + id(context), message(context.path("reason_user")));
            }
            if (obligations.isMissingNode() || (obligations.isArray() && obligations.isEmpty())) {
                return new Agreed();
            }
            return obligations.isArray()
                    ? new Refused("an obligation that is not known here" + id(context), null)
                    : new Invalid("the answer is no AuthZEN decision");
        }

        /** The decision point's own decision id, to correlate both records. */
        private static String id(JsonNode context) {
            var id = context.path("id").asText();
            return ID.matcher(id).matches() ? ", its id " + id : "";
        }

        /** The reason text: a string, or the first entry by language or code. */
        private static @Nullable String message(JsonNode reason) {
            var text =
                    reason.isObject() && !reason.isEmpty() ? reason.iterator().next() : reason;
            var printable = text.isTextual() ? printable(text.asText()) : "";
            return printable.isEmpty() ? null : printable;
        }

        private static String printable(String text) {
            var kept = new StringBuilder();
            text.codePoints().limit(SAID).map(c -> isPrintable(c) ? c : ' ').forEach(kept::appendCodePoint);
            return kept.toString().strip().replaceAll(" +", " ");
        }

        private static boolean isPrintable(int c) {
            return switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
        }
    }
}
