package io.facegate.policy.reading;

import io.facegate.call.Digests;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The raw {@code *.yaml} files of a policy folder, tests included, by name. No entry with such a name is skipped. */
public final class PolicyFiles {
    private static final int MOST = 500;
    private static final int LARGEST = 1 << 20;
    private static final int LARGEST_TOGETHER = 64 << 20;
    private static final String ENDING = ".yaml";

    private PolicyFiles() {}

    /** Names in a folder that count as policies or tests, in any letter case; hidden files do not. */
    public static SortedSet<String> names(Path dir) throws IOException {
        var names = new TreeSet<String>();
        try (var entries = Files.newDirectoryStream(dir)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        names.removeIf(name -> name.startsWith(".") || !isYaml(name));
        return names;
    }

    /**
     * Reads all files.
     *
     * @throws PolicyErrors if the folder is absent, empty or unreadable, or if an entry named like a policy is not a
     *     readable regular file
     */
    public static SortedMap<String, byte[]> read(Path dir) {
        if (!Files.isDirectory(dir)) {
            throw toErrors(dir, "there is no such policy folder; name one with --policies DIR or FACEGATE_POLICIES");
        }
        try {
            var names = names(dir);
            if (names.stream().noneMatch(PolicyFiles::isPolicy)) {
                throw toErrors(
                        dir,
                        "the policy folder has no policy, so every call would be refused; put at least one"
                                + " <pack>.yaml into it (see docs/policy.md)");
            }
            return read(dir, names);
        } catch (IOException error) {
            throw toErrors(dir, "the policy folder cannot be read: " + error.getMessage());
        }
    }

    private static SortedMap<String, byte[]> read(Path dir, SortedSet<String> names) {
        var found = new TreeMap<String, byte[]>();
        var mistakes = new ArrayList<PolicyMistake>();
        if (names.size() > MOST) {
            throw toErrors(dir, "holds more than " + MOST + " files");
        }
        long left = LARGEST_TOGETHER;
        for (var name : names) {
            if (name.endsWith(ENDING)) {
                try {
                    var bytes = PolicyFileReader.read(dir.resolve(name), LARGEST);
                    left -= bytes.length;
                    if (left < 0) {
                        throw toErrors(dir, "holds more than " + LARGEST_TOGETHER + " bytes of policies and tests");
                    }
                    found.put(name, bytes);
                } catch (IOException unreadable) {
                    mistakes.add(new PolicyMistake(name, 0, 0, String.valueOf(unreadable.getMessage())));
                }
            } else {
                mistakes.add(new PolicyMistake(name, 0, 0, "would not be read; rename it so that it ends in .yaml"));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return found;
    }

    /** SHA-256 over names and contents in name order, each preceded by its length. */
    static String digest(SortedMap<String, byte[]> files) {
        var digest = Digests.newSha256();
        files.forEach((name, bytes) -> {
            var label = name.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(8)
                    .putInt(label.length)
                    .putInt(bytes.length)
                    .array());
            digest.update(label);
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean isYaml(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(ENDING) || lower.endsWith(".yml");
    }

    private static boolean isPolicy(String name) {
        return !name.toLowerCase(Locale.ROOT).endsWith("_test.yaml");
    }

    private static PolicyErrors toErrors(Path dir, String message) {
        return new PolicyErrors(List.of(new PolicyMistake(dir.toString(), 0, 0, message)));
    }
}
