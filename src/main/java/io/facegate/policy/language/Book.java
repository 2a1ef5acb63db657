package io.facegate.policy.language;

import io.facegate.policy.Mistake;
import io.facegate.policy.PolicyErrors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All policies of a folder, read and checked, in the order of their names.
 *
 * @param overrulings the disputed rules that an operator has decided
 * @param digest SHA-256 over the names and bytes of the files, lowercase hex
 */
public record Book(List<Pack> packs, List<Overruling> overrulings, String digest) {
    private static final String INVARIANTS = "invariants.yaml";
    private static final String TEST = "_test.yaml";
    private static final String ENDING = ".yaml";

    public Book {
        packs = packs.stream().sorted(Comparator.comparing(Pack::id)).toList();
        overrulings = List.copyOf(overrulings);
    }

    /** Packs without overrides. */
    public Book(List<Pack> packs, String digest) {
        this(packs, List.of(), digest);
    }

    /**
     * Reads a folder.
     *
     * @throws PolicyErrors with every mistake in it
     */
    public static Book load(Path dir) {
        return of(Folder.read(dir));
    }

    /**
     * Reads files by name.
     *
     * @throws PolicyErrors with every mistake in them
     */
    public static Book of(Map<String, byte[]> files) {
        var policies = new TreeMap<String, byte[]>();
        files.forEach((name, bytes) -> {
            if (name.endsWith(ENDING) && !name.endsWith(TEST)) {
                policies.put(name, bytes);
            }
        });
        var packs = new ArrayList<Pack>();
        var mistakes = new ArrayList<Mistake>();
        policies.forEach((name, bytes) -> {
            if (!isPack(name)) {
                return;
            }
            var reading = new Reading(name);
            var pack = PackReader.read(reading, id(reading, name), bytes);
            mistakes.addAll(reading.mistakes());
            if (pack != null) {
                packs.add(pack);
            }
        });
        var overrides = policies.get(OverrulingReader.FILE);
        var overrulings = overrides == null || !mistakes.isEmpty()
                ? List.<Overruling>of()
                : OverrulingReader.read(overrides, new Book(packs, "").rules(), mistakes);
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return new Book(packs, overrulings, Folder.digest(policies));
    }

    /** True for a file that holds rules, not overrides or invariants. */
    static boolean isPack(String name) {
        return !name.equals(OverrulingReader.FILE) && !name.equals(INVARIANTS);
    }

    /** The rules of all packs, in the order of their ids. */
    public List<Rule> rules() {
        return packs.stream()
                .flatMap(pack -> pack.rules().stream().sorted(Comparator.comparing(Rule::id)))
                .toList();
    }

    /** Only the packs of these ids. */
    public Book only(List<String> ids) {
        return new Book(packs.stream().filter(pack -> ids.contains(pack.id())).toList(), overrulings, digest);
    }

    /** With one more pack. */
    public Book with(Pack pack) {
        return new Book(Stream.concat(packs.stream(), Stream.of(pack)).toList(), overrulings, digest);
    }

    private static String id(Reading reading, String file) {
        var id = file.substring(0, file.length() - ENDING.length());
        if (!RuleReader.ID.matcher(id).matches() || id.equals("facegate")) {
            reading.wrongFile("its name must be lower-case letters, digits and hyphens, and not 'facegate'");
        }
        return id;
    }
}
