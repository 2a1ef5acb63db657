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
import java.util.List;
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
        if (database != null && !reviewers) {
            return readShared(database);
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

    private @Nullable RegistryRoots readShared(PostgresAddress database) {
        try (var connection = PostgresRegistryConnection.open(database)) {
            return connection.read(reader -> {
                if (SqlStatements.number(reader, "SELECT count(*) FROM seal_head") == 0) {
                    return null;
                }
                var wrapped = RegistryVault.openWrapped(reader, folder());
                var vault = wrapped != null ? wrapped : sharedVault(reader);
                var seal = RegistryDatabase.seal(vault, PostgresRegistryConnection.DIALECT);
                return RegistryRoots.unchanged(seal.name(), seal.root(reader));
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
        var file = HeldResponseFile.file(folder());
        return Files.exists(file) && read(file, connection -> mayJudge(connection, review, reviewer));
    }

    private boolean mayJudge(Connection connection, String review, String reviewer) throws SQLException {
        var vault = SecretCipher.open(HeldResponseFile.folder(folder()), Guard.HELD);
        var policy = new SealOptions(TamperAlarm.NONE, false);
        var rows =
                new RowSeal(vault.rows(), HeldResponseFile.STORE, policy, List.of(SealedTable.HELD, SealedTable.BEGUN));
        rows.refresh(connection);
        var held = HeldResponseRows.findById(connection, rows, review);
        if (held == null
                || held.review().rejection() != null
                || !clock.instant().isBefore(held.expires())) {
            return false;
        }
        var altered = HeldResponseFile.reviewers(vault).check(connection).altered();
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
