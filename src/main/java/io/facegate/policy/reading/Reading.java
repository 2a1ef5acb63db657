package io.facegate.policy.reading;

import io.facegate.policy.Mistake;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One YAML file being read: its nodes with their places, and the mistakes found so far. */
public final class Reading {
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST = 4096;

    private final String file;
    private final List<Mistake> mistakes = new ArrayList<>();

    public Reading(String file) {
        this.file = file;
    }

    public List<Mistake> mistakes() {
        return List.copyOf(mistakes);
    }

    public boolean clean() {
        return mistakes.isEmpty();
    }

    /** The one document of the file, or null where it has none that can be read. */
    public @Nullable Node root(byte[] bytes) {
        if (bytes.length > LARGEST) {
            return complain("is larger than " + LARGEST + " bytes; split it");
        }
        var settings =
                LoadSettings.builder().setLabel(file).setCodePointLimit(LARGEST).build();
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new Compose(settings).composeString(text.toString()).orElseGet(() -> complain("is empty"));
        } catch (CharacterCodingException error) {
            return complain("is not UTF-8");
        } catch (MarkedYamlEngineException error) {
            var at = error.getProblemMark().or(error::getContextMark);
            int line = at.map(mark -> mark.getLine() + 1).orElse(0);
            int column = at.map(mark -> mark.getColumn() + 1).orElse(0);
            mistakes.add(new Mistake(file, line, column, "is not YAML: " + error.getProblem()));
            return null;
        } catch (YamlEngineException error) {
            return complain("is not YAML: " + error.getMessage());
        } catch (StackOverflowError error) {
            return complain("is nested too deeply");
        }
    }

    /** Notes a mistake at a node. */
    public void wrong(Node at, String message) {
        wrong(at, 0, message);
    }

    void wrong(Node at, int offset, String message) {
        int line = at.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        int column = at.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
        mistakes.add(new Mistake(file, line, column + offset, message));
    }

    /** The text of a scalar, or null after noting why there is none. */
    public @Nullable String text(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            wrong(node, what + " must be a single value");
            return null;
        }
        if (!plain(node)) {
            return null;
        }
        if (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank()) {
            wrong(node, what + " is empty");
            return null;
        }
        if (scalar.getValue().length() > LONGEST) {
            wrong(node, what + " is longer than " + LONGEST + " characters");
            return null;
        }
        return scalar.getValue().strip();
    }

    /** The items of a list that holds at least one, or the one value that stands for a list of one. */
    public List<Node> items(Node node, String what) {
        if (!(node instanceof SequenceNode list)) {
            return List.of(node);
        }
        if (!plain(node)) {
            return List.of();
        }
        if (list.getValue().isEmpty()) {
            wrong(node, what + " is an empty list; leave the key out, or name something");
        }
        return list.getValue();
    }

    /** False, after noting it, for a node that YAML lets stand for something else. */
    boolean plain(Node node) {
        if (node.getAnchor().isPresent()) {
            wrong(node, "anchors and aliases are not part of the language; write it out");
            return false;
        }
        return true;
    }

    /** Notes a mistake of the file as a whole. */
    public void wrongFile(String message) {
        mistakes.add(new Mistake(file, 0, 0, message));
    }

    private @Nullable Node complain(String message) {
        wrongFile(message);
        return null;
    }
}
