package io.facegate.provider;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each name of an organisation where several share what a vendor keeps: the length of its id, the id
 * and a dot, {@code 6.rescue.missing}; no two organisations' names can so ever be the same, whatever dots they hold.
 */
public record OwnerPrefix(String organisation) {
    public String text() {
        return organisation.length() + "." + organisation + '.';
    }

    /** A name as the vendor knows it. */
    public String before(String name) {
        return text() + name;
    }

    /** A name as the organisation knows it; null when it is none of its own. */
    public @Nullable String without(String name) {
        return name.startsWith(text()) ? name.substring(text().length()) : null;
    }

    /** A text, such as an error's, without it: it is of letters, digits and signs that JSON leaves alone. */
    public byte[] without(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replace(text(), "").getBytes(StandardCharsets.UTF_8);
    }
}
