package io.facegate.registry;

import io.facegate.call.Fault;
import io.facegate.integrity.PostgresAddress;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.Server;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.GatewayJoin;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.nio.file.Path;
import java.sql.SQLException;

/** A gateway's ledger and registry, both in databases that it shares with others, as its least-privileged role. */
final class SharedGateway implements AutoCloseable {
    final Ledger ledger;
    final AlteredRows altered;
    final Registry registry;
    private final Place place;

    /** The addresses of one gateway. */
    record Place(LedgerAddress ledger, RegistryAddress registry) {
        static Place of(Path data, LedgerDatabase ledger, PostgresAddress registry) {
            return new Place(LedgerAddress.ofFolder(data, ledger), new RegistryAddress(data, registry));
        }

        /** Work of a command in this gateway's folder, whether or not the gateway runs. */
        RegistryWriter writer() {
            return RegistryWriter.open(registry, journal());
        }

        LedgerChangeJournal journal() {
            return LedgerChangeJournal.of(ledger, new ActingPerson("m.roe", null));
        }

        /** Another gateway's place, without keys. */
        Place at(Path data) {
            return new Place(
                    LedgerAddress.ofFolder(data, ledger.database()), new RegistryAddress(data, registry.database()));
        }

        /** Another gateway's place, with the keys that it needs. */
        Place joined(Path data) {
            if (!java.nio.file.Files.exists(registry.data().resolve("registry.key"))
                    && !MasterKeyReference.exists(registry.data())) {
                start(this).close();
            }
            GatewayJoin.join(registry.data(), data);
            return at(data);
        }
    }

    private SharedGateway(Place place) {
        this.place = place;
        this.ledger = Ledger.open(place.ledger, Sample.SETTINGS.withRegistries(new FolderRegistries(place.registry)));
        this.altered = new AlteredRows(LedgerChangeJournal.of(ledger));
        Registry opened = null;
        try {
            opened = Registry.open(place.registry, altered).watch();
        } finally {
            if (opened == null) {
                ledger.close();
            }
        }
        this.registry = opened;
    }

    static SharedGateway start(Place place) {
        return new SharedGateway(place);
    }

    /** One database for ledger and registry on that server; the first gateway's place. */
    static Place database(Server server, Path data) throws SQLException {
        var ledger = server.ledgerAndRegistry();
        return Place.of(data, ledger, new PostgresAddress(ledger.url(), null));
    }

    Place place() {
        return place;
    }

    /** Whether callers are refused because the registry cannot be trusted. */
    boolean refuses() {
        try {
            registry.organisations();
            return false;
        } catch (Fault.RegistryDown down) {
            return true;
        }
    }

    @Override
    public void close() {
        registry.close();
        ledger.close();
    }
}
