package io.facegate.app.tokens;

import io.facegate.identity.TokenVerifier;
import io.facegate.registry.Registry;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens of the issuers in {@code issuers.yaml} that the registry has accepted exactly as they are written
 * there. Reads the file at startup and again after each acceptance.
 */
public final class AcceptedIssuers implements TokenVerifier {
    private static final System.Logger LOG = System.getLogger(AcceptedIssuers.class.getName());

    private final @Nullable Path named;
    private final Path data;
    private final Registry registry;
    private final BiConsumer<String, String> journal;
    private SmallRyeTokenVerifier tokens;
    private Map<String, String> seen = Map.of();
    private List<String> waiting = List.of();

    private AcceptedIssuers(@Nullable Path named, Path data, Registry registry, BiConsumer<String, String> journal) {
        this.named = named;
        this.data = data;
        this.registry = registry;
        this.journal = journal;
        this.tokens = load();
    }

    /**
     * Reads the issuers, and accepts them if none were ever accepted. Must run before the registry is followed.
     *
     * @param named the configured file, or null for the one in the data folder
     * @param journal receives an act and its subject
     */
    public static AcceptedIssuers begin(
            @Nullable Path named, Path data, Registry registry, BiConsumer<String, String> journal) {
        var issuers = new AcceptedIssuers(named, data, registry, journal);
        registry.begin(issuers.tokens.digests(), Instant.now());
        issuers.seen = registry.issuers();
        issuers.note();
        return issuers;
    }

    private SmallRyeTokenVerifier load() {
        return SmallRyeTokenVerifier.of(IssuersFile.of(named, data), this::accepts);
    }

    private boolean accepts(String issuer, String digest) {
        return digest.equals(registry.issuers().get(issuer));
    }

    @Override
    public Claims read(String token, Instant now) {
        var current = current();
        return (current.isEmpty() ? TokenVerifier.none() : current).read(token, now);
    }

    /** Issuers of the file that are not accepted in their present form. */
    public synchronized List<String> waiting() {
        current();
        return waiting;
    }

    private synchronized SmallRyeTokenVerifier current() {
        var accepted = registry.issuers();
        if (!accepted.equals(seen)) {
            seen = accepted;
            try {
                tokens = load();
                note();
            } catch (IllegalArgumentException unfit) {
                LOG.log(Level.ERROR, "The file of issuers could not be read again: {0}", unfit.getMessage());
            }
        }
        return tokens;
    }

    /** Logs and records which file is read and which of its issuers are not trusted. */
    private void note() {
        var digest = IssuersFile.digest(named, data);
        if (digest != null) {
            journal.accept("issuers_loaded", digest);
        }
        var found = new TreeSet<String>();
        tokens.digests().forEach((issuer, each) -> {
            if (!each.equals(seen.get(issuer))) {
                found.add(issuer);
                journal.accept("issuer_not_accepted", each);
            }
        });
        waiting = List.copyOf(found);
        if (!found.isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "Tokens of {0} are not accepted: in issuers.yaml they are new, or changed since they were"
                            + " accepted. Review the file, then run: facegate issuer accept. See docs/identity.md,"
                            + " JWT.",
                    String.join(", ", found));
        }
    }
}
