package io.facegate.usecase.registry;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Writes a file of organisations. What is not a plain word is quoted as JSON quotes it, which YAML reads alike. */
final class OrganisationsYaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/:=-]*[A-Za-z0-9])?");

    private final StringBuilder text = new StringBuilder();

    private OrganisationsYaml() {}

    /** A list of organisations; none is an empty list. */
    static String write(List<Map<String, Object>> organisations) {
        var yaml = new OrganisationsYaml();
        yaml.text.append("organisations:").append(organisations.isEmpty() ? " []\n" : "\n");
        yaml.list(organisations, "");
        return yaml.text.toString();
    }

    private void list(List<?> items, String indent) {
        for (var item : items) {
            text.append(indent).append("- ");
            if (item instanceof Map<?, ?> map) {
                map(map, indent + "  ");
            } else {
                text.append(scalar(String.valueOf(item))).append('\n');
            }
        }
    }

    /** Writes a mapping whose first line is begun already. */
    private void map(Map<?, ?> map, String indent) {
        var separator = "";
        for (var entry : map.entrySet()) {
            text.append(separator).append(entry.getKey()).append(':');
            switch (entry.getValue()) {
                case List<?> list -> {
                    text.append('\n');
                    list(list, indent);
                }
                case Map<?, ?> inner -> {
                    text.append('\n').append(indent).append("  ");
                    map(inner, indent + "  ");
                }
                default ->
                    text.append(' ')
                            .append(scalar(String.valueOf(entry.getValue())))
                            .append('\n');
            }
            separator = indent;
        }
    }

    private static String scalar(String value) {
        boolean isNull = value.toLowerCase(Locale.ROOT).equals("null");
        if (PLAIN.matcher(value).matches() && !isNull) {
            return value;
        }
        var quoted = new StringBuilder("\"");
        for (char letter : JsonStringEncoder.getInstance().quoteAsString(value)) {
            if (Character.isSurrogate(letter) || StreamReader.isPrintable(letter)) {
                quoted.append(letter);
            } else {
                quoted.append("\\u%04x".formatted((int) letter));
            }
        }
        return quoted.append('"').toString();
    }
}
