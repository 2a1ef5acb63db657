package io.facegate.policy.reading;

import io.facegate.policy.vocabulary.WordList;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/** Strict YAML parser: rejects anchors, aliases, tags, directives and multiple documents. */
final class StrictYamlParser implements Parser {
    private static final int DEEPEST = 64;

    private final YamlReading reading;
    private final Parser parser;
    private int depth;
    private int documents;

    StrictYamlParser(YamlReading reading, Parser parser) {
        this.reading = reading;
        this.parser = parser;
    }

    /** Aborts parsing; the reason was already noted. */
    static final class Stop extends YamlEngineException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super("stopped");
        }
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event next() {
        var event = parser.next();
        switch (event) {
            case DocumentStartEvent start -> document(start);
            case NodeEvent node -> node(node);
            case CollectionEndEvent _ -> depth--;
            default -> {}
        }
        return event;
    }

    private void document(DocumentStartEvent start) {
        if (start.getSpecVersion().isPresent() || !start.getTags().isEmpty()) {
            reading.addMistake(
                    start.getStartMark(), "directives (%YAML, %TAG) are not part of the language; leave them out");
        }
        if (++documents > 1) {
            reading.addMistake(
                    start.getStartMark(), "a second document begins here; one file holds one, so leave '---' out");
            throw new Stop();
        }
    }

    private void node(NodeEvent node) {
        if (node instanceof AliasEvent || node.getAnchor().isPresent()) {
            reading.addMistake(node.getStartMark(), "anchors and aliases are not part of the language; write it out");
            throw new Stop();
        }
        tag(node)
                .ifPresent(tag -> reading.addMistake(
                        node.getStartMark(),
                        "tags (here " + WordList.forDisplay(tag) + ") are not part of the language; leave it out"));
        if (node instanceof CollectionStartEvent && ++depth > DEEPEST) {
            reading.addMistake(node.getStartMark(), "is nested deeper than " + DEEPEST);
            throw new Stop();
        }
    }

    private static Optional<String> tag(NodeEvent node) {
        return switch (node) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
    }
}
