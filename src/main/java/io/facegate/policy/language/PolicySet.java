package io.facegate.policy.language;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All policies of a folder, in the order of their names.
 *
 * @param overrulings the disputed rules that an operator has decided
 * @param invariants what must hold of all of them together
 * @param digest SHA-256 over the names and bytes of the files, lowercase hex
 */
public record PolicySet(
        List<PolicyPack> packs, List<DisputeOverride> overrulings, List<Invariant> invariants, String digest) {
    public PolicySet {
        packs = packs.stream().sorted(Comparator.comparing(PolicyPack::id)).toList();
        overrulings = List.copyOf(overrulings);
        invariants = List.copyOf(invariants);
    }

    /** Packs and overrides of which nothing must hold. */
    public PolicySet(List<PolicyPack> packs, List<DisputeOverride> overrulings, String digest) {
        this(packs, overrulings, List.of(), digest);
    }

    /** Packs without overrides. */
    public PolicySet(List<PolicyPack> packs, String digest) {
        this(packs, List.of(), digest);
    }

    /** The rules of all packs, in the order of their ids. */
    public List<Rule> rules() {
        return packs.stream()
                .flatMap(pack -> pack.rules().stream().sorted(Comparator.comparing(Rule::id)))
                .toList();
    }

    /** True where another says the same, whatever its files look like. */
    public boolean says(PolicySet other) {
        return packs.equals(other.packs) && overrulings.equals(other.overrulings);
    }

    /** Only the packs of these ids. */
    public PolicySet only(List<String> ids) {
        var some = packs.stream().filter(pack -> ids.contains(pack.id())).toList();
        return new PolicySet(some, overrulings, invariants, digest);
    }

    /** With one invariant alone. */
    public PolicySet only(Invariant invariant) {
        return new PolicySet(packs, overrulings, List.of(invariant), digest);
    }

    /** With one more pack. */
    public PolicySet with(PolicyPack pack) {
        var all = Stream.concat(packs.stream(), Stream.of(pack)).toList();
        return new PolicySet(all, overrulings, invariants, digest);
    }
}
