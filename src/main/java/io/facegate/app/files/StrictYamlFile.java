package io.facegate.app.files;

import io.facegate.json.StrictYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A YAML configuration file, parsed strictly: a misspelt key is an error.
 *
 * @param manual the documentation page that describes it
 */
public record StrictYamlFile(Path path, String manual) {
    private static final long LARGEST = 256 * 1024;

    /**
     * Returns the mappings in the file's only list.
     *
     * @throws IllegalArgumentException with a sentence for the operator when the file is missing or malformed
     */
    public List<? extends Map<?, ?>> entries(String key, Set<String> settings) {
        return yaml().entries(content(), key, settings);
    }

    private StrictYaml yaml() {
        return new StrictYaml(path.toString(), manual);
    }

    /**
     * The file's text, bounded.
     *
     * @throws IllegalArgumentException with a sentence for the operator when it is missing or too large
     */
    public String content() {
        try {
            require(Files.size(path) <= LARGEST, "it is too large");
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw error("the file cannot be read");
        }
    }

    public Map<?, ?> map(@Nullable Object value, String what) {
        return yaml().map(value, what);
    }

    public List<?> list(@Nullable Object value, String what) {
        return yaml().list(value, what);
    }

    /** The distinct texts of a list, in order; empty if the list is absent. */
    public Set<String> texts(@Nullable Object value, String what) {
        return yaml().texts(value, what);
    }

    public String text(@Nullable Object value, String what) {
        return yaml().text(value, what);
    }

    /** What an entry is called by. */
    public String name(Map<?, ?> entry) {
        return yaml().name(entry);
    }

    /** Throws the error for this file unless the condition holds. */
    public void require(boolean met, String otherwise) {
        yaml().require(met, otherwise);
    }

    public IllegalArgumentException error(String why) {
        return yaml().error(why);
    }
}
