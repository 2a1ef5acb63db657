package io.facegate.ledger.replay;

import io.facegate.policy.Policies;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.reading.Library;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sets of policies that a folder keeps, each in a folder named by its digest; the last few stay compiled. */
final class ArchivedPolicies implements KeptPolicies {
    private static final int COMPILED = 8;

    private final Path root;
    private final Map<String, Kept> compiled = new LinkedHashMap<>(COMPILED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > COMPILED;
        }
    };

    ArchivedPolicies(Path root) {
        this.root = root;
    }

    @Override
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
