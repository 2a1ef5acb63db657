package io.facegate.usecase.registry;

import io.facegate.integrity.PostgresAddress;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.GalleryTransfer;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryException;
import io.facegate.registry.RegistryMove;
import io.facegate.registry.postgres.RegistryMigration;
import io.facegate.usecase.ledger.ActingPerson;
import java.sql.SQLException;

/** Where a registry is kept: makes the tables of a shared one, and moves a registry there and back. */
public final class RegistryStorage {
    private RegistryStorage() {}

    /** What was moved: how many rows, and the root over them. */
    public record Moved(long rows, String root) {}

    /** Creates or updates the tables of a registry in a database. Returns how many steps that took. */
    public static int migrate(PostgresAddress database, String role) throws SQLException {
        return RegistryMigration.migrate(database, role);
    }

    /** From where to where a registry is moved: a data folder and a database. */
    public record Route(RegistryAddress from, RegistryAddress to) {}

    /** Moves a registry, on record. Every gateway must be stopped. */
    public static Moved move(Route route, LedgerAddress ledger, ActingPerson person, GalleryTransfer galleries) {
        var from = route.from;
        return RegistryAccess.change(() -> {
            if (from.isShared() && Ledger.isServed(ledger)) {
                throw new RegistryException.Unusable("The registry was not moved: a gateway runs on the folder "
                        + from.data() + ". Stop every" + " gateway, and run the same command again.");
            }
            var journal = LedgerChangeJournal.of(ledger, person);
            var salts = SaltStorageFactory.toFolder(from.data());
            var moved = new RegistryMove(from, route.to, journal, galleries, salts).move();
            return new Moved(moved.rows(), moved.root());
        });
    }
}
