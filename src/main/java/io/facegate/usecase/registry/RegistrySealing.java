package io.facegate.usecase.registry;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.ApprovalStatus;
import io.facegate.registry.DataKeyRotation;
import io.facegate.registry.MasterKeyReference;
import io.facegate.registry.RegistryException;
import io.facegate.registry.RegistryVerification;
import io.facegate.registry.RegistryWriter;
import io.facegate.registry.SealRepair;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Verifies the rows of a registry, seals them under a new key, or accepts rows that were changed. */
public final class RegistrySealing {
    private final RegistryAccess registry;

    public RegistrySealing(RegistryAccess registry) {
        this.registry = registry;
    }

    /** Checks every row, and all of them against the ledger. */
    public RegistryVerification verify() {
        return registry.open(RegistryWriter::verify);
    }

    /** Who watches over changes. */
    public ApprovalStatus approvalStatus() {
        return registry.open(registrar -> registrar.people().approvalStatus());
    }

    /** Makes a new key and seals every secret and row with it, or wraps the present one by another master key. */
    public void rotate(DataKeyRotation asked) {
        repair(repair -> {
            repair.rotate(asked);
            return repair;
        });
    }

    /** The master key that the data folder names; null if the registry's data key stands in {@code registry.key}. */
    public @Nullable MasterKeyReference masterKey() {
        return MasterKeyReference.read(registry.folder());
    }

    /** Accepts the rows as they are; returns those that did not verify, which are now suspended or revoked. */
    public Set<String> accept() {
        return repair(repair -> new TreeSet<>(repair.accept(Instant.now())));
    }

    private <T> T repair(Function<SealRepair, T> work) {
        return RegistryAccess.change(() -> {
            if (!registry.address().mayExist()) {
                throw new RegistryException.Unacceptable("There is no registry in " + registry.folder() + '.');
            }
            return work.apply(new SealRepair(registry.address(), registry.journal()));
        });
    }

    /** Why the registry in the copy of a data folder cannot be relied on, as a sentence without its end, or null. */
    public static @Nullable String problemOfCopy(Path copy, LedgerAddress ledger) {
        if (!RegistryWriter.isSealedIn(copy)) {
            return null;
        }
        try (var registrar = RegistryWriter.open(copy, new RegistryAccess(copy, ledger, null).journal())) {
            var found = registrar.verify();
            if (!found.altered().isEmpty()) {
                return "rows of its registry do not verify: " + found.altered();
            }
            // A ledger in a database may have roots newer than those at the time of the copy.
            return found.current() || ledger.database() != null ? null : "its registry does not match its ledger";
        } catch (RegistryException broken) {
            return "its registry cannot be used: " + broken.sentence();
        }
    }
}
