package io.facegate.policy.format;

import io.facegate.policy.Mistake;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.reading.Library;
import io.facegate.policy.trial.Trial;
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
public record Formatted(SortedMap<String, byte[]> changed, List<Mistake> refused) {
    public Formatted {
        refused = List.copyOf(refused);
    }

    /**
     * Formats every file that was read.
     *
     * @throws PolicyErrors where policies or tests do not compile
     * @throws IllegalStateException where the files would mean something else, which none of them alone does
     */
    public static Formatted of(Map<String, byte[]> files) {
        var before = Library.of(files);
        Trial.check(files, before);
        var changed = new TreeMap<String, byte[]>();
        var refused = new ArrayList<Mistake>();
        files.forEach((name, bytes) -> {
            try {
                var formatted =
                        text(name, new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                if (!Arrays.equals(formatted, bytes)) {
                    changed.put(name, formatted);
                }
            } catch (Unformattable error) {
                refused.add(new Mistake(name, 0, 0, "is left as it is: " + error.getMessage()));
            }
        });
        var all = new TreeMap<>(files);
        all.putAll(changed);
        if (!Library.of(all).says(before)) {
            throw new IllegalStateException("formatting would change what the policies say; nothing was written");
        }
        return new Formatted(changed, refused);
    }

    /** One file, formatted; formatting it again changes nothing. */
    static String text(String file, String text) {
        var context = Order.root(file);
        var document = Document.of(text);
        var formatted = Layout.of(document, context);
        var again = Document.of(formatted);
        if (!Meaning.same(document, again)) {
            throw new Unformattable("it would say something else");
        }
        if (!Layout.of(again, context).equals(formatted)) {
            throw new Unformattable("it would not come to rest");
        }
        return formatted;
    }
}
