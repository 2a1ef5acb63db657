package io.facegate.provider.fetch;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a picture stands: https, a host by its name, and nothing that two readers could read in two ways.
 *
 * @param host in lower case, as DNS has it
 * @param target the path and query, as they stand on the wire
 */
record PictureUrl(String host, int port, String target) {
    private static final int LONGEST = 2048;

    /** With a port it is a word that fits a record. */
    private static final int LONGEST_HOST = 122;

    private static final int PORTS = 65_535;
    private static final int TLS = 443;

    private static final Pattern FORM =
            Pattern.compile("[hH][tT][tT][pP][sS]://([^/?#@:%\\[\\]\\\\]+)(?::([1-9][0-9]{0,4}))?"
                    + "((?:/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*)?(?:\\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?)");

    /** Two labels or more, the last beginning with a letter: no spelling of an address does. */
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /** The place that this is, or null where it is none that anybody may fetch from. */
    static @Nullable PictureUrl of(String text) {
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

    /** As an operator registers it. */
    String origin() {
        return "https://" + authority();
    }

    /** The host, and its port where that is not the usual one. */
    String authority() {
        return host + (port == TLS ? "" : ":" + port);
    }

    /** Prints neither path nor query: they hold secrets. */
    @Override
    public String toString() {
        return "PictureUrl[" + origin() + ']';
    }
}
