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
 * A folder of policies, formatted.
 *
 * @param changed the files that look otherwise now, by name
 * @param refused why others are left as they are
 */
public record FormattedFolder(SortedMap<String, byte[]> changed, List<PolicyMistake> refused) {
    public FormattedFolder {
        refused = List.copyOf(refused);
    }

    /**
     * Formats every file that was read.
     *
     * @throws PolicyErrors where policies or tests do not compile
     * @throws IllegalStateException where the files would mean something else, which none of them alone does
     */
    public static FormattedFolder of(Map<String, byte[]> files) {
        var before = PolicyReader.of(files);
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
        if (!PolicyReader.of(all).says(before)) {
            throw new IllegalStateException("formatting would change what the policies say; nothing was written");
        }
        return new FormattedFolder(changed, refused);
    }

    /** One file, formatted; formatting it again changes nothing. */
    static String text(String file, String text) {
        var context = KeyOrder.root(file);
        var document = YamlDocument.of(text);
        var formatted = PolicyFormatter.of(document, context);
        var again = YamlDocument.of(formatted);
        if (!SameMeaning.same(document, again)) {
            throw new UnformattableException("it would say something else");
        }
        if (!PolicyFormatter.of(again, context).equals(formatted)) {
            throw new UnformattableException("it would not come to rest");
        }
        return formatted;
    }
}
