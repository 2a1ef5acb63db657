package io.facegate.policy.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One YAML file as text and as nodes, with positions, comment lines and blank lines. */
final class YamlDocument {
    private final int[] letters;
    private final List<String> lines;
    private final Node root;
    private final List<Comment> comments = new ArrayList<>();

    /**
     * A comment.
     *
     * @param ownLine nothing else is on its line
     */
    record Comment(int line, int column, String text, boolean ownLine) {}

    private YamlDocument(String text, Node root) {
        this.letters = text.codePoints().toArray();
        this.lines = text.lines().toList();
        this.root = root;
        comments(scalars(root, new ArrayList<>()));
    }

    static YamlDocument parse(String text) {
        var plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        var lines = plain.replace("\r\n", "\n").replace('\r', '\n');
        try {
            var root = new Compose(LoadSettings.builder().build()).composeString(lines);
            var document = new YamlDocument(lines, root.orElseThrow(() -> new UnformattableException("is empty")));
            if (!document.texts().equals(parserComments(lines))) {
                throw new UnformattableException("where its comments begin is not clear");
            }
            return document;
        } catch (YamlEngineException error) {
            throw new UnformattableException("is not YAML");
        }
    }

    /** Comments found by the YAML parser; must equal those found by this class. */
    private static List<String> parserComments(String text) {
        var found = new ArrayList<String>();
        for (var event : new Parse(LoadSettings.builder().setParseComments(true).build()).parseString(text)) {
            if (event instanceof CommentEvent comment && comment.getCommentType() != CommentType.BLANK_LINE) {
                found.add(('#' + comment.getValue()).stripTrailing());
            }
        }
        return found.stream().sorted().toList();
    }

    /** The texts of all comments, sorted. */
    List<String> texts() {
        return comments.stream().map(Comment::text).sorted().toList();
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

    /** Source text of a node, from its first to its last character. */
    String source(Node node) {
        int from = start(node).getIndex();
        return new String(letters, from, end(node).getIndex() - from);
    }

    static Mark start(Node node) {
        return node.getStartMark().orElseThrow(() -> new UnformattableException("has a node without a place"));
    }

    static Mark end(Node node) {
        return node.getEndMark().orElseThrow(() -> new UnformattableException("has a node without a place"));
    }

    static boolean isFlow(Node node) {
        return node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.FLOW;
    }

    /** True if a comment lies inside the node. */
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
            default -> throw new UnformattableException("has a node of an unknown kind");
        }
        return found;
    }

    /** A comment starts at each {@code #} outside scalars that begins a line or follows a space. */
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

    /** Offset of a scalar's text; for a block scalar, after the header line. */
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

    /** Header and unindented lines of a block scalar; empty for other scalars. */
    Optional<Block> block(ScalarNode scalar) {
        if (!isBlock(scalar)) {
            return Optional.empty();
        }
        int first = start(scalar).getLine();
        var header = line(first).substring(start(scalar).getColumn()).split("\\s", 2)[0];
        if (!header.matches("[|>]-?")) {
            throw new UnformattableException(
                    "line " + (first + 1) + ": the block text '" + header + "' is not written anew");
        }
        int indent = 0;
        var body = new ArrayList<String>();
        for (int line = first + 1; line < lines.size(); line++) {
            int here = line(line).length() - line(line).stripLeading().length();
            if (indent == 0 && !isBlank(line)) {
                indent = here;
            }
            if (!isBlank(line) && here < Math.max(1, indent)) {
                break;
            }
            body.add(isBlank(line) ? "" : line(line).substring(indent));
        }
        while (!body.isEmpty() && body.getLast().isEmpty()) {
            body.removeLast();
        }
        return Optional.of(new Block(header, body));
    }

    /** A block scalar. */
    record Block(String header, List<String> lines) {}
}
