package io.facegate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.facegate.json.JsonMappers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The output of a command: lines for people or, with {@code --json}, one JSON value a line for scripts. */
public final class CommandOutput {
    private final CommandSpec spec;
    private final boolean json;

    CommandOutput(CommandSpec spec, boolean json) {
        this.spec = spec;
        this.json = json;
    }

    /** True with {@code --json}. */
    public boolean isJson() {
        return json;
    }

    /** Prints a line to standard output. */
    public void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    /** Prints a line to standard error. */
    public void printError(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /** Prints a value as one line of JSON, keys in the order of the map. */
    public void printJson(Map<String, ? extends @Nullable Object> value) {
        print(encode(value));
    }

    /** Same, for what strangers wrote: all but printable ASCII is escaped, so that no character acts on a terminal. */
    public void printAsciiJson(Map<String, ? extends @Nullable Object> value) {
        var ascii = JsonMappers.PLAIN.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
        print(encode(ascii, value).replace("\u007f", "\\u007f"));
    }

    /** Prints a result: the value with {@code --json}, otherwise the text. */
    public void print(Map<String, ? extends @Nullable Object> value, String text) {
        print(json ? encode(value) : text);
    }

    /** Prints a sentence about the whole result. With {@code --json} it goes to standard error. */
    public void printSummary(String line) {
        if (json) {
            printError(line);
        } else {
            print(line);
        }
    }

    /** Prints entries: JSON values, or lines of {@code name=value} without those that are absent or false. */
    public void printEntries(List<Map<String, @Nullable Object>> entries) {
        if (entries.isEmpty() && !json) {
            printError("None.");
        }
        for (Map<String, @Nullable Object> entry : entries) {
            print(json ? encode(entry) : cells(entry).strip());
        }
    }

    private static String cells(Map<?, ?> entry) {
        var text = new StringBuilder();
        entry.forEach((name, value) -> text.append(cell(String.valueOf(name), value)));
        return text.toString();
    }

    private static String cell(String name, @Nullable Object value) {
        if (value == null || value.equals(false)) {
            return "";
        }
        if (value instanceof Map<?, ?> inner) {
            return cells(inner);
        }
        if (value instanceof Iterable<?> several) {
            var joined = new StringJoiner(",");
            several.forEach(one -> joined.add(String.valueOf(one)));
            return joined.length() == 0 ? "" : name + '=' + joined + "  ";
        }
        return (name.equals("id") || name.equals("accessKeyId") ? "" : name + '=') + value + "  ";
    }

    /** Formats a line in red if the terminal supports colours. */
    public String highlight(String line) {
        return spec.commandLine().getColorScheme().ansi().string("@|bold,red " + line + "|@");
    }

    /** A JSON object: names and values in turn, in this order. */
    public static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    /** A value as one line of JSON. */
    private static String encode(Map<String, ? extends @Nullable Object> value) {
        return encode(JsonMappers.PLAIN.writer(), value);
    }

    private static String encode(ObjectWriter writer, Map<String, ? extends @Nullable Object> value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException onlyPlainValues) {
            throw new IllegalStateException(onlyPlainValues);
        }
    }

    /** A value over several lines, for people. */
    public static String indent(Map<String, ? extends @Nullable Object> value) {
        try {
            return JsonMappers.PLAIN.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException onlyPlainValues) {
            throw new IllegalStateException(onlyPlainValues);
        }
    }
}
