package io.facegate.usecase.registry;

import io.facegate.registry.IssuerEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
     * @param declared what the file says of it; null if it is not there
     * @param accepted the digest that was accepted; null if it never was, or is no longer, or its row does not verify
     * @param state accepted, new, changed, altered or removed; only tokens of accepted issuers are taken
     */
    public record Compared(
            String issuer,
            @Nullable DeclaredIssuer declared,
            @Nullable String accepted,
            String state) {
        /** False if the issuer waits for somebody to accept it. */
        public boolean isSettled() {
            return state.equals("accepted") || state.equals("removed");
        }

        /** True if its tokens are of people: whoever holds its keys signs in as any person. */
        public boolean isOfPeople() {
            return issuer.startsWith(DeclaredIssuer.OF_PEOPLE) || (declared != null && declared.people());
        }

        /** The id of the issuer in addresses. */
        public String id() {
            return DeclaredIssuer.id(issuer);
        }
    }

    /** Compares the issuers of the file with the accepted ones, sorted by name. */
    public List<Compared> list(Collection<DeclaredIssuer> found) {
        return registry.open(registrar -> {
            var known = new HashMap<String, IssuerEntry>();
            registrar.issuers().all().forEach(entry -> known.put(entry.issuer(), entry));
            var altered = registrar.verify().altered();
            var declared = found.stream().collect(Collectors.toMap(DeclaredIssuer::name, Function.identity()));
            var names = new TreeSet<>(declared.keySet());
            names.addAll(known.keySet());
            return names.stream()
                    .map(name -> {
                        var one = compare(name, declared.get(name), known.get(name));
                        return altered.contains("issuer/" + name)
                                ? new Compared(name, one.declared(), null, "altered")
                                : one;
                    })
                    .toList();
        });
    }

    /** Accepts the issuers as they stand in the file. */
    public void accept(Collection<DeclaredIssuer> found) {
        registry.open(registrar -> {
            registrar
                    .issuers()
                    .accept(
                            found.stream().collect(Collectors.toMap(DeclaredIssuer::name, DeclaredIssuer::digest)),
                            Instant.now());
            return found;
        });
    }

    /**
     * Accepts one issuer as it stands in the file. What is accepted so already is no change.
     *
     * @param base takes the issuer before, and throws if the change is not based on it
     */
    public Compared accept(DeclaredIssuer one, Consumer<Compared> base) {
        return registry.open(registrar -> compare(
                one.name(),
                one,
                registrar
                        .issuers()
                        .accept(
                                one.name(),
                                one.digest(),
                                Instant.now(),
                                before -> base.accept(compare(one.name(), one, before)))));
    }

    /** Accepts an issuer no longer, whatever the file says. One that is not accepted is no change. */
    public void remove(String name) {
        registry.open(registrar -> registrar.issuers().remove(name, Instant.now()));
    }

    private static Compared compare(String name, @Nullable DeclaredIssuer declared, @Nullable IssuerEntry known) {
        var accepted = known == null || known.removed() != null ? null : known.digest();
        var state = declared == null
                ? "removed"
                : accepted == null ? "new" : accepted.equals(declared.digest()) ? "accepted" : "changed";
        return new Compared(name, declared, accepted, state);
    }
}
