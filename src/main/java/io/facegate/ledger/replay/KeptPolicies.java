package io.facegate.ledger.replay;

import io.facegate.policy.Policies;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.language.Book;
import io.facegate.policy.reading.Library;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sets of policies that were in force, by digest, as the data folder keeps them; the last few stay compiled. */
public final class KeptPolicies {
    private static final String NAME = "policies";
    private static final int COMPILED = 8;

    private final Path root;
    private final Map<String, Kept> compiled = new LinkedHashMap<>(COMPILED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > COMPILED;
        }
    };

    private KeptPolicies(Path root) {
        this.root = root;
    }

    /** What became of a set. */
    public sealed interface Kept {
        record Whole(Book book, Policies policies) implements Kept {}

        record Missing(Unfit why) implements Kept {}
    }

    /** Those of a data folder. */
    public static KeptPolicies in(Path dataFolder) {
        return new KeptPolicies(dataFolder.resolve(NAME));
    }

    /** The set of that digest. */
    public synchronized Kept of(String digest) {
        return compiled.computeIfAbsent(digest, this::read);
    }

    private Kept read(String digest) {
        var folder = root.resolve(digest);
        if (!digest.matches("[0-9a-f]{64}") || !Files.isDirectory(folder)) {
            return new Kept.Missing(Unfit.POLICIES_GONE);
        }
        try {
            var book = Library.load(folder);
            return book.digest().equals(digest)
                    ? new Kept.Whole(book, Policies.of(book))
                    : new Kept.Missing(Unfit.POLICIES_CHANGED);
        } catch (PolicyErrors wrong) {
            return new Kept.Missing(Unfit.POLICIES_CHANGED);
        }
    }
}
