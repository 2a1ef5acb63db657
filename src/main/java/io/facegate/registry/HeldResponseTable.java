package io.facegate.registry;

import io.facegate.registry.RegistryDatabase.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** The rows of held responses and reviewers, in a data folder's file or in a database that gateways share. */
interface HeldResponseTable extends AutoCloseable {
    /** The seal of held responses and of first uses of cases; to be asked for inside a transaction. */
    RowSeal seal();

    /** Encrypts; inside a transaction. */
    byte[] seal(String purpose, byte[] plain);

    /** Decrypts; inside a transaction. */
    byte[] unseal(String purpose, byte[] sealed);

    /**
     * MACs for commitments to requests and cases, which reveal nothing about them; inside a transaction. New ones are
     * made with the first; the others are those of folders whose rows were moved here.
     */
    List<Mac> commitmentMacs(Connection connection) throws SQLException;

    /** Runs a transaction that only reads and sees one moment. */
    <T extends @Nullable Object> T read(Work<T> work);

    /** Runs an exclusive transaction: no other thread, process or gateway can interleave. */
    <T extends @Nullable Object> T runExclusive(Work<T> work);

    /**
     * Returns the reviewers that do not verify, such as {@code reviewer/hope/r.doe}.
     *
     * @throws RegistryException.Unusable if the list is not the newest one
     */
    Set<String> alteredReviewers(Connection connection, ChangeJournal journal) throws SQLException;

    /** Writes the reviewer that the work returns; sealed, and on record as that act. */
    Reviewer writeReviewer(ChangeJournal journal, String act, Work<Reviewer> work);

    /** Records the newest root of the reviewers; in a database that of all rows. */
    void recordRoot(ChangeJournal journal);

    /** Version and HMAC prefix of the inventory of all responses, or null. */
    @Nullable
    String root();

    /** Removes what was deleted from where it would remain, as far as that is in this store's hands. */
    void flush();

    @Override
    void close();
}
