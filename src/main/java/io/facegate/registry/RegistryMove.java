package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.ChangeJournal.Change;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves a registry between a data folder and a database, with every row's HMAC. The rows are verified before and after,
 * and the move is on record before it is committed. The old place is then sealed.
 */
public final class RegistryMove {
    /** How the file of a registry is called after its rows moved to a database. */
    static final String MOVED = RegistryDatabase.FILE + ".moved";

    static final String ACT = "registry_move";

    private final RegistryAddress from;
    private final RegistryAddress to;
    private final ChangeJournal journal;
    private final GalleryTransfer galleries;
    private final SaltTransfer salts;

    /**
     * A move; both addresses name the same data folder, which has the key, and one of them a database.
     *
     * @param galleries takes them to the folder
     * @param salts takes them to the folder
     */
    public RegistryMove(
            RegistryAddress from,
            RegistryAddress to,
            ChangeJournal journal,
            GalleryTransfer galleries,
            SaltTransfer salts) {
        this.from = from;
        this.to = to;
        this.journal = journal;
        this.galleries = galleries;
        this.salts = salts;
    }

    /** What was moved. */
    public record Moved(long rows, String root) {}

    /**
     * Moves everything; a move that was interrupted goes on.
     *
     * @throws Unusable if a row does not verify, or there is another registry at the new place
     */
    public Moved move() {
        var moved = from.isShared() ? moveBack() : moveRows(null);
        retire();
        return moved;
    }

    private Moved moveBack() {
        boolean done = false;
        try {
            var moved = moveRows(copyGalleries());
            done = true;
            return moved;
        } finally {
            if (!done) {
                takeSaltsBack();
            }
        }
    }

    /** The folder keeps the salts unless it is certain that the registry was not moved: nobody else would have them. */
    private void takeSaltsBack() {
        try (var again = RegistryOpening.CHANGE.connect(from)) {
            // Waits for the end of a commit that nobody answered, and requires that it did not move the registry.
            again.write(writer -> again);
            salts.takeBack();
        } catch (SQLException | IOException | RuntimeException kept) {
            System.getLogger(RegistryMove.class.getName())
                    .log(System.Logger.Level.WARNING, "Salts that were copied stay in the data folder.", kept);
        }
    }

    private Moved moveRows(@Nullable String copied) {
        try (var source = RegistryDatabase.openForMove(from);
                var target = RegistryDatabase.connectForMove(to)) {
            var moved = source.runExclusiveOnAll(reader -> {
                var root = requireSound(source, reader);
                long rows = target.write(writer -> arrive(source, reader, writer, root));
                if (from.isShared()) {
                    requireCopied(reader, copied);
                    intoFolder(source, reader);
                }
                return new Moved(rows, root);
            });
            moveResources(source.name());
            return moved;
        } catch (SQLException | IOException failed) {
            throw new Unusable("The registry was not moved: " + failed.getMessage(), failed);
        }
    }

    private void intoFolder(RegistryDatabase source, Connection reader) throws SQLException {
        var own = policy(to.storesName(source.name()));
        ResourceMove.intoFolder(from, reader, this::policy, own);
        HeldResponseMove.intoFolder(from, reader, new HeldResponseMove.Policies(this::policy, own), journal);
        var vault = source.vault();
        SaltMoveBack.intoFolder(reader, vault, policy(SharedStore.SALTS.recordName(vault.id())), salts);
        SqlStatements.run(reader, "INSERT INTO moved VALUES (1, now())");
    }

    /** Requires that every row verifies and that the ledger knows the root; returns it. */
    private String requireSound(RegistryDatabase source, Connection reader) throws SQLException {
        var recorded = LedgerRootCheck.begin(journal.roots(), source);
        var seal = requireRight(source, reader);
        var state = seal.check(reader);
        if (!state.altered().isEmpty()) {
            throw new Unusable("These rows do not verify, so nothing was moved: " + String.join(", ", state.altered())
                    + ". Restore them, or suspend and revoke them: facegate registry accept.");
        }
        if (!recorded.isOnRecord(state.root())) {
            throw new Unusable("The registry is not the one that the ledger knows." + RegistryDatabase.WHAT_TO_DO);
        }
        return state.root();
    }

    private RegistrySeal requireRight(RegistryDatabase source, Connection reader) throws SQLException {
        PolicyActivationRows.requireTables(reader);
        var seal = RegistryDatabase.seal(source.vault(), source.dialect());
        PersonAuthorization.read(reader, seal).require(journal, ACT);
        return seal;
    }

