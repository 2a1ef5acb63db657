package io.facegate.registry;

import java.util.Map;

/** Writes texts, whole numbers, lists and sorted maps as RFC 8785 canonical JSON. */
final class CanonicalJson {
    /** The largest whole number that RFC 8785 can write exactly. */
    private static final long LARGEST = (1L << 53) - 1;

    private static final String SHORT = "\b\t\n\f\r\"\\";
    private static final String LETTERS = "btnfr\"\\";

    private CanonicalJson() {}

    static String write(Object value) {
        var out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value) {
        switch (value) {
            case String text -> writeText(out, text);
            case Long number when Math.abs(number) <= LARGEST -> out.append(number.longValue());
            case Map<?, ?> map -> writeMap(out, map);
            case Iterable<?> list -> writeList(out, list);
            default -> throw new IllegalArgumentException("This cannot be written as canonical JSON.");
        }
    }

    /** Strings compare by UTF-16 code units, as RFC 8785 sorts names. */
    private static void writeMap(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        var names = map.keySet().stream().map(String::valueOf).sorted().toList();
        for (var name : names) {
            writeText(out.append(name.equals(names.getFirst()) ? "" : ","), name);
            write(out.append(':'), java.util.Objects.requireNonNull(map.get(name)));
        }
        out.append('}');
    }

    private static void writeList(StringBuilder out, Iterable<?> list) {
        out.append('[');
        var between = "";
        for (var each : list) {
            write(out.append(between), java.util.Objects.requireNonNull(each));
            between = ",";
        }
        out.append(']');
    }

    private static void writeText(StringBuilder out, String text) {
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            int known = SHORT.indexOf(c);
            if (known >= 0) {
                out.append('\\').append(LETTERS.charAt(known));
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
