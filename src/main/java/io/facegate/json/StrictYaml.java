package io.facegate.json;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reader of a YAML text that an operator wrote, parsed strictly: a misspelt key is an error.
 *
 * @param source what the text is, as errors name it
 * @param manual the documentation page that describes it
 */
public record StrictYaml(String source, String manual) {
    /** Far more than such a file has. */
    private static final int DEEPEST = 64;

    /** Most unknown settings that an error names. */
    private static final int MOST_NAMED = 10;

    /** Most characters of a name that an error repeats. */
    private static final int LONGEST_NAMED = 40;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,23}");

    /**
     * Returns the mappings in the text's only list.
     *
     * @throws IllegalArgumentException with a sentence for the operator when the text is malformed
     */
    public List<? extends Map<?, ?>> entries(String text, String key, Set<String> settings) {
        var top = map(parse(text), "the text");
        require(top.keySet().equals(Set.of(key)), "it holds one key, " + key);
        var entries = list(top.get(key), key).stream()
                .map(one -> map(one, "each of " + key))
                .toList();
        requireKnown(entries, settings);
        return entries;
    }

    /** Names the settings that are unknown, ten at most, with the entries that have them, counted from 1. */
    private void requireKnown(List<? extends Map<?, ?>> entries, Set<String> settings) {
        var unknown = IntStream.range(0, entries.size())
                .boxed()
                .flatMap(i -> entries.get(i).keySet().stream()
                        .map(String::valueOf)
                        .filter(name -> !settings.contains(name))
                        .map(name ->
                                name.substring(0, Math.min(name.length(), LONGEST_NAMED)) + " (entry " + (i + 1) + ')'))
                .limit(MOST_NAMED)
                .toList();
        require(
                unknown.isEmpty(),
                "there is no setting " + String.join(", nor ", unknown) + "; an entry takes "
                        + String.join(", ", new TreeSet<>(settings)));
    }

    private @Nullable Object parse(String text) {
        try {
            var settings = LoadSettings.builder()
                    .setAllowDuplicateKeys(false)
                    .setMaxAliasesForCollections(0)
                    .build();
            requireShallow(settings, text);
            return new Load(settings).loadFromString(text);
        } catch (YamlEngineException unreadable) {
            throw error("it cannot be read as YAML" + place(unreadable));
        }
    }

    /** What builds the values calls itself for each level; the parser does not. */
    private void requireShallow(LoadSettings settings, String text) {
        int depth = 0;
        for (var event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
                require(depth <= DEEPEST, "it is nested too deeply");
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    /** Position of the error. The parser's own message quotes lines of the text, and the named file may be a secret. */
    private static String place(YamlEngineException unreadable) {
        return unreadable instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(mark -> ", line " + (mark.getLine() + 1))
                        .orElse("")
                : "";
    }

    public Map<?, ?> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw error(what + " must be a mapping");
    }

    public List<?> list(@Nullable Object value, String what) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw error(what + " must be a list");
    }

    /** The distinct texts of a list, in order; empty if the list is absent. */
    public Set<String> texts(@Nullable Object value, String what) {
        var texts = new LinkedHashSet<String>();
        if (value != null) {
            list(value, what).forEach(one -> texts.add(text(one, "each of " + what)));
        }
        return texts;
    }

    public String text(@Nullable Object value, String what) {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw error(what + " must be a text");
    }

    /** What an entry is called by. */
    public String name(Map<?, ?> entry) {
        var name = text(entry.get("name"), "name");
        require(NAME.matcher(name).matches(), "a name is up to 24 of a to z, 0 to 9 and -");
        return name;
    }

    /** Throws the error for this text unless the condition holds. */
    public void require(boolean met, String otherwise) {
        if (!met) {
            throw error(otherwise);
        }
    }

    public IllegalArgumentException error(String why) {
        return new IllegalArgumentException(source + ": " + why + ". See " + manual + '.');
    }
}
