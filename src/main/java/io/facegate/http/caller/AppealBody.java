package io.facegate.http.caller;

import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.StrictJson;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of an appeal.
 *
 * @param contact whom to answer, or null
 */
record AppealBody(String text, @Nullable String contact) {
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_CONTACT = 200;
    private static final int LARGEST = 64 * 1024;
    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED = 415;
    private static final String NO_BLOB = "\0";

    /** The body is not as it must be, with the answer that says so. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;
        private final @Nullable String pointer;

        Malformed(int status, String code, String detail, @Nullable String pointer) {
            super(detail, null, false, false);
            this.status = status;
            this.code = code;
            this.pointer = pointer;
        }

        HttpAnswer problem() {
            return CallerProblem.answer(status, code, String.valueOf(getMessage()), pointer);
        }
    }

    static AppealBody read(HttpCall arrival) throws Malformed {
        var type = String.valueOf(arrival.header("Content-Type")).toLowerCase(Locale.ROOT);
        if (!type.matches("application/json\\s*(;\\s*charset=utf-8)?")) {
            throw new Malformed(UNSUPPORTED, "unsupported_media_type", "Content-Type must be application/json.", null);
        }
        var body = parse(arrival);
        for (var key : body.keySet()) {
            if (!Set.of("text", "contact").contains(key)) {
                throw new Malformed(
                        BAD_REQUEST, "unknown_parameter", "An appeal has text and contact, and nothing else.", null);
            }
        }
        var text = text(body, "text", LONGEST_TEXT);
        if (text == null) {
            throw invalid("text", LONGEST_TEXT);
        }
        return new AppealBody(text, text(body, "contact", LONGEST_CONTACT));
    }

    private static Map<String, @Nullable Object> parse(HttpCall arrival) throws Malformed {
        try {
            if (arrival.body().length() <= LARGEST) {
                return StrictJson.read(arrival.body(), NO_BLOB);
            }
        } catch (StrictJson.Unreadable unreadable) {
            // Told below.
        }
        throw new Malformed(
                BAD_REQUEST,
                "malformed_body",
                "The body must be one JSON object of at most 64 KiB in which no key occurs twice.",
                null);
    }

    /** Returns null if the key is absent. Line breaks are allowed in the text only. */
    private static @Nullable String text(Map<String, @Nullable Object> body, String key, int longest) throws Malformed {
        if (body.get(key) == null) {
            return null;
        }
        if (!(body.get(key) instanceof String given)) {
            throw invalid(key, longest);
        }
        var text = given.replace("\r\n", "\n").strip();
        boolean lines = key.equals("text");
        boolean controls =
                text.chars().anyMatch(one -> Character.isISOControl(one) && !(lines && (one == '\n' || one == '\t')));
        if (text.isEmpty() || text.length() > longest || controls || hasLoneSurrogate(text)) {
            throw invalid(key, longest);
        }
        return text;
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(one -> one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE);
    }

    private static Malformed invalid(String key, int longest) {
        return new Malformed(
                BAD_REQUEST,
                "invalid_parameter",
                key + " must be a text of 1 to " + longest + " characters"
                        + (key.equals("text") ? "." : " on one line."),
                '/' + key);
    }
}
