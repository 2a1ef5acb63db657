package io.facegate.policy.format;

import io.facegate.policy.format.YamlDocument.Comment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Assigns comments and blank lines to keys and items: to the next one, or to the one on the same line. */
final class CommentPlacement {
    private final YamlDocument document;
    private final List<Node> anchors = new ArrayList<>();
    private final boolean[] taken;
    private final IdentityHashMap<Node, List<String>> before = new IdentityHashMap<>();
    private final IdentityHashMap<Node, String> beside = new IdentityHashMap<>();
    private final List<String> head = new ArrayList<>();
    private final List<String> after = new ArrayList<>();

    CommentPlacement(YamlDocument document) {
        this.document = document;
        this.taken = new boolean[document.lineCount()];
        anchors(document.root());
        assign();
    }

    /** Lines directly above a key or item; a blank line is an empty string. */
    List<String> linesAbove(Node anchor) {
        return before.getOrDefault(anchor, List.of());
    }

    /** Comment after a key or item on the same line; empty if none. */
    String beside(Node anchor) {
        return beside.getOrDefault(anchor, "");
    }

    /** Lines at the top of the document. */
    List<String> head() {
        return head;
    }

    /** Lines at the end of the document. */
    List<String> linesAtEnd() {
        return after;
    }

    private void anchors(Node node) {
        switch (node) {
            case MappingNode mapping
            when !YamlDocument.isFlow(mapping) ->
                mapping.getValue().forEach(entry -> {
                    anchors.add(entry.getKeyNode());
                    markLines(entry.getKeyNode());
                    anchors(entry.getValueNode());
                });
            case SequenceNode list
            when !YamlDocument.isFlow(list) ->
                list.getValue().forEach(item -> {
                    anchors.add(item);
                    anchors(item);
                });
            default -> markLines(node);
        }
    }

    /** Marks the lines of a scalar or a flow collection; comments and blank lines on them are not placed separately. */
    private void markLines(Node node) {
        int last = YamlDocument.end(node).getLine();
        if (node instanceof ScalarNode scalar && YamlDocument.isBlock(scalar)) {
            last = YamlDocument.start(node).getLine()
                    + document.block(scalar).map(block -> block.lines().size()).orElse(0);
        }
        for (int line = YamlDocument.start(node).getLine(); line <= last && line < taken.length; line++) {
            taken[line] = true;
        }
    }

    private void assign() {
        var alone = new HashMap<Integer, Comment>();
        var inline = new ArrayList<Comment>();
        for (var comment : document.comments()) {
            if (comment.ownLine() && !taken[comment.line()]) {
                alone.put(comment.line(), comment);
            } else if (!insideFlow(comment)) {
                inline.add(comment);
            }
        }
        int next = 0;
        for (int line = 0; line < taken.length; line++) {
            while (next < anchors.size() && line(anchors.get(next)) <= line) {
                next++;
            }
            if (alone.containsKey(line) || (!taken[line] && document.isBlank(line))) {
                var text = alone.containsKey(line) ? alone.get(line).text() : "";
                (next == 0 ? head : next < anchors.size() ? linesAboveOf(anchors.get(next)) : after).add(text);
            }
        }
        inline.forEach(this::beside);
    }

    private boolean insideFlow(Comment comment) {
        return flows(document.root(), new ArrayList<>()).stream()
                .anyMatch(flow -> YamlDocument.isInside(comment, flow));
    }

    private static List<Node> flows(Node node, List<Node> found) {
        switch (node) {
            case Node flow when YamlDocument.isFlow(flow) -> found.add(flow);
            case MappingNode mapping -> mapping.getValue().forEach(entry -> flows(entry.getValueNode(), found));
            case SequenceNode list -> list.getValue().forEach(item -> flows(item, found));
            default -> {}
        }
        return found;
    }

    private void beside(Comment comment) {
        Node owner = null;
        for (var anchor : anchors) {
            if (line(anchor) <= comment.line()) {
                owner = anchor;
            }
        }
        if (owner == null) {
            throw new UnformattableException("line " + (comment.line() + 1) + ": a comment belongs to nothing");
        }
        var earlier = beside.put(owner, comment.text());
        if (earlier != null) {
            linesAboveOf(owner).add(earlier);
        }
    }

    private List<String> linesAboveOf(Node anchor) {
        return before.computeIfAbsent(anchor, node -> new ArrayList<>());
    }

    private static int line(Node node) {
        return YamlDocument.start(node).getLine();
    }
}
