package io.facegate.policy.reading;

import io.facegate.policy.Mistake;
import io.facegate.policy.PolicyErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A policy folder as bytes: its {@code *.yaml} files, tests included, by name. */
public final class Folder {
    private static final int MOST = 500;
    private static final long LARGEST = 1 << 20;

    private Folder() {}

    /**
     * Reads it whole.
     *
     * @throws PolicyErrors where it is absent, empty or cannot be read
     */
    public static SortedMap<String, byte[]> read(Path dir) {
        if (!Files.isDirectory(dir)) {
            throw wrong(dir, "there is no such policy folder; name one with --policies DIR or FACEGATE_POLICIES");
        }
        try (var entries = Files.list(dir)) {
            var files = entries.filter(Files::isRegularFile).sorted().toList();
            if (files.stream().noneMatch(Folder::isPolicy)) {
                throw wrong(
                        dir,
                        "the policy folder holds no policy, so every call would be refused; "
                                + "put at least one <pack>.yaml into it (docs/policy.md says how)");
            }
            return read(dir, files);
        } catch (IOException error) {
            throw wrong(dir, "the policy folder cannot be read: " + error.getMessage());
        }
    }

    private static SortedMap<String, byte[]> read(Path dir, List<Path> files) throws IOException {
        var found = new TreeMap<String, byte[]>();
        var mistakes = new ArrayList<Mistake>();
        for (var file : files) {
            var name = file.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            if (name.endsWith(".yml")) {
                mistakes.add(new Mistake(name, 0, 0, "would not be read; rename it to end in .yaml"));
            } else if (name.endsWith(".yaml") && Files.size(file) > LARGEST) {
                mistakes.add(new Mistake(name, 0, 0, "is larger than " + LARGEST + " bytes; split it"));
            } else if (name.endsWith(".yaml")) {
                found.put(name, Files.readAllBytes(file));
            }
        }
        if (found.size() > MOST) {
            mistakes.add(new Mistake(dir.toString(), 0, 0, "holds more than " + MOST + " files"));
        }
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return found;
    }

    /** SHA-256 over names and bytes in the order of the names, each preceded by its length. */
    static String digest(SortedMap<String, byte[]> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
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
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }

    private static boolean isPolicy(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".yaml") && !name.endsWith("_test.yaml") && !name.startsWith(".");
    }

    private static PolicyErrors wrong(Path dir, String message) {
        return new PolicyErrors(List.of(new Mistake(dir.toString(), 0, 0, message)));
    }
}
