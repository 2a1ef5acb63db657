package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.call.Digests;
import io.facegate.registry.RegistryException.Unusable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads and writes the row that names the activated policies, and the archives of policies. */
final class PolicyActivationRows {
    /** The id of the only row. */
    static final String ID = "policies";

    /** The largest archive of policies, in bytes. */
    static final int LARGEST = 6 << 20;

    /** Of how many policies the files are kept, and of how many bytes together. */
    private static final int MOST = 2_000;

    private static final long TOGETHER = 512L << 20;

    private PolicyActivationRows() {}

    /**
     * Requires the tables for policies, which an older layout of a shared database does not have.
     *
     * @throws RegistryException.Unacceptable with what to do, if it has not
     */
    static void requireTables(Connection connection) throws SQLException {
        require(
                SealedTable.POLICIES.isPresent(connection),
                "The database lacks the tables for policies. Update every gateway; then, as the tables' owner, run:"
                        + " facegate registry migrate");
    }

    static PolicyActivation of(RowColumns row) {
        return new PolicyActivation(
                row.text("digest"), row.text("archive"), row.number("number"), row.optional("permits_more"));
    }

    /** The activated policies; unknown if a row does not verify or is missing, null if there never was one. */
    static @Nullable PolicyActivation find(RegistrySeal.State state) {
        if (state.altered().stream().anyMatch(ref -> ref.startsWith(SealedTable.POLICIES.ref("")))) {
            return PolicyActivation.UNKNOWN;
        }
        return state.rows(SealedTable.POLICIES).stream()
                .filter(row -> row.text("id").equals(ID))
                .map(PolicyActivationRows::of)
                .findFirst()
                .orElse(null);
    }

    static void write(Connection connection, PolicyActivation next) throws SQLException {
        SqlStatements.run(connection, """
                INSERT INTO policy_activation (id, digest, archive, number, permits_more) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, archive = excluded.archive,
                  number = excluded.number, permits_more = excluded.permits_more\
                """, ID, next.digest(), next.archive(), next.number(), next.permitsMore());
    }

    /** Makes a row that did not verify, or was removed, one that names no policies: gateways decide nothing by it. */
    static void forget(Connection connection, String id, Instant now) throws SQLException {
        requireTables(connection);
        SqlStatements.run(connection, """
                INSERT INTO policy_activation (id, digest, archive, number) VALUES (?, '', '', ?)
                ON CONFLICT (id) DO UPDATE SET digest = '', archive = '', number = excluded.number, permits_more = NULL\
                """, id, now.getEpochSecond());
    }

    /**
     * Requires that the files of other policies leave room for these.
     *
     * @throws RegistryException.Unacceptable if they do not, or these are too large by themselves
     */
    static void requireRoom(Connection connection, String digest, byte[] archive) throws SQLException {
        requireTables(connection);
        require(archive.length <= LARGEST, "The policies are larger than " + LARGEST + " bytes together.");
        var others = SqlStatements.rows(
                        connection,
                        row -> new Others(row.getLong(1), row.getLong(2)),
                        "SELECT count(*), COALESCE(SUM(length(archive)), 0) FROM policy_content WHERE digest <> ?",
                        digest)
                .getFirst();
        require(
                others.number < MOST && others.bytes + archive.length <= TOGETHER,
                "The registry keeps the files of " + others.number + " other policies, " + others.bytes
                        + " bytes; it keeps at most " + MOST + " and " + TOGETHER + " bytes. The owner of the database"
                        + " deletes rows of its table policy_content: those whose digest is neither activated, nor"
                        + " waits in a proposal, nor is one to go back to (facegate registry history).");
    }

    private record Others(long number, long bytes) {}

    /** Stores an archive under the digest of its policies, in place of one that somebody changed. */
    static void storeArchive(Connection connection, String digest, byte[] archive) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO policy_content (digest, archive) VALUES (?, ?)"
                        + " ON CONFLICT (digest) DO UPDATE SET archive = excluded.archive",
                digest,
                archive);
    }

    /**
     * The archive stored under a digest, which is not verified; null if there is none, or it is too large. The length
     * that the database says is not believed.
     */
    static byte @Nullable [] findArchive(Connection connection, String digest) throws SQLException {
        if (!SealedTable.POLICIES.isPresent(connection)) {
            return null;
        }
        var found = SqlStatements.rows(
                connection,
                row -> new Stored(row.getBytes(1)),
                "SELECT CASE WHEN length(archive) <= " + LARGEST
                        + " THEN archive END FROM policy_content WHERE digest = ?",
                digest);
        var archive = found.isEmpty() ? null : found.getFirst().archive();
        return archive == null || archive.length > LARGEST ? null : archive;
    }

    private record Stored(byte @Nullable [] archive) {}

    /**
     * The archive of activated policies.
     *
     * @throws Unusable if it is missing, too large, or not the one that the row names
     */
    static byte[] requireArchive(Connection connection, PolicyActivation named) throws SQLException {
        var archive = named.isKnown() ? findArchive(connection, named.digest()) : null;
        if (archive == null || !sha256(archive).equals(named.archive())) {
            throw new Unusable((named.isKnown()
                            ? "The registry names the policies " + named.digest()
                                    + ", and their files in it are missing or were changed outside Facegate."
                            : "The row of the registry that names the policies was changed outside Facegate, so"
                                    + " it is not known which were activated. First run: facegate registry accept.")
                    + " Propose the right policies again: facegate policy propose DIR --reason TEXT.");
        }
        return archive;
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Digests.sha256(bytes));
    }
}
