package io.facegate.registry.store;

import io.facegate.call.Fault;
import io.facegate.identity.seal.RegistriesOnDisk;
import io.facegate.identity.seal.RegistryRoots;
import io.facegate.identity.seal.SealPolicy;
import io.facegate.identity.seal.TamperAlarm;
import io.facegate.registry.RegistryTrouble.Unusable;
import io.facegate.registry.store.Vault.Guard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The registries of a data folder, read beside whoever changes them: what is not committed yet is not seen. */
public record FolderRegistries(Path folder) implements RegistriesOnDisk {
    private static final int BUSY_MILLIS = 5000;

    @Override
    public @Nullable RegistryRoots sealed(String kind) {
        boolean reviewers = kind.equals(RegistryRoots.REVIEWERS);
        var file = reviewers ? HeldFile.file(folder) : folder.resolve(Store.FILE);
        if (!Files.exists(file)) {
            return null;
        }
        return read(file, connection -> {
            if (Sql.number(connection, "SELECT count(*) FROM seal_head") == 0) {
                return null;
            }
            var seal = reviewers
                    ? HeldFile.reviewers(Vault.open(HeldFile.folder(folder), Guard.HELD))
                    : Store.seal(vault(connection));
            return RegistryRoots.of(seal.name(), seal.root(connection));
        });
    }

    /** While the key is exchanged, the head tells under which of the two the rows are sealed. */
    Vault vault(Connection connection) throws SQLException {
        var next = Guard.REGISTRY.nextIn(folder);
        if (Files.exists(next)) {
            var coming = Vault.openFile(next, Guard.REGISTRY);
            try {
                Store.seal(coming).root(connection);
                return coming;
            } catch (Unusable other) {
                return Vault.open(folder, Guard.REGISTRY);
            }
        }
        return Vault.open(folder, Guard.REGISTRY);
    }

    @Override
    public boolean mayJudge(String review, String reviewer) {
        var file = HeldFile.file(folder);
        return Files.exists(file) && read(file, connection -> mayJudge(connection, review, reviewer));
    }

    private boolean mayJudge(Connection connection, String review, String reviewer) throws SQLException {
        var vault = Vault.open(HeldFile.folder(folder), Guard.HELD);
        var policy = new SealPolicy(TamperAlarm.NONE, false);
        var rows =
                new RowSeal(vault.rows(), HeldFile.STORE, policy, List.of(SealedTable.HELD, SealedTable.BEGUN));
        rows.refresh(connection);
        var held = HeldRows.byId(connection, rows, review);
        if (held == null || held.rejection() != null || !Instant.now().isBefore(held.expires())) {
            return false;
        }
        var altered = HeldFile.reviewers(vault).check(connection).altered();
        return HeldRows.reviewers(connection).stream()
                .anyMatch(known -> known.removed() == null
                        && known.id().equals(reviewer)
                        && !altered.contains(SealedTable.REVIEWER.ref(known.organisation(), reviewer))
                        && held.organisations().contains(known.organisation()));
    }

    /** Reads the registry of organisations, keys and evidence. */
    <T extends @Nullable Object> T reading(Store.Work<T> work) {
        return read(folder.resolve(Store.FILE), work);
    }

    private static <T extends @Nullable Object> T read(Path file, Store.Work<T> work) {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        try (var connection = config.createConnection("jdbc:sqlite:" + file)) {
            Sql.run(connection, "BEGIN");
            return work.on(connection);
        } catch (SQLException unreadable) {
            throw new Fault.RegistryDown(file.getFileName() + " cannot be read: " + unreadable.getMessage());
        } catch (Unusable wrong) {
            throw new Fault.RegistryDown(wrong.sentence());
        }
    }
}
