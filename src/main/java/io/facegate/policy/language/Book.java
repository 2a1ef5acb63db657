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
public record Book(List<Pack> packs, List<Overruling> overrulings, List<Invariant> invariants, String digest) {
    public Book {
        packs = packs.stream().sorted(Comparator.comparing(Pack::id)).toList();
        overrulings = List.copyOf(overrulings);
        invariants = List.copyOf(invariants);
    }

    /** Packs and overrides of which nothing must hold. */
    public Book(List<Pack> packs, List<Overruling> overrulings, String digest) {
        this(packs, overrulings, List.of(), digest);
    }

    /** Packs without overrides. */
    public Book(List<Pack> packs, String digest) {
        this(packs, List.of(), digest);
    }

    /** The rules of all packs, in the order of their ids. */
    public List<Rule> rules() {
        return packs.stream()
                .flatMap(pack -> pack.rules().stream().sorted(Comparator.comparing(Rule::id)))
                .toList();
    }

    /** True where another says the same, whatever its files look like. */
    public boolean says(Book other) {
        return packs.equals(other.packs) && overrulings.equals(other.overrulings);
    }

    /** Only the packs of these ids. */
    public Book only(List<String> ids) {
        var some = packs.stream().filter(pack -> ids.contains(pack.id())).toList();
        return new Book(some, overrulings, invariants, digest);
    }

    /** With one invariant alone. */
    public Book only(Invariant invariant) {
        return new Book(packs, overrulings, List.of(invariant), digest);
    }

    /** With one more pack. */
    public Book with(Pack pack) {
        var all = Stream.concat(packs.stream(), Stream.of(pack)).toList();
        return new Book(all, overrulings, invariants, digest);
    }
}
