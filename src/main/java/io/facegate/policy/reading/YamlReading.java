package io.facegate.policy.reading;

import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.vocabulary.WordList;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** State of reading one YAML file: node positions and the mistakes found so far. */
public final class YamlReading {
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST = 4096;
    private static final int MOST = 100;

    private final String file;
    private final ReadingOptions checks;
    private final int largest;
    private final Set<String> cities = new TreeSet<>();
    private final Map<Node, String> references = new LinkedHashMap<>();
    private final List<PolicyMistake> mistakes = new ArrayList<>();

    /** For a file of a set that was in force before. */
    public YamlReading(String file) {
        this(file, ReadingOptions.KEPT);
    }

    public YamlReading(String file, ReadingOptions checks) {
        this(file, checks, LARGEST);
    }

    /** @param largest how many bytes the file may have */
    public YamlReading(String file, ReadingOptions checks, int largest) {
        this.file = file;
        this.checks = checks;
        this.largest = largest;
    }

    public ReadingOptions checks() {
        return checks;
    }

    /** Cities that the policies declare as new. */
    Set<String> cities() {
        return cities;
    }

    /** Notes a reference to a pack or rule, to be checked when all packs are read. */
    void addReference(Node at, String name) {
        references.put(at, name);
    }

    /** Adds a mistake for each referenced pack or rule that does not exist. */
    void resolve(Set<String> known) {
        references.forEach((at, name) -> {
            if (!known.contains(name)) {
                addMistake(at, WordList.unknownMessage("pack or rule", name, known));
            }
        });
    }

    /** Notes a mistake if a day lies in the future, by the clock of the reading options. */
    void checkNotFuture(@Nullable Node at, String what, @Nullable LocalDate day) {
        if (at != null && day != null && checks.isFuture(day)) {
            addMistake(at, what + " is in the future: " + day + " comes after " + checks.today());
        }
    }

    public List<PolicyMistake> mistakes() {
        return List.copyOf(mistakes);
    }

    public boolean hasNoMistakes() {
        return mistakes.isEmpty();
    }

    /** True once there are too many mistakes to continue. */
    public boolean hasTooManyMistakes() {
        return mistakes.size() > MOST;
    }

    /** Root node of the file's only document, or null if it cannot be read. */
    public @Nullable Node root(byte[] bytes) {
        if (bytes.length > largest) {
            return failFile("is larger than " + largest + " bytes; split it");
        }
        var source = YamlSource.decode(file, bytes, checks.strict());
        if (source.mistake() != null) {
            mistakes.add(source.mistake());
            return null;
        }
        try {
            return root(source.text());
        } catch (StrictYamlParser.Stop stop) {
            return null;
        } catch (MarkedYamlEngineException error) {
            addMistake(error.getProblemMark().or(error::getContextMark), "is not YAML: " + parserMessage(error));
            return null;
        } catch (YamlEngineException error) {
            return failFile("is not YAML: " + error.getMessage());
        }
    }

    private @Nullable Node root(String text) {
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(largest)
                .setAllowNonScalarKeys(true)
                .build();
        var parser = new StrictYamlParser(this, new ParserImpl(settings, new StreamReader(settings, text)));
        var root = new Composer(settings, parser).getSingleNode();
        if (!hasNoMistakes()) {
            return null;
        }
        return root.orElseGet(() -> failFile("is empty"));
    }

    /** The parser's message, with the start of the unterminated construct. */
    private static String parserMessage(MarkedYamlEngineException error) {
        var problem = error.getProblem().replaceAll("\\s+", " ");
        if (problem.contains("(TAB)")) {
            return "a tab cannot indent; use spaces";
        }
        int hint = problem.indexOf(". (Do not use");
        var said = hint < 0 ? problem : problem.substring(0, hint);
        var began = error.getContextMark().map(Mark::getLine);
        var ended = error.getProblemMark().map(Mark::getLine);
        return began.isEmpty() || began.equals(ended) || error.getContext() == null
                ? said
                : said + " (" + error.getContext() + " that begins in line " + (began.get() + 1) + ")";
    }

    /** Notes a mistake at a node. */
    public void addMistake(Node at, String message) {
        addMistake(at.getStartMark(), message);
    }

    void addMistake(Node at, int offset, String message) {
        addMistake(at.getStartMark(), offset, message);
    }

    void addMistake(Optional<Mark> at, String message) {
        addMistake(at, 0, message);
    }

    private void addMistake(Optional<Mark> at, int offset, String message) {
        int line = at.map(mark -> mark.getLine() + 1).orElse(0);
        int column = at.map(mark -> mark.getColumn() + 1).orElse(0);
        var mistake = new PolicyMistake(file, line, column + offset, message);
        if (mistakes.contains(mistake)) {
            return;
        }
        if (mistakes.size() == MOST) {
            mistakes.add(new PolicyMistake(
                    file, line, column, "and more that is not listed; correct the listed mistakes first"));
        } else if (!hasTooManyMistakes()) {
            mistakes.add(mistake);
        }
    }

    /** The text of a scalar, or null after noting a mistake. */
    public @Nullable String text(Node node, String what) {
        var text = word(node, what);
        return text == null ? null : text.strip();
    }

    /** The exact text of a scalar, or null after noting a mistake. */
    public @Nullable String word(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            addMistake(node, what + " must be a single value");
            return null;
        }
        var value = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL) || value.isBlank()) {
            addMistake(node, what + " is empty");
        } else if (value.length() > LONGEST) {
            addMistake(node, what + " is longer than " + LONGEST + " characters");
        } else if (!value.codePoints().allMatch(YamlReading::isWritable)) {
            addMistake(node, what + " holds a control character or half a letter; write it without");
        } else if (checks.strict() && value.codePoints().anyMatch(InvisibleCharacters::isInvisible)) {
            addMistake(node, what + " holds an invisible or direction-changing character; write it without");
        } else if (isQuoted(scalar) && !value.equals(value.strip())) {
            addMistake(node, what + " begins or ends with a space; leave it out");
        } else {
            return value;
        }
        return null;
    }

    private static boolean isQuoted(ScalarNode scalar) {
        return scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
                || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    }

    private static boolean isWritable(int letter) {
        return letter == '\n'
                || letter == '\t'
                || (!Character.isISOControl(letter) && Character.getType(letter) != Character.SURROGATE);
    }

    /** Items of a non-empty list; a single value counts as a list of one. */
    public List<Node> items(Node node, String what) {
        if (hasTooManyMistakes()) {
            return List.of();
        }
        if (!(node instanceof SequenceNode list)) {
            return List.of(node);
        }
        if (list.getValue().isEmpty()) {
            addMistake(node, what + " is an empty list; leave the key out, or name something");
        }
        return list.getValue();
    }

    /** Notes a mistake of the whole file. */
    public void addFileMistake(String message) {
        mistakes.add(new PolicyMistake(file, 0, 0, message));
    }

    private @Nullable Node failFile(String message) {
        addFileMistake(message);
        return null;
    }
}
