package io.facegate.policy.reading;

import io.facegate.policy.language.DisputeOverride;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.WordPatterns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a policy folder: every {@code *.yaml} file except tests. */
public final class PolicyReader {
    /** File name of the invariants. */
    public static final String INVARIANTS = "invariants.yaml";

    private static final String TEST = "_test.yaml";
    private static final String ENDING = ".yaml";

    private PolicyReader() {}

    /**
     * Reads a folder.
     *
     * @throws PolicyErrors with every mistake found
     */
    public static PolicySet load(Path dir) {
        return read(PolicyFiles.read(dir), ReadingOptions.SERVED);
    }

    /** Reads the files of a set that was in force before. */
    public static PolicySet read(Map<String, byte[]> files) {
        return read(files, ReadingOptions.KEPT);
    }

    /**
     * Reads files by name.
     *
     * @throws PolicyErrors with every mistake found
     */
    public static PolicySet read(Map<String, byte[]> files, ReadingOptions checks) {
        var policies = withoutTests(files);
        var mistakes = new ArrayList<PolicyMistake>();
        var cities = new TreeSet<String>();
        var packs = packs(policies, checks, cities, mistakes);
        var overrides = policies.get(DisputeOverrideReader.FILE);
        var overrulings = overrides == null || !mistakes.isEmpty()
                ? List.<DisputeOverride>of()
                : DisputeOverrideReader.read(overrides, new PolicySet(packs, "").rules(), checks, mistakes);
        var claimed = policies.get(INVARIANTS);
        var invariants = claimed == null ? List.<Invariant>of() : invariants(claimed, checks, cities, mistakes);
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return new PolicySet(packs, overrulings, invariants, PolicyFiles.digest(policies));
    }

    /** The digest of the set that those files make, whether they compile or not. */
    public static String digest(Map<String, byte[]> files) {
        return PolicyFiles.digest(withoutTests(files));
    }

    private static SortedMap<String, byte[]> withoutTests(Map<String, byte[]> files) {
        var policies = new TreeMap<String, byte[]>();
        files.forEach((name, bytes) -> {
            if (name.endsWith(ENDING) && !name.endsWith(TEST)) {
                policies.put(name, bytes);
            }
        });
        return policies;
    }

    private static List<Invariant> invariants(
            byte[] bytes, ReadingOptions checks, Set<String> cities, List<PolicyMistake> mistakes) {
        var reading = new YamlReading(INVARIANTS, checks);
        reading.cities().addAll(cities);
        return InvariantReader.read(reading, bytes, mistakes);
    }

    private static List<PolicyPack> packs(
            Map<String, byte[]> policies, ReadingOptions checks, Set<String> cities, List<PolicyMistake> mistakes) {
        var packs = new ArrayList<PolicyPack>();
        var readings = new ArrayList<YamlReading>();
        policies.forEach((name, bytes) -> {
            if (!isPack(name)) {
                return;
            }
            var reading = new YamlReading(name, checks);
            readings.add(reading);
            var pack = PackReader.read(reading, id(reading, name), bytes);
            cities.addAll(reading.cities());
            if (pack != null) {
                packs.add(pack);
            }
        });
        if (readings.stream().allMatch(YamlReading::hasNoMistakes)) {
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

    /** True for a file with rules, not overrides or invariants. */
    private static boolean isPack(String name) {
        return !name.equals(DisputeOverrideReader.FILE) && !name.equals(INVARIANTS);
    }

    private static String id(YamlReading reading, String file) {
        var id = file.substring(0, file.length() - ENDING.length());
        if (!id.matches(WordPatterns.ID) || id.equals("facegate")) {
            reading.addFileMistake("its name must be lower-case letters, digits and hyphens, and not 'facegate'");
        }
        return id;
    }
}
