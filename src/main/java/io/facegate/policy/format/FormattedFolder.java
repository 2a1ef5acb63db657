package io.facegate.policy.format;

import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.testing.PolicyTestRunner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Result of formatting a policy folder.
 *
 * @param changed new content of the files that changed, by name
 * @param refused why other files were left unchanged
 */
public record FormattedFolder(SortedMap<String, byte[]> changed, List<PolicyMistake> refused) {
    public FormattedFolder {
        refused = List.copyOf(refused);
    }

    /**
     * Formats all given files.
     *
     * @throws PolicyErrors if policies or tests do not compile
     * @throws IllegalStateException if the formatted files together have another meaning, though each file alone keeps
     *     its own
     */
    public static FormattedFolder format(Map<String, byte[]> files) {
        var before = PolicyReader.read(files);
        PolicyTestRunner.check(files, before);
        var changed = new TreeMap<String, byte[]>();
        var refused = new ArrayList<PolicyMistake>();
        files.forEach((name, bytes) -> {
            try {
                var formatted =
                        text(name, new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                if (!Arrays.equals(formatted, bytes)) {
                    changed.put(name, formatted);
                }
            } catch (UnformattableException error) {
                refused.add(new PolicyMistake(name, 0, 0, "is left as it is: " + error.getMessage()));
            }
        });
        var all = new TreeMap<>(files);
        all.putAll(changed);
        if (!PolicyReader.read(all).hasSameContent(before)) {
            throw new IllegalStateException("formatting would change what the policies say; nothing was written");
        }
        return new FormattedFolder(changed, refused);
    }

    /** Formats one file. Idempotent. */
    static String text(String file, String text) {
        var context = KeyOrder.root(file);
        var document = YamlDocument.parse(text);
        var formatted = PolicyFormatter.format(document, context);
        var again = YamlDocument.parse(formatted);
        if (!SameMeaning.haveSameMeaning(document, again)) {
            throw new UnformattableException("it would say something else");
        }
        if (!PolicyFormatter.format(again, context).equals(formatted)) {
            throw new UnformattableException("it would not come to rest");
        }
        return formatted;
    }
}
