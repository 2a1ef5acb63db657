package io.facegate.policy.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Formatter for policy files: language key order, two-space indent, word lists in brackets, long lines broken. */
final class PolicyFormatter {
    private static final String STEP = "  ";

    private final YamlDocument document;
    private final CommentPlacement remarks;
    private final FlowStyleWriter flow;
    private final List<String> lines = new ArrayList<>();

    private PolicyFormatter(YamlDocument document) {
        this.document = document;
        this.remarks = new CommentPlacement(document);
        this.flow = new FlowStyleWriter(document);
    }

    static String format(YamlDocument document, String context) {
        var layout = new PolicyFormatter(document);
        layout.remarks.head().forEach(comment -> layout.line("", comment));
        switch (document.root()) {
            case MappingNode mapping when !YamlDocument.isFlow(mapping) -> layout.mapping(mapping, context, "", "");
            default -> throw new UnformattableException("does not begin with a key");
        }
        layout.remarks.linesAtEnd().forEach(comment -> layout.line("", comment));
        return layout.text();
    }

    private String text() {
        var text = new StringBuilder();
        boolean blank = true;
        for (var line : lines) {
            if (!line.isEmpty() || !blank) {
                text.append(line).append('\n');
            }
            blank = line.isEmpty();
        }
        return text.toString().stripTrailing() + '\n';
    }

    private void line(String indent, String text) {
        lines.add((indent + text).stripTrailing());
    }

    /**
     * Writes the entries of a block mapping.
     *
     * @param first starts the first line instead of the indent, such as the dash of an item
     */
    private void mapping(MappingNode mapping, String context, String indent, String first) {
        var entries = KeyOrder.sorted(context, mapping.getValue());
        for (int at = 0; at < entries.size(); at++) {
            var entry = entries.get(at);
            var key = entry.getKeyNode();
            boolean dashed = at == 0 && !first.isEmpty();
            if (!dashed) {
                remarks.linesAbove(key).forEach(comment -> line(indent, comment));
            }
            var head = (dashed ? first : indent) + flow.key(key) + ':';
            value(
                    entry.getValueNode(),
                    new Place(KeyOrder.mappingUnder(context, key), indent, head, remarks.beside(key)));
        }
    }

    /**
     * Output position of a value.
     *
     * @param head start of its line, up to the colon
     * @param comment comment after the value; empty if none
     */
    private record Place(String context, String indent, String head, String comment) {
        String tail() {
            return comment.isEmpty() ? "" : STEP + comment;
        }

        boolean fits(String text) {
            return head.length() + 1 + text.length() <= FlowStyleWriter.WIDTH;
        }

        String nestedIndent() {
            return indent + STEP;
        }
    }

    private void value(Node value, Place place) {
        switch (value) {
            case ScalarNode scalar -> scalar(scalar, place);
            case CollectionNode<?> collection
            when document.hasComments(collection) && YamlDocument.isFlow(collection) -> verbatim(collection, place);
            case CollectionNode<?> collection when isFlow(collection) -> flow(collection, place);
            case SequenceNode list -> {
                line("", place.head() + place.tail());
                items(list, place.context(), place.nestedIndent());
            }
            case MappingNode mapping -> {
                line("", place.head() + place.tail());
                mapping(mapping, place.context(), place.nestedIndent(), "");
            }
            default -> throw new UnformattableException("has a node of an unknown kind");
        }
    }

    /** Flow style for collections written so, and for lists of words. */
    private boolean isFlow(CollectionNode<?> collection) {
        return YamlDocument.isFlow(collection) || (collection instanceof SequenceNode list && isWords(list));
    }

    private boolean isWords(SequenceNode list) {
        return !list.getValue().isEmpty()
                && list.getValue().stream()
                        .allMatch(item -> item instanceof ScalarNode scalar
                                && remarks.linesAbove(item).isEmpty()
                                && remarks.beside(item).isEmpty()
                                && !YamlDocument.isBlock(scalar)
                                && document.source(item).matches("[A-Za-z0-9_./-]+"));
    }

