package io.facegate.ledger.replay;

import io.facegate.policy.Policies;
import io.facegate.policy.archive.PolicyArchive;
import io.facegate.policy.language.Book;
import java.nio.file.Path;

/** The sets of policies that decisions were made by, by digest. */
@FunctionalInterface
public interface KeptPolicies {
    /** The set of that digest. */
    Kept of(String digest);

    /** What became of a set. */
    sealed interface Kept {
        record Whole(Book book, Policies policies) implements Kept {}

        record Missing(Unfit why) implements Kept {}
    }

    /** Those that a data folder keeps. */
    static KeptPolicies in(Path dataFolder) {
        return new ArchivedPolicies(PolicyArchive.in(dataFolder));
    }

    /** No set at all. */
    static KeptPolicies none() {
        return digest -> new Kept.Missing(Unfit.POLICIES_GONE);
    }
}
