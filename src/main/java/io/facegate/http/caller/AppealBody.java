package io.facegate.http.caller;

import io.facegate.gateway.appeals.AppealField;
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
        var text = text(body, "text", AppealField.TEXT);
        if (text == null) {
            throw invalid("text", AppealField.TEXT);
        }
        return new AppealBody(text, text(body, "contact", AppealField.CONTACT));
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
    private static @Nullable String text(Map<String, @Nullable Object> body, String key, AppealField kind)
            throws Malformed {
        if (body.get(key) == null) {
            return null;
        }
        var text = body.get(key) instanceof String given ? kind.validate(given) : null;
        if (text == null) {
            throw invalid(key, kind);
        }
        return text;
    }

    private static Malformed invalid(String key, AppealField kind) {
        return new Malformed(
                BAD_REQUEST,
                "invalid_parameter",
                key + " must be a text of 1 to " + kind.longest() + " characters"
                        + (kind == AppealField.TEXT ? "." : " on one line."),
                '/' + key);
    }
}
