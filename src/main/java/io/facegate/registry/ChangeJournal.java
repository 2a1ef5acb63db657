package io.facegate.registry;

import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.integrity.RegistryRoots;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Write-ahead journal of registry changes. An exception prevents the change. */
@FunctionalInterface
public interface ChangeJournal {
    /**
     * Writes one change; durable on return.
     *
     * @param act {@code org_add}, {@code org_change}, {@code org_suspend}, {@code org_resume}, {@code org_verify}, {@code org_close}, {@code key_mint},
     *     {@code key_revoke}, {@code evidence_add}, {@code evidence_change} or {@code evidence_revoke}
     * @param subject id of the organisation, key or entry
     */
    default void write(String act, String subject) {
        write(act, subject, null);
    }

    /** As above, for an act by or about a person; the record holds only a commitment to the person. */
    void write(String act, String subject, @Nullable String person);

    /** As above, for a change of sealed rows; the record also holds the roots. */
    default void write(Change change) {
        write(change.act(), change.subject(), change.person());
    }

    /**
     * Called before an act of a person on a registry that gateways share and that has people.
     *
     * @throws RegistryException.Unacceptable if it must be done through a gateway
     */
    default void requireSharedAccess(String act) {}

    /** The id of the person in whose name changes are made; null for the gateway itself. */
    default @Nullable String actor() {
        return null;
    }

    /** Why that person makes them, or null. */
    default @Nullable String reason() {
        return null;
    }

    /** True if nothing can be recorded, so that nothing may be changed. */
    default boolean isReadOnly() {
        return false;
    }

    /** The recorded roots. */
    default RecordedRegistryRoots roots() {
        return RecordedRegistryRoots.NONE;
    }

    /**
     * Keeps open what it writes to, because several records follow; to be called before the registry is locked.
     *
     * @param hasPeople whether people were ever registered: a change that they are not asked about is refused then
     */
    default Kept keepOpen(BooleanSupplier hasPeople) {
        return () -> {};
    }

    /** What is kept open until this is closed. */
    @FunctionalInterface
    interface Kept extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * One change of sealed rows.
     *
     * @param content hash of what it made of each row, which stands in the registry; or null
     */
    record Change(
            String act,
            String subject,
            @Nullable String person,
            RegistryRoots roots,
            @Nullable String content) {
        /** A change whose rows are not described. */
        public Change(String act, String subject, @Nullable String person, RegistryRoots roots) {
            this(act, subject, person, roots, null);
        }
    }
}
