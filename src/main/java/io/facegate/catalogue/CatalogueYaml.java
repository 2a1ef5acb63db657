package io.facegate.catalogue;

import io.facegate.catalogue.CatalogueNode.Items;
import io.facegate.catalogue.CatalogueNode.Mapping;
import io.facegate.catalogue.CatalogueNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parser of a catalogue file. It accepts the part of YAML that catalogues use and nothing else: block mappings indented
 * by two spaces, flow lists and flow mappings (which may go on in further lines), plain and double-quoted values with
 * {@code \\} as the only escape, and comments in lines of their own. It takes about half of the general parser's time in a new
 * process, which counts at every start; a test compares what both read.
 */
final class CatalogueYaml {
    private static final int INDENT = 2;

    /** Far more than a catalogue has; each level is a call of the parser by itself. */
    private static final int DEEPEST = 64;

    private final String name;
    private final List<String> lines;
    private int line;
    private String text = "";
    private int at;
    private int levels;

    private CatalogueYaml(String name, String content) {
        this.name = name;
        this.lines = content.lines().toList();
    }

    /**
     * Parses a file.
     *
     * @param name what messages call it
     * @throws CatalogueException when it is not in the accepted form
     */
    static Mapping parse(String name, String content) {
        var reading = new CatalogueYaml(name, content);
        reading.skipComments();
        var top = reading.block(0);
        if (reading.line < reading.lines.size()) {
            throw reading.error("has the wrong indentation");
        }
        return top;
    }

    private CatalogueException error(String what) {
        return new CatalogueException(name + ", line " + (line + 1) + ": " + what);
    }

    private void skipComments() {
        while (line < lines.size()
                && (lines.get(line).isBlank() || lines.get(line).stripLeading().startsWith("#"))) {
            line++;
        }
    }

    private static int indent(String line) {
        int count = 0;
        while (count < line.length() && line.charAt(count) == ' ') {
            count++;
        }
        return count;
    }

    private Mapping block(int depth) {
        int begin = line;
        Map<String, CatalogueNode> entries = new LinkedHashMap<>();
        while (line < lines.size() && indent(lines.get(line)) == depth) {
            text = lines.get(line).stripTrailing();
            at = depth;
            int first = line;
            var key = scalar(":");
            expect(':');
            var value = at == text.length() ? nested(depth) : value();
            if (entries.put(key, value) != null) {
                throw new CatalogueException(name + ", line " + (first + 1) + ": " + key + " is there twice");
            }
            skipComments();
        }
        if (entries.isEmpty()) {
            throw error("a mapping indented by " + depth + " spaces is missing");
        }
        return new Mapping(begin + 1, entries);
    }

    private Mapping nested(int depth) {
        line++;
        skipComments();
        enter();
        var block = block(depth + INDENT);
        levels--;
        return block;
    }

    /** The value that follows a key in its line. */
    private CatalogueNode value() {
        if (text.charAt(at) != ' ') {
            throw error("a space is missing after the colon");
        }
        at++;
        var value = flow("");
        if (at != text.length()) {
            throw error("there is more after the value: " + text.substring(at));
        }
        line++;
        return value;
    }

    private CatalogueNode flow(String ends) {
        int begin = line + 1;
        enter();
        var value = switch (peek()) {
            case '[' -> items(begin);
            case '{' -> mapping(begin);
            default -> new Scalar(begin, scalar(ends));
        };
        levels--;
        return value;
    }

    private void enter() {
        if (++levels > DEEPEST) {
            throw error("is nested too deeply");
        }
    }

    private Items items(int begin) {
        var items = new ArrayList<CatalogueNode>();
        at++;
        while (next(']')) {
            items.add(flow(",]"));
            separator(']');
        }
        return new Items(begin, List.copyOf(items));
    }

    private Mapping mapping(int begin) {
        Map<String, CatalogueNode> entries = new LinkedHashMap<>();
        at++;
        while (next('}')) {
            var key = scalar(":");
            expect(':');
            expect(' ');
            if (entries.put(key, flow(",}")) != null) {
                throw error(key + " is there twice");
            }
            separator('}');
        }
        return new Mapping(begin, entries);
    }

    /** Moves to the next item, in a further line if need be; false after the closing bracket. */
    private boolean next(char close) {
        while (true) {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            if (at < text.length()) {
                break;
            }
            if (++line >= lines.size()) {
                throw error("the file ends before " + close);
            }
            text = lines.get(line).stripTrailing();
            at = 0;
        }
        if (text.charAt(at) != close) {
            return true;
        }
        at++;
        return false;
    }

    private void separator(char close) {
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
        } else if (peek() != close) {
            throw error("a comma or " + close + " is missing");
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\n';
    }

    private void expect(char letter) {
        if (peek() != letter) {
            throw error("a '" + letter + "' is missing");
        }
        at++;
    }

    private String scalar(String ends) {
        if (peek() == '"') {
            int close = text.indexOf('"', at + 1);
            var quoted = text.substring(at + 1, Math.max(at + 1, close));
            if (close < 0 || quoted.replace("\\\\", "").indexOf('\\') >= 0) {
                throw error("a quoted value must end in its line and have no escape but two backslashes");
            }
            at = close + 1;
            return quoted.replace("\\\\", "\\");
        }
        int begin = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        var word = text.substring(begin, at);
        if (!isPlain(word)) {
            throw error("must be quoted or left out: " + word);
        }
        return word;
    }

    /** True if no parser of YAML reads something else than this text. */
    private static boolean isPlain(String word) {
        return !word.isEmpty()
                && (Character.isLetterOrDigit(word.charAt(0)) || word.charAt(0) == '_')
                && word.equals(word.strip())
                && word.chars().noneMatch(letter -> "[]{},\"'\t\\".indexOf(letter) >= 0)
                && !word.contains(": ")
                && !word.contains(" #")
                && !word.endsWith(":");
    }
}
