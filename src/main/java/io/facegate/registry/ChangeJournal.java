package io.facegate.registry;

import io.facegate.storage.RegistryRoots;
import io.facegate.storage.RootsOnRecord;
import org.jspecify.annotations.Nullable;

/** Where a change is written down before it is made; throwing prevents the change. */
@FunctionalInterface
public interface ChangeJournal {
    /**
     * Writes one change down; durable on return.
     *
     * @param act {@code org_add}, {@code org_change}, {@code org_suspend}, {@code org_resume}, {@code key_mint},
     *     {@code key_revoke}, {@code evidence_add}, {@code evidence_change} or {@code evidence_revoke}
     * @param subject the id of the organisation, key or entry
     */
    default void write(String act, String subject) {
        write(act, subject, null);
    }

    /** The same of what a person did, or of what is about a person; the record only commits to who it is. */
    void write(String act, String subject, @Nullable String person);

    /** The same of a change of sealed rows: the record holds the roots, too. */
    default void write(Change change) {
        write(change.act(), change.subject(), change.person());
    }

    /** What the ledger knows of those roots. */
    default RootsOnRecord roots() {
        return RootsOnRecord.NONE;
    }

    /** One change of sealed rows. */
    record Change(String act, String subject, @Nullable String person, RegistryRoots roots) {}
}
