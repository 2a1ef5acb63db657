package io.facegate.policy.language;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Policy set: all packs of a folder, ordered by id.
 *
 * @param overrides operator overrides of disputed rules
 * @param invariants properties that must hold of the whole set
 * @param digest SHA-256 over file names and contents, lowercase hex
 */
public record PolicySet(
        List<PolicyPack> packs, List<DisputeOverride> overrides, List<Invariant> invariants, String digest) {
    public PolicySet {
        packs = packs.stream().sorted(Comparator.comparing(PolicyPack::id)).toList();
        overrides = List.copyOf(overrides);
        invariants = List.copyOf(invariants);
    }

    /** Packs and overrides, without invariants. */
    public PolicySet(List<PolicyPack> packs, List<DisputeOverride> overrulings, String digest) {
        this(packs, overrulings, List.of(), digest);
    }

    /** Packs only. */
    public PolicySet(List<PolicyPack> packs, String digest) {
        this(packs, List.of(), digest);
    }

    /** The rules of all packs, by id. */
    public List<Rule> rules() {
        return packs.stream()
                .flatMap(pack -> pack.rules().stream().sorted(Comparator.comparing(Rule::id)))
                .toList();
    }

    /** True if the other set has the same content, regardless of file layout. */
    public boolean hasSameContent(PolicySet other) {
        return packs.equals(other.packs) && overrides.equals(other.overrides);
    }

    /** Copy with only the packs of these ids. */
    public PolicySet restrictedTo(List<String> ids) {
        var some = packs.stream().filter(pack -> ids.contains(pack.id())).toList();
        return new PolicySet(some, overrides, invariants, digest);
    }

    /** Copy with a single invariant. */
    public PolicySet restrictedTo(Invariant invariant) {
        return new PolicySet(packs, overrides, List.of(invariant), digest);
    }

    /** Copy with one more pack. */
    public PolicySet withPack(PolicyPack pack) {
        var all = Stream.concat(packs.stream(), Stream.of(pack)).toList();
        return new PolicySet(all, overrides, invariants, digest);
    }
}
