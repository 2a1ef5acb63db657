package io.facegate.vendor.fetch;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * URL of a picture: https, a host name, and no part that two parsers could read differently.
 *
 * @param host in lower case ASCII, as in DNS
 * @param target the path and query, as sent on the wire
 */
record PictureUrl(String host, int port, String target) {
    private static final int LONGEST = 2048;

    /** With a port, the host still fits a field of a record. */
    private static final int LONGEST_HOST = 122;

    private static final int PORTS = 65_535;
    private static final int TLS = 443;

    private static final Pattern FORM =
            Pattern.compile("[hH][tT][tT][pP][sS]://([^/?#@:%\\[\\]\\\\]+)(?::([1-9][0-9]{0,4}))?"
                    + "((?:/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*)?(?:\\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?)");

    /** At least two labels, the last starting with a letter; no notation of an IP address does. */
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Parses a URL; returns null when it may never be fetched. */
    static @Nullable PictureUrl parse(String text) {
        var form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            return null;
        }
        var host = name(form.group(1));
        int port = form.group(2) == null ? TLS : Integer.parseInt(form.group(2));
        var target = form.group(3);
        return host == null || port > PORTS
                ? null
                : new PictureUrl(host, port, target.startsWith("/") ? target : '/' + target);
    }

    private static @Nullable String name(String written) {
        try {
            var ascii = IDN.toASCII(written, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            var host = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return host.length() <= LONGEST_HOST && NAME.matcher(host).matches() ? host : null;
        } catch (IllegalArgumentException noName) {
            return null;
        }
    }

    /** Returns the origin in the form in which operators register it. */
    String origin() {
        return "https://" + authority();
    }

    /** Returns the host, with the port if it is not 443. */
    String authority() {
        return host + (port == TLS ? "" : ":" + port);
    }

    /** Omits path and query, which may hold secrets. */
    @Override
    public String toString() {
        return "PictureUrl[" + origin() + ']';
    }
}
