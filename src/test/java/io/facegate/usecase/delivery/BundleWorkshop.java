package io.facegate.usecase.delivery;

import io.facegate.ledger.note.SigningKey;
import io.facegate.policy.reading.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes signed bundles for tests, with keys of its own. */
public final class BundleWorkshop {
    private final Map<String, SigningKey> keys = new LinkedHashMap<>();

    public BundleWorkshop(String... names) {
        for (var name : names) {
            keys.put(name, SigningKey.generate(name));
        }
    }

    public SigningKey key(String name) {
        return keys.computeIfAbsent(name, SigningKey::generate);
    }

    /** All keys so far, and how many must sign. */
    public BundleSigners signers(int threshold, int more) {
        return new BundleSigners(keys.values().stream().map(SigningKey::vkey).toList(), threshold, more);
    }

    /** A bundle of packs, each of which permits some capabilities. */
    public byte[] bundle(Map<String, String> files, long serial, @Nullable Instant activation, String... signers) {
        return make(files, serial, activation, signers).bytes();
    }

    PolicyBundle make(Map<String, String> files, long serial, @Nullable Instant activation, String... signers) {
        var read = bytes(files);
        var made = PolicyBundle.create(
                read,
                PolicyReader.read(read).digest(),
                new BundleTerms(serial, "c0ffee" + serial, activation),
                key(signers[0]));
        for (int at = 1; at < signers.length; at++) {
            made = made.signedBy(key(signers[at]));
        }
        return made;
    }

    static SortedMap<String, byte[]> bytes(Map<String, String> files) {
        var read = new TreeMap<String, byte[]>();
        files.forEach((name, text) -> read.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return read;
    }

    public static String digest(Map<String, String> files) {
        return PolicyReader.read(bytes(files)).digest();
    }

    /** A pack with one rule for each line: effect, capability, and anything more. */
    public static String pack(String id, String... rules) {
        var text = new StringBuilder("pack: " + id + "\ntitle: A test\nbinds: Everybody.\nrules:\n");
        int at = 0;
        for (var rule : rules) {
            var words = rule.split(" ", 3);
            text.append("  - id: r").append(at++).append("\n    effect: ").append(words[0]);
            text.append("\n    match: {capability: ").append(words[1]).append("}\n");
            if (words[0].equals("refuse")) {
                text.append("    reason: {code: no, text: No.}\n    citation: {ref: A law, checked: 2026-11-24}\n");
            }
            if (words.length == 3) {
                text.append("    ").append(words[2]).append('\n');
            }
        }
        return text.toString();
    }
}
