package io.facegate.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a form that a page of the console sent. Each has one value; the session's token is among them. */
public final class ConsoleForm {
    /** The name of the field with the session's token. */
    public static final String TOKEN = "form";

    private static final int LARGEST = 64 * 1024;
    private static final int MOST_FIELDS = 32;

    /** A form is larger than any page of the console sends. */
    public static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Map<String, String> fields;

    private ConsoleForm(Map<String, String> fields) {
        this.fields = fields;
    }

    /**
     * Reads a form.
     *
     * @return null if it is malformed, or does not have the visitor's own token
     * @throws TooLarge if it has more than 64 KiB; the page says so
     */
    public static @Nullable ConsoleForm read(InputStream body, ConsoleVisitor visitor) throws IOException {
        var bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new TooLarge();
        }
        var parts = new String(bytes, StandardCharsets.UTF_8).split("&", -1);
        if (parts.length > MOST_FIELDS) {
            return null;
        }
        var fields = new LinkedHashMap<String, String>();
        try {
            for (var part : parts) {
                var pair = part.split("=", 2);
                var value = pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
                if (fields.put(URLDecoder.decode(pair[0], StandardCharsets.UTF_8), value) != null) {
                    return null;
                }
            }
        } catch (IllegalArgumentException malformed) {
            return null;
        }
        return visitor.isOwnForm(fields.get(TOKEN)) ? new ConsoleForm(fields) : null;
    }

    /** The value of a field without blanks around it; empty if it was not sent. */
    public String text(String name) {
        return fields.getOrDefault(name, "").strip();
    }
}
