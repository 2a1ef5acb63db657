package io.facegate.usecase.registry;

import io.facegate.call.Fault;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.KeySearchResult;
import io.facegate.registry.MintedKey;
import io.facegate.registry.RegistryException;
import io.facegate.registry.RegistryWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mints, lists and revokes the organisations' keys. */
public final class OrganisationKeys {
    /** Of two keys with one label that began in one second, the one that ends later is the newer. */
    private static final Comparator<CheckedEntry<KeyEntry>> NEWER = Comparator.comparing(
                    (CheckedEntry<KeyEntry> each) -> !each.altered())
            .thenComparing(each -> each.entry().created())
            .thenComparing(each -> each.entry().request().expires(), Comparator.nullsLast(Comparator.naturalOrder()));

    private final RegistryAccess registry;

    public OrganisationKeys(RegistryAccess registry) {
        this.registry = registry;
    }

    /**
     * A new key.
     *
     * @param key the only value that holds its secrets
     * @param warnings why calls with it will be refused, in sentences
     */
    public record Minted(MintedKey key, List<String> warnings) {}

    public Minted mint(KeyRequest request) {
        RegistrationCheck.checkWires(request.limits().wires());
        return registry.open(registrar -> {
            var minted = registrar.mint(request, registry.now());
            return new Minted(minted, warningsIfReadable(() -> warnings(registrar, request)));
        });
    }

    /**
     * A registered client certificate.
     *
     * @param id of the key
     * @param warnings why calls with it will be refused, in sentences
     */
    public record RegisteredCertificate(String id, List<String> warnings) {}

    /** Registers a client certificate, by its SHA-256, as a key. */
    public RegisteredCertificate registerCertificate(KeyRequest request, byte[] certificate) {
        RegistrationCheck.checkWires(request.limits().wires());
        return registry.open(registrar -> new RegisteredCertificate(
                registrar.registerCertificate(request, certificate, registry.now()),
                warningsIfReadable(() -> warnings(registrar, request))));
    }

    /** Warnings, or that there are none to be had: nothing may lose the secrets of a key that is minted. */
    static List<String> warningsIfReadable(Supplier<List<String>> read) {
        try {
            return read.get();
        } catch (RegistryException | Fault unreadable) {
            return List.of("whether calls with this key will be refused could not be read: " + unreadable.getMessage());
        }
    }

    private static List<String> warnings(RegistryWriter registrar, KeyRequest request) {
        var warnings = new ArrayList<String>();
        var chain = Stream.concat(Stream.of(request.organisation()), request.principals().stream())
                .toList();
        var shared =
                new HashSet<>(registrar.getOrganisation(request.organisation()).purposes());
        chain.forEach(link -> shared.retainAll(registrar.getOrganisation(link).purposes()));
        if (shared.isEmpty()) {
            warnings.add("every call with this key is refused until one purpose is registered for "
                    + String.join(" and ", chain) + ": org change ID --purpose WORD, with the purposes that it keeps.");
        }
        var matter = request.caseId();
        if (matter != null && !registrar.evidence().isCase(matter, chain)) {
            warnings.add("no evidence of case " + matter + " is registered for " + String.join(" or ", chain)
                    + " yet: evidence add --case " + matter + '.');
        }
        return warnings;
    }

    /** All keys, revoked ones too, without their secrets. */
    public List<CheckedEntry<KeyEntry>> list() {
        return registry.list("access_key", RegistryWriter::keys, KeyEntry::id);
    }

    /** The newest key of an organisation with that label, of those that are valid now or later; sound ones first. */
    public Optional<CheckedEntry<KeyEntry>> findByLabel(String organisation, String label) {
        var now = registry.now();
        return labelled(organisation, label)
                .filter(each -> each.entry().isOpen(now))
                .max(NEWER);
    }

    private Stream<CheckedEntry<KeyEntry>> labelled(String organisation, String label) {
        return list().stream()
                .filter(each -> each.entry().request().organisation().equals(organisation))
                .filter(each -> label.equals(each.entry().request().label()));
    }

    /**
     * Revokes each key of an organisation with that label that is valid now or later: while a rotation overlaps there
     * are two. A row that was changed outside Facegate counts as valid, whatever it says.
     *
     * @return how many were revoked
     */
    public int revokeByLabel(String organisation, String label) {
        var now = registry.now();
        var open = labelled(organisation, label)
                .filter(each -> each.altered() || each.entry().isOpen(now))
                .toList();
        open.forEach(each -> revoke(each.entry().id()));
        return open.size();
    }

    /** Mints a key like another one, which ends after the overlap. */
    public MintedKey rotate(String id, Duration overlap, @Nullable Instant expires) {
        var now = registry.now().truncatedTo(ChronoUnit.SECONDS);
        return registry.open(registrar -> registrar.keys(now).rotate(id, overlap, expires));
    }

    /** Whose key that is: an id, a secret access key or an API key. */
    public KeySearchResult find(String given) {
        return registry.open(registrar -> registrar.keys(registry.now()).find(given));
    }

    /** Revokes a key for good. */
    public void revoke(String id) {
        registry.open(registrar -> {
            registrar.revoke(id, registry.now());
            return id;
        });
    }
}
