package io.facegate.usecase.registry;

import io.facegate.registry.IssuerEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The token issuers that are accepted, compared with those of the issuers file. */
public final class TokenIssuers {
    private final RegistryAccess registry;

    public TokenIssuers(RegistryAccess registry) {
        this.registry = registry;
    }

    /**
     * One issuer.
     *
     * @param digest of its entry in the file, or null if it is not there
     * @param state accepted, new, changed, altered or removed; only tokens of accepted issuers are taken
     */
    public record Compared(String issuer, @Nullable String digest, String state) {
        /** False if the issuer waits for somebody to accept it. */
        public boolean isSettled() {
            return state.equals("accepted") || state.equals("removed");
        }
    }

    /**
     * Compares the issuers of the file with the accepted ones, sorted by name.
     *
     * @param found the digest of each issuer in the file
     */
    public List<Compared> list(Map<String, String> found) {
        return registry.open(registrar -> {
            var known = new HashMap<String, IssuerEntry>();
            registrar.issuers().all().forEach(entry -> known.put(entry.issuer(), entry));
            var altered = registrar.verify().altered();
            var names = new TreeSet<>(found.keySet());
            names.addAll(known.keySet());
            return names.stream()
                    .map(name -> {
                        var digest = found.get(name);
                        return new Compared(
                                name, digest, state(known.get(name), digest, altered.contains("issuer/" + name)));
                    })
                    .toList();
        });
    }

    /** Accepts the issuers as they stand in the file. */
    public void accept(Map<String, String> found) {
        registry.open(registrar -> {
            registrar.issuers().accept(found, Instant.now());
            return found;
        });
    }

    private static String state(@Nullable IssuerEntry known, @Nullable String digest, boolean altered) {
        if (altered) {
            return "altered";
        }
        if (digest == null) {
            return "removed";
        }
        if (known == null || known.removed() != null) {
            return "new";
        }
        return known.digest().equals(digest) ? "accepted" : "changed";
    }
}
