package io.facegate.policy.reading;

import io.facegate.policy.Mistake;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.Overruling;
import io.facegate.policy.language.Pack;
import io.facegate.policy.vocabulary.Shapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a folder of policies: every {@code *.yaml} but its tests. */
public final class Library {
    /** What must hold of the policies together. */
    public static final String INVARIANTS = "invariants.yaml";

    private static final String TEST = "_test.yaml";
    private static final String ENDING = ".yaml";

    private Library() {}

    /**
     * Reads a folder.
     *
     * @throws PolicyErrors with every mistake in it
     */
    public static Book load(Path dir) {
        return of(Folder.read(dir), Checks.SERVED);
    }

    /** Reads files of a set that was in force before. */
    public static Book of(Map<String, byte[]> files) {
        return of(files, Checks.KEPT);
    }

    /**
     * Reads files by name.
     *
     * @throws PolicyErrors with every mistake in them
     */
    public static Book of(Map<String, byte[]> files, Checks checks) {
        var policies = new TreeMap<String, byte[]>();
        files.forEach((name, bytes) -> {
            if (name.endsWith(ENDING) && !name.endsWith(TEST)) {
                policies.put(name, bytes);
            }
        });
        var mistakes = new ArrayList<Mistake>();
        var cities = new TreeSet<String>();
        var packs = packs(policies, checks, cities, mistakes);
        var overrides = policies.get(OverrulingReader.FILE);
        var overrulings = overrides == null || !mistakes.isEmpty()
                ? List.<Overruling>of()
                : OverrulingReader.read(overrides, new Book(packs, "").rules(), checks, mistakes);
        var claimed = policies.get(INVARIANTS);
        var invariants = claimed == null ? List.<Invariant>of() : invariants(claimed, checks, cities, mistakes);
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return new Book(packs, overrulings, invariants, Folder.digest(policies));
    }

    private static List<Invariant> invariants(byte[] bytes, Checks checks, Set<String> cities, List<Mistake> mistakes) {
        var reading = new Reading(INVARIANTS, checks);
        reading.cities().addAll(cities);
        return InvariantReader.read(reading, bytes, mistakes);
    }

    private static List<Pack> packs(
            Map<String, byte[]> policies, Checks checks, Set<String> cities, List<Mistake> mistakes) {
        var packs = new ArrayList<Pack>();
        var readings = new ArrayList<Reading>();
        policies.forEach((name, bytes) -> {
            if (!isPack(name)) {
                return;
            }
            var reading = new Reading(name, checks);
            readings.add(reading);
            var pack = PackReader.read(reading, id(reading, name), bytes);
            cities.addAll(reading.cities());
            if (pack != null) {
                packs.add(pack);
            }
        });
        if (readings.stream().allMatch(Reading::clean)) {
            var known = new TreeSet<String>();
            packs.forEach(pack -> {
                known.add(pack.id());
                pack.rules().forEach(rule -> known.add(rule.id()));
            });
            readings.forEach(reading -> reading.resolve(known));
        }
        readings.forEach(reading -> mistakes.addAll(reading.mistakes()));
        return packs;
    }

    /** True for a file that holds rules, not overrides or invariants. */
    private static boolean isPack(String name) {
        return !name.equals(OverrulingReader.FILE) && !name.equals(INVARIANTS);
    }

    private static String id(Reading reading, String file) {
        var id = file.substring(0, file.length() - ENDING.length());
        if (!id.matches(Shapes.ID) || id.equals("facegate")) {
            reading.wrongFile("its name must be lower-case letters, digits and hyphens, and not 'facegate'");
        }
        return id;
    }
}
