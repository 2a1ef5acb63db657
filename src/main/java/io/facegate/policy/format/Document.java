package io.facegate.policy.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One file as text and as nodes: what stands where, and which lines are comments or blank. */
final class Document {
    private final int[] letters;
    private final List<String> lines;
    private final Node root;
    private final List<Comment> comments = new ArrayList<>();

    /**
     * A comment.
     *
     * @param alone whether nothing else stands on its line
     */
    record Comment(int line, int column, String text, boolean alone) {}

    private Document(String text, Node root) {
        this.letters = text.codePoints().toArray();
        this.lines = text.lines().toList();
        this.root = root;
        comments(scalars(root, new ArrayList<>()));
    }

    static Document of(String text) {
        var plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        var lines = plain.replace("\r\n", "\n").replace('\r', '\n');
        try {
            var root = new Compose(LoadSettings.builder().build()).composeString(lines);
            return new Document(lines, root.orElseThrow(() -> new Unformattable("is empty")));
        } catch (YamlEngineException error) {
            throw new Unformattable("is not YAML");
        }
    }

    Node root() {
        return root;
    }

    List<Comment> comments() {
        return comments;
    }

    int lineCount() {
        return lines.size();
    }

    boolean isBlank(int line) {
        return lines.get(line).isBlank();
    }

    String line(int line) {
        return lines.get(line);
    }

    /** As it is written, from its first letter to its last. */
    String source(Node node) {
        int from = start(node).getIndex();
        return new String(letters, from, end(node).getIndex() - from);
    }

    static Mark start(Node node) {
        return node.getStartMark().orElseThrow(() -> new Unformattable("has a node without a place"));
    }

    static Mark end(Node node) {
        return node.getEndMark().orElseThrow(() -> new Unformattable("has a node without a place"));
    }

    static boolean isFlow(Node node) {
        return node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.FLOW;
    }

    /** True where a comment stands inside a node. */
    boolean hasComments(Node node) {
        return comments.stream().anyMatch(comment -> isInside(comment, node));
    }

    static boolean isInside(Comment comment, Node node) {
        var end = end(node);
        return comment.line >= start(node).getLine()
                && (comment.line < end.getLine() || (comment.line == end.getLine() && comment.column < end.getColumn()))
                && (comment.line > start(node).getLine()
                        || comment.column > start(node).getColumn());
    }

    private static List<ScalarNode> scalars(Node node, List<ScalarNode> found) {
        switch (node) {
            case ScalarNode scalar -> found.add(scalar);
            case SequenceNode list -> list.getValue().forEach(item -> scalars(item, found));
            case MappingNode mapping ->
                mapping.getValue().forEach(entry -> {
                    scalars(entry.getKeyNode(), found);
                    scalars(entry.getValueNode(), found);
                });
            default -> throw new Unformattable("has a node of an unknown kind");
        }
        return found;
    }

    /** Every {@code #} that begins a line or follows a space, outside of scalars, begins a comment. */
    private void comments(List<ScalarNode> scalars) {
        int next = 0;
        int line = 0;
        int start = 0;
        for (int at = 0; at < letters.length; at++) {
            while (next < scalars.size() && end(scalars.get(next)).getIndex() <= at) {
                next++;
            }
            boolean inside = next < scalars.size() && body(scalars.get(next)) <= at;
            if (letters[at] == '\n') {
                line++;
                start = at + 1;
            } else if (letters[at] == '#' && !inside && (at == start || Character.isWhitespace(letters[at - 1]))) {
                int end = at;
                while (end < letters.length && letters[end] != '\n') {
                    end++;
                }
                boolean alone = new String(letters, start, at - start).isBlank();
                comments.add(new Comment(line, at - start, new String(letters, at, end - at).stripTrailing(), alone));
                at = end - 1;
            }
        }
    }

    /** Where the letters of a scalar begin; behind the first line of a block. */
    private int body(ScalarNode scalar) {
        int at = start(scalar).getIndex();
        if (isBlock(scalar)) {
            while (at < letters.length && letters[at] != '\n') {
                at++;
            }
        }
        return at;
    }

    static boolean isBlock(ScalarNode scalar) {
        return switch (scalar.getScalarStyle()) {
            case LITERAL, FOLDED -> true;
            default -> false;
        };
    }

    /** The header of a block of text and its lines without their indent; empty for a text that is no block. */
    Optional<Block> block(ScalarNode scalar) {
        if (!isBlock(scalar)) {
            return Optional.empty();
        }
        int first = start(scalar).getLine();
        var header = line(first).substring(start(scalar).getColumn()).split("\\s", 2)[0];
        if (!header.matches("[|>]-?")) {
            throw new Unformattable("line " + (first + 1) + ": the block text '" + header + "' is not written anew");
        }
        int last = Math.min(end(scalar).getLine(), lines.size() - 1);
        int stop = end(scalar).getColumn() == 0 ? last - 1 : last;
        while (stop > first && isBlank(stop)) {
            stop--;
        }
        var body = lines.subList(first + 1, stop + 1);
        int indent = body.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return Optional.of(new Block(
                header,
                body.stream()
                        .map(line -> line.isBlank() ? "" : line.substring(indent))
                        .toList()));
    }

    /** A text over several lines. */
    record Block(String header, List<String> lines) {}
}
