package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.RegistriesOnDisk;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Read-only access to the registries that a data folder uses while another process may change them; sees committed data
 * only.
 *
 * @param clock tells whether a held answer has expired
 */
public record FolderRegistries(RegistryAddress address, InstantSource clock) implements RegistriesOnDisk {
    private static final int BUSY_MILLIS = 5000;
    private static final SealOptions UNRECORDED = new SealOptions(TamperAlarm.NONE, false);

    /** The registries at an address, by this machine's clock. */
    public FolderRegistries(RegistryAddress address) {
        this(address, InstantSource.system());
    }

    /** The registries of a data folder. */
    public FolderRegistries(Path folder) {
        this(RegistryAddress.ofFolder(folder));
    }

    private Path folder() {
        return address.data();
    }

    @Override
    public @Nullable RegistryRoots readRoots(String kind) {
        boolean reviewers = kind.equals(RegistryRoots.REVIEWERS);
        var database = address.database();
        if (database != null) {
            return readShared(
                    database,
                    (reader, vault) -> reviewers ? sharedReviewers(reader, vault) : sharedRegistry(reader, vault));
        }
        var file = reviewers ? HeldResponseFile.file(folder()) : folder().resolve(RegistryDatabase.FILE);
        if (!Files.exists(file)) {
            return null;
        }
        return read(file, connection -> {
            if (SqlStatements.number(connection, "SELECT count(*) FROM seal_head") == 0) {
                return null;
            }
            var seal = reviewers
                    ? HeldResponseFile.reviewers(SecretCipher.open(HeldResponseFile.folder(folder()), Guard.HELD))
                    : RegistryDatabase.seal(vault(connection), SqliteRegistryConnection.DIALECT);
            return RegistryRoots.unchanged(seal.name(), seal.root(connection));
        });
    }

    private static RegistryRoots sharedRegistry(Connection reader, SecretCipher vault) throws SQLException {
        var seal = RegistryDatabase.seal(vault, PostgresRegistryConnection.DIALECT);
        return RegistryRoots.unchanged(seal.name(), seal.root(reader));
    }

    private static RegistryRoots sharedReviewers(Connection reader, SecretCipher vault) throws SQLException {
        var list = heldList(vault);
        list.refresh(reader);
        return RegistryRoots.unchanged(
                PostgresHeldResponses.reviewersName(vault), PostgresHeldResponses.reviewersRoot(list));
    }

    private static SharedRowList heldList(SecretCipher vault) {
        return new SharedRowList(vault.rows(), SharedStore.HELD, UNRECORDED, null);
    }

    /** What is read from a shared registry with the key that sealed it. */
    @FunctionalInterface
    private interface SharedRead<T> {
        T read(Connection reader, SecretCipher vault) throws SQLException;
    }

    /** Reads a shared registry; null if it was never used. */
    private <T> @Nullable T readShared(PostgresAddress database, SharedRead<T> work) {
        try (var connection = PostgresRegistryConnection.open(database)) {
            return connection.read(reader -> {
                if (SqlStatements.number(reader, "SELECT count(*) FROM seal_head") == 0) {
                    return null;
                }
                var wrapped = RegistryVault.openWrapped(reader, folder());
                return work.read(reader, wrapped != null ? wrapped : sharedVault(reader));
            });
        } catch (SQLException unreadable) {
            throw new Fault.RegistryDown("The registry in the database cannot be read: " + unreadable.getMessage());
        } catch (Unusable wrong) {
            throw new Fault.RegistryDown(wrong.sentence());
        }
    }

    private SecretCipher sharedVault(Connection reader) throws SQLException {
        var next = Guard.REGISTRY.nextKeyFile(folder());
        return Files.exists(next) && isSealedBy(SecretCipher.openFile(next, Guard.REGISTRY), reader)
                ? SecretCipher.openFile(next, Guard.REGISTRY)
                : SecretCipher.open(folder(), Guard.REGISTRY);
    }

    private static boolean isSealedBy(SecretCipher key, Connection reader) throws SQLException {
        try {
            RegistryDatabase.seal(key, PostgresRegistryConnection.DIALECT).root(reader);
            return true;
        } catch (Unusable other) {
            return false;
        }
    }

    /** Opens the vault. During a key rotation, the head shows which of the two keys sealed the rows. */
    SecretCipher vault(Connection connection) throws SQLException {
        var wrapped = RegistryVault.openWrapped(connection, folder());
        if (wrapped != null) {
            return wrapped;
        }
        var next = Guard.REGISTRY.nextKeyFile(folder());
        if (Files.exists(next)) {
            var coming = SecretCipher.openFile(next, Guard.REGISTRY);
            try {
                RegistryDatabase.seal(coming, SqliteRegistryConnection.DIALECT).root(connection);
                return coming;
            } catch (Unusable other) {
                return SecretCipher.open(folder(), Guard.REGISTRY);
            }
        }
        return SecretCipher.open(folder(), Guard.REGISTRY);
    }

    @Override
    public boolean mayJudge(String review, String reviewer) {
        var database = address.database();
        if (database != null) {
            return Boolean.TRUE.equals(
                    readShared(database, (reader, vault) -> mayJudgeShared(reader, vault, review, reviewer)));
        }
        var file = HeldResponseFile.file(folder());
        return Files.exists(file) && read(file, connection -> mayJudge(connection, review, reviewer));
    }

    private boolean mayJudgeShared(Connection reader, SecretCipher vault, String review, String reviewer)
            throws SQLException {
        var seal = SharedStore.HELD.seal(vault.rows(), heldList(vault), UNRECORDED);
        seal.refresh(reader);
        var altered = PostgresHeldResponses.alteredReviewers(reader, seal);
        return mayJudge(reader, HeldResponseRows.findById(reader, seal, review), reviewer, altered);
    }

    private boolean mayJudge(Connection connection, String review, String reviewer) throws SQLException {
        var vault = SecretCipher.open(HeldResponseFile.folder(folder()), Guard.HELD);
        var rows = new RowSeal(vault.rows(), HeldResponseFile.STORE, UNRECORDED, HeldResponseFile.TABLES);
        rows.refresh(connection);
        var altered = HeldResponseFile.reviewers(vault).check(connection).altered();
        return mayJudge(connection, HeldResponseRows.findById(connection, rows, review), reviewer, altered);
    }

    private boolean mayJudge(Connection connection, @Nullable HeldResponse held, String reviewer, Set<String> altered)
            throws SQLException {
        if (held == null
                || held.review().rejection() != null
                || !clock.instant().isBefore(held.expires())) {
            return false;
        }
        return HeldResponseRows.reviewers(connection).stream()
                .anyMatch(known -> known.removed() == null
                        && known.id().equals(reviewer)
                        && !altered.contains(SealedTable.REVIEWER.ref(known.organisation(), reviewer))
                        && held.organisations().contains(known.organisation()));
    }

    /** Reads the registry of organisations, keys and evidence. */
    <T extends @Nullable Object> T readRegistry(RegistryDatabase.Work<T> work) {
        return read(folder().resolve(RegistryDatabase.FILE), work);
    }

    private static <T extends @Nullable Object> T read(Path file, RegistryDatabase.Work<T> work) {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try (var connection = config.createConnection("jdbc:sqlite:" + file)) {
            SqlStatements.run(connection, "BEGIN");
            return work.run(connection);
        } catch (SQLException unreadable) {
            throw new Fault.RegistryDown(file.getFileName() + " cannot be read: " + unreadable.getMessage());
        } catch (Unusable wrong) {
            throw new Fault.RegistryDown(wrong.sentence());
        }
    }
}
