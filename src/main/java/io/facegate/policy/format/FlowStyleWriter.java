package io.facegate.policy.format;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Writes YAML flow style on one line: scalars, and collections in brackets. */
final class FlowStyleWriter {
    static final int WIDTH = 120;
    private static final int LONGEST = 100;

    private final YamlDocument document;

    FlowStyleWriter(YamlDocument document) {
        this.document = document;
    }

    /** A node on one line. */
    String text(Node node, String context) {
        return String.join(" ", pieces(node, context));
    }

    /** A node in pieces; a line may be broken between two pieces. */
    List<String> pieces(Node node, String context) {
        return switch (node) {
            case ScalarNode scalar -> new ArrayList<>(List.of(scalar(scalar)));
            case SequenceNode list -> {
                var items = list.getValue().stream()
                        .map(item -> pieces(item, context))
                        .toList();
                yield bracketed("[", items, "]");
            }
            case MappingNode mapping -> {
                var entries = new ArrayList<List<String>>();
                for (var entry : KeyOrder.sorted(context, mapping.getValue())) {
                    var value = pieces(entry.getValueNode(), KeyOrder.mappingUnder(context, entry.getKeyNode()));
                    value.set(0, key(entry.getKeyNode()) + ": " + value.getFirst());
                    entries.add(value);
                }
                yield bracketed("{", entries, "}");
            }
            default -> throw new UnformattableException("has a node of an unknown kind");
        };
    }

    /** An item that fits on a line stays one piece. */
    private static List<String> bracketed(String open, List<List<String>> items, String close) {
        var all = new ArrayList<String>();
        for (int at = 0; at < items.size(); at++) {
            var whole = String.join(" ", items.get(at));
            var item = whole.length() <= LONGEST ? List.of(whole) : items.get(at);
            for (int piece = 0; piece < item.size(); piece++) {
                boolean last = piece == item.size() - 1;
                all.add(item.get(piece) + (last && at < items.size() - 1 ? "," : ""));
            }
        }
        if (all.isEmpty()) {
            all.add("");
        }
        all.set(0, open + all.getFirst());
        all.set(all.size() - 1, all.getLast() + close);
        return all;
    }

    String key(Node key) {
        if (!(key instanceof ScalarNode scalar)) {
            throw new UnformattableException("has a key that is no word");
        }
        return scalar(scalar);
    }

    /** A scalar as written; a multi-line one joined to one line. */
    String scalar(ScalarNode scalar) {
        if (YamlDocument.start(scalar).getLine() == YamlDocument.end(scalar).getLine()) {
            return document.source(scalar);
        }
        var value = scalar.getValue();
        if (value.contains("\n")) {
            throw new UnformattableException(
                    "line " + (YamlDocument.start(scalar).getLine() + 1)
                            + ": a text with line breaks is not written anew; write it as a block (|)");
        }
        return switch (scalar.getScalarStyle()) {
            case PLAIN -> value;
            case SINGLE_QUOTED -> "'" + value.replace("'", "''") + "'";
            default ->
                throw new UnformattableException(
                        "line " + (YamlDocument.start(scalar).getLine() + 1)
                                + ": a quoted text over several lines is not written anew; write it as a block (>-)");
        };
    }

    /** Fills lines with as many pieces as fit. */
    static List<String> filled(String head, List<String> pieces, String indent) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(head + pieces.getFirst());
        for (var piece : pieces.subList(1, pieces.size())) {
            if (line.length() + 1 + piece.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent + piece);
            } else {
                line.append(' ').append(piece);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** True for words separated by single spaces. */
    static boolean isParagraph(String text) {
        return !text.isEmpty()
                && text.equals(text.strip())
                && !text.contains("  ")
                && text.codePoints().allMatch(letter -> letter == ' ' || !Character.isWhitespace(letter));
    }
}