    private long arrive(RegistryDatabase source, Connection reader, Connection writer, String root)
            throws SQLException {
        if (SqlStatements.number(writer, "SELECT count(*) FROM seal_head") == 0) {
            RegistryRowCopy.copyAll(reader, writer);
        }
        var seal = RegistryDatabase.seal(source.vault(), dialect(to));
        var state = seal.check(writer);
        if (!state.root().equals(root) || !state.altered().isEmpty()) {
            throw new Unusable("There is another registry in " + to + " already. Nothing was moved.");
        }
        long rows = requireSameRows(reader, writer);
        long version = seal.version(writer);
        journal.write(new Change(ACT, source.name(), null, RegistryRoots.unchanged(source.name(), root, version)));
        renameStores(source.name());
        return rows;
    }

    private static RegistrySchemaCheck dialect(RegistryAddress address) {
        return address.isShared() ? PostgresRegistryConnection.DIALECT : SqliteRegistryConnection.DIALECT;
    }

    /** Compares the HMAC of each row at the two places; returns the number of rows. */
    private static long requireSameRows(Connection reader, Connection writer) throws SQLException {
        long rows = 0;
        for (var table : RegistryDatabase.TABLES) {
            var before = table.readAll(reader);
            var after = table.readAll(writer);
            if (!RegistryRowCopy.fingerprints(before).equals(RegistryRowCopy.fingerprints(after))) {
                throw new Unusable("The rows of " + table.name() + " did not arrive as they are. Nothing was moved.");
            }
            rows += after.size();
        }
        return rows;
    }

    /** Before the transaction that moves the registry, which has the database for itself. */
    private @Nullable String copyGalleries() {
        try {
            GalleryTransfer.Policies policies;
            try (var source = RegistryDatabase.openForMove(from)) {
                source.runExclusive(reader -> requireRight(source, reader));
                var there = policy(from.storesName(source.name()));
                policies = new GalleryTransfer.Policies(
                        policy(to.storesName(source.name())), this::policy, there.isShared());
            }
            return galleries.copyToFolder(from, policies);
        } catch (SQLException | IOException | Fault failed) {
            throw new Unusable("The registry was not moved: " + failed.getMessage(), failed);
        }
    }

    /** Requires that no gallery was changed since they were copied. */
    private static void requireCopied(Connection reader, @Nullable String copied) throws SQLException {
        var roots = SqlStatements.rows(
                reader,
                row -> SharedRowList.root(row.getLong(1), row.getBytes(2)),
                "SELECT version, mac FROM gallery_head");
        if (!roots.isEmpty() && !roots.getFirst().equals(copied)) {
            throw new Unusable("Galleries were changed while the registry was to be moved, so nothing was moved. Stop"
                    + " every gateway, and run the same command again.");
        }
    }

    /** The heads of handles, galleries and held answers stay on record under their name at the new place. */
    private void renameStores(String registry) {
        var stores = journal.roots().newest(from.storesName(registry));
        var name = to.storesName(registry);
        if (stores != null && !name.equals(stores.registry()) && journal.roots().newest(name) == null) {
            journal.write(new Change(ACT, name, null, RegistryRoots.unchanged(name, stores.after())));
        }
    }

    /**
     * Into a database, the vendors' resources and held answers follow once the registry is there; a gateway's start does
     * the same.
     */
    private void moveResources(String registry) {
        if (to.isShared()) {
            var own = policy(from.storesName(registry));
            OwnedResources.open(to, InstantSource.system(), own, this::policy).close();
            HeldResponses.open(to, journal, HeldResponses.AGE, own, this::policy)
                    .close();
        }
    }

    private SealOptions policy(String stores) {
        var newest = journal.roots().newest(stores);
        return new SealOptions(TamperAlarm.NONE, newest == null, newest == null ? null : newest.after());
    }

    private void retire() {
        var data = from.data();
        try {
            if (from.isShared()) {
                SharedRegistryMarker.delete(data);
                return;
            }
            var file = from.file();
            Files.move(file, data.resolve(MOVED), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (var beside : List.of("-wal", "-shm")) {
                Files.deleteIfExists(Path.of(file + beside));
            }
        } catch (IOException notOurs) {
            throw new Unusable(
                    "The registry is at its new place, but the old one could not be closed: run the same command"
                            + " again.",
                    notOurs);
        }
    }
}
