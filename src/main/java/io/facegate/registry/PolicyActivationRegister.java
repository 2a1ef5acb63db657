package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.registry.RegistryDatabase.Work;
import io.facegate.registry.RegistryException.Unusable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names the policies that all gateways decide by, and keeps their files. Where approvals are two, policies that permit
 * more become a proposal.
 */
public final class PolicyActivationRegister {
    static final String ACT = "policies_activate";

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    PolicyActivationRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    /**
     * The activated policies; null if none ever were.
     *
     * @throws Unusable if the row that names them does not verify
     */
    public @Nullable PolicyActivation current() {
        var found = store.runSealed(journal, rows -> {
            var row = rows.requireVerified(SealedTable.POLICIES, PolicyActivationRows.ID);
            return new Found(row == null ? null : PolicyActivationRows.of(row));
        });
        return found.activation;
    }

    private record Found(@Nullable PolicyActivation activation) {}

    /** Requires that the person of the journal may activate policies, and says why; changes nothing. */
    public void requireAllowed() {
        require(journal.reason() != null, "Who activates policies says why: --reason TEXT.");
        store.runSealed(journal, rows -> {
            rows.authorization().require(journal, ACT);
            return ACT;
        });
    }

    /**
     * Puts the files of activated policies back in place of missing or changed ones, if they are those that their row
     * names.
     */
    public void restore(PolicyActivation named, byte[] archive) {
        requireAllowed();
        if (PolicyActivationRows.sha256(archive).equals(named.archive())) {
            store.runExclusive(connection -> {
                PolicyActivationRows.storeArchive(connection, named.digest(), archive);
                return named;
            });
        }
    }

    /** The files stored under a digest, which the caller verifies; null if there are none, or they are too large. */
    public byte @Nullable [] findStored(String digest) {
        return store.runExclusive(connection -> PolicyActivationRows.findArchive(connection, digest));
    }

    /**
     * The archive of activated policies, as their row names it.
     *
     * @throws Unusable if it is missing or was changed
     */
    public byte[] archive(PolicyActivation named) {
        return store.runExclusive(connection -> PolicyActivationRows.requireArchive(connection, named));
    }

    /**
     * Activates policies, or proposes them. Their files are stored in the same transaction.
     *
     * @param archive of the files, which the caller has verified against the digest
     * @param before the activated policies that they were compared with; null if there were none
     * @param permitsMore what they permit more than those, or null
     * @throws ProposalMade if they take a second person
     */
    public PolicyActivation activate(
            String digest, byte[] archive, @Nullable PolicyActivation before, @Nullable String permitsMore) {
        requireAllowed();
        Work<String> storing = connection -> {
            PolicyActivationRows.requireRoom(connection, digest, archive);
            PolicyActivationRows.storeArchive(connection, digest, archive);
            return digest;
        };
        return store.change(journal, storing, (connection, rows) -> {
            var row = rows.requireVerified(SealedTable.POLICIES, PolicyActivationRows.ID);
            require(
                    Objects.equals(row == null ? null : PolicyActivationRows.of(row), before),
                    "Other policies were activated meanwhile. Compare with them, and propose yours again.");
            long number = before == null ? 1 : before.number() + 1;
            var next = new PolicyActivation(digest, PolicyActivationRows.sha256(archive), number, permitsMore);
            PolicyActivationRows.requireArchive(connection, next);
            PolicyActivationRows.write(connection, next);
            rows.record(
                    ACT,
                    digest,
                    SealedTable.POLICIES,
                    PolicyActivationRows.ID,
                    written -> PolicyActivationRows.of(written).equals(next));
            return next;
        });
    }
}
