package io.facegate.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Shipped files with a few bytes changed. */
public final class Mutations {
    private static final byte[] SPECIAL = "&*!{}[]:,#-?|>'\"%@`\t\n\r \0\u00e9~<".getBytes(StandardCharsets.UTF_8);
    /** Every shipped policy file and the pack of the documentation, which uses the whole language. */
    public static final Map<String, byte[]> FILES = files();

    private Mutations() {}

    private static Map<String, byte[]> files() {
        try {
            var files = new java.util.TreeMap<>(io.facegate.policy.reading.PolicyFiles.read(Path.of("policies")));
            var doc = java.nio.file.Files.readString(Path.of("docs/policy.md"));
            var example = doc.substring(
                    doc.indexOf("# example-shops.yaml"), doc.indexOf("```", doc.indexOf("# example-shops.yaml")));
            files.put("example-shops.yaml", example.getBytes(StandardCharsets.UTF_8));
            return files;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public static String name(long seed) {
        var names = List.copyOf(FILES.keySet());
        return names.get((int) Long.remainderUnsigned(seed, names.size()));
    }

    public static byte[] mutated(String name, long seed) {
        var random = new Random(seed);
        var bytes = FILES.get(name);
        for (int change = 0; change <= random.nextInt(4); change++) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        byte special = SPECIAL[random.nextInt(SPECIAL.length)];
        return switch (random.nextInt(6)) {
            case 0 -> with(bytes, at, (byte) random.nextInt());
            case 1 -> with(bytes, at, special);
            case 2 -> spliced(bytes, at, new byte[] {special}, at);
            case 3 -> spliced(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(20)));
            case 4 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 100)), at);
            default -> Arrays.copyOf(bytes, at);
        };
    }

    private static byte[] with(byte[] bytes, int at, byte letter) {
        var changed = bytes.clone();
        changed[at] = letter;
        return changed;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] inside, int on) {
        var changed = new byte[at + inside.length + bytes.length - on];
        System.arraycopy(bytes, 0, changed, 0, at);
        System.arraycopy(inside, 0, changed, at, inside.length);
        System.arraycopy(bytes, on, changed, at + inside.length, bytes.length - on);
        return changed;
    }
}