    private void flow(CollectionNode<?> collection, Place place) {
        var text = flow.text(collection, place.context());
        if (place.fits(text) || collection.getValue().isEmpty()) {
            line("", place.head() + ' ' + text + place.tail());
            return;
        }
        switch (collection) {
            case MappingNode mapping -> {
                line("", place.head() + place.tail());
                mapping(mapping, place.context(), place.nestedIndent(), "");
            }
            case SequenceNode list
            when list.getValue().stream().noneMatch(CollectionNode.class::isInstance) ->
                fill(place.head() + ' ', flow.pieces(list, place.context()), place.nestedIndent(), place.tail());
            case SequenceNode list -> {
                line("", place.head() + place.tail());
                items(list, place.context(), place.nestedIndent());
            }
            default -> throw new UnformattableException("has a node of an unknown kind");
        }
    }

    private void fill(String head, List<String> pieces, String indent, String tail) {
        lines.addAll(FlowStyleWriter.filled(head, pieces, indent));
        lines.set(lines.size() - 1, lines.getLast() + tail);
    }

    private void items(SequenceNode list, String context, String indent) {
        for (var item : list.getValue()) {
            remarks.linesAbove(item).forEach(comment -> line(indent, comment));
            var dash = indent + "- ";
            if (item instanceof MappingNode mapping && !YamlDocument.isFlow(mapping)) {
                hoist(mapping, context, indent);
                mapping(mapping, context, indent + STEP, dash);
            } else if (item instanceof SequenceNode inner && !isFlow(inner)) {
                throw new UnformattableException(
                        "line " + (YamlDocument.start(item).getLine() + 1) + ": a list in a list");
            } else {
                item(item, new Place(context, indent, indent + "-", remarks.beside(item)));
            }
        }
    }

    /** Moves a comment above the first key of an item above the item. */
    private void hoist(MappingNode mapping, String context, String indent) {
        var first = KeyOrder.sorted(context, mapping.getValue()).getFirst().getKeyNode();
        remarks.linesAbove(first).stream()
                .filter(comment -> !comment.isEmpty())
                .forEach(comment -> line(indent, comment));
    }

    private void item(Node item, Place place) {
        if (item instanceof ScalarNode scalar) {
            scalar(scalar, place);
        } else if (document.hasComments(item)) {
            verbatim(item, place);
        } else if (item instanceof MappingNode mapping && isLongRule(mapping, place)) {
            if (!place.comment().isEmpty()) {
                line(place.indent(), place.comment());
            }
            mapping(mapping, place.context(), place.nestedIndent(), place.indent() + "- ");
        } else {
            fill(place.head() + ' ', flow.pieces(item, place.context()), place.nestedIndent(), place.tail());
        }
    }

    private boolean isLongRule(MappingNode mapping, Place place) {
        return place.context().equals("rule") && !place.fits(flow.text(mapping, place.context()));
    }

    /** Keeps the source text, because comments inside brackets cannot be assigned to anything movable. */
    private void verbatim(Node node, Place place) {
        var source = document.source(node).split("\n", -1);
        line("", place.head() + ' ' + source[0]);
        var rest = Arrays.asList(source).subList(1, source.length);
        int least = rest.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        rest.forEach(
                line -> line(line.isBlank() ? "" : place.nestedIndent(), line.isBlank() ? "" : line.substring(least)));
        lines.set(lines.size() - 1, lines.getLast() + place.tail());
    }

    private void scalar(ScalarNode scalar, Place place) {
        var block = document.block(scalar);
        if (block.isPresent()) {
            line("", place.head() + ' ' + block.get().header() + place.tail());
            if (block.get().header().startsWith(">")
                    && FlowStyleWriter.isParagraph(scalar.getValue().strip())) {
                paragraph(scalar.getValue().strip(), place);
            } else {
                block.get().lines().forEach(text -> line(text.isEmpty() ? "" : place.nestedIndent(), text));
            }
            return;
        }
        var text = flow.scalar(scalar);
        if (place.fits(text)
                || !FlowStyleWriter.isParagraph(scalar.getValue())
                || !scalar.getValue().contains(" ")) {
            line("", place.head() + ' ' + text + place.tail());
        } else {
            line("", place.head() + " >-" + place.tail());
            paragraph(scalar.getValue(), place);
        }
    }

    private void paragraph(String text, Place place) {
        var words = List.of(text.split(" ", -1));
        fill(place.nestedIndent(), words, place.nestedIndent(), "");
    }
}
