package io.facegate.policy.language;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Citation of the legal instrument that a rule implements, with the day it was last checked.
 *
 * @param evidence how it was checked: {@code primary}, {@code secondary}, {@code background} or {@code unsure}
 */
public record Citation(String ref, @Nullable String url, LocalDate checked, String evidence) {
    /** Allowed values of {@code evidence}. */
    public static final List<String> EVIDENCE = List.of("primary", "secondary", "background", "unsure");

    private static final int LONGEST_LINK = 2000;
    private static final Pattern LINK = Pattern.compile("(?i:https?)://[^\\s\"'<>\\p{C}\\p{Z}]+");

    /**
     * The address, if a browser may be sent there: http or https, with a host, without a user, without characters that
     * cannot be seen or that end an attribute, at most 2,000 characters. Otherwise null.
     */
    public @Nullable String webLink() {
        if (url == null || url.length() > LONGEST_LINK || !LINK.matcher(url).matches()) {
            return null;
        }
        try {
            var address = new URI(url);
            return address.getHost() != null && address.getRawUserInfo() == null ? address.toASCIIString() : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }
}
