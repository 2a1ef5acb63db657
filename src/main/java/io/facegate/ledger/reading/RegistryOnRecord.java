package io.facegate.ledger.reading;

import io.facegate.call.Fault;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import java.sql.SQLException;

/**
 * Whether the records of a ledger name a registry. Gateways record the root of theirs every hour, so only the newest
 * records are read: a ledger without any would otherwise be read to its beginning before each command.
 */
public enum RegistryOnRecord {
    /** All records were read, and none names one. */
    NONE,
    /** A record names one. */
    NAMED,
    /** The newest records name none; older ones were not read. */
    NOT_FOUND;

    /** Records that are read at most, and those of the batch in which that ends. */
    public static final long MOST = 200_000;

    /**
     * Looks for the newest one.
     *
     * @throws Fault.LedgerDown if the ledger cannot be read
     */
    public static RegistryOnRecord find(LedgerAddress ledger) {
        return find(ledger, MOST);
    }

    static RegistryOnRecord find(LedgerAddress ledger, long most) {
        if (!ledger.mayExist()) {
            return NONE;
        }
        try (var reader = VerifiedReader.open(ledger)) {
            if (NewestRoots.find(reader, RegistryRoots.REGISTRY, null, most) != null) {
                return NAMED;
            }
            return reader.head().size() > most ? NOT_FOUND : NONE;
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }
}
