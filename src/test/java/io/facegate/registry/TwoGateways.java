package io.facegate.registry;

import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceOwners;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.SharedGateway.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The owners of vendors' resources at two gateways with one PostgreSQL, as their least-privileged role. */
public record TwoGateways(OwnedResources first, OwnedResources second) implements AutoCloseable {
    public static TwoGateways open(Path folder) throws SQLException {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        return open(place, place.joined(folder.resolve("b")));
    }

    static TwoGateways open(Place one, Place other) {
        return new TwoGateways(open(one), open(other));
    }

    /** Where the first of several gateways has its ledger and its registry; its keys are in that folder. */
    public record Addresses(LedgerAddress ledger, RegistryAddress registry) {
        public static Addresses of(Path data) throws SQLException {
            var place = SharedGateway.database(Server.shared(), data);
            return new Addresses(place.ledger(), place.registry());
        }
    }

    static OwnedResources open(Place place) {
        return OwnedResources.open(
                place.registry(), InstantSource.system(), SealOptions.ALONE, name -> SealOptions.ALONE);
    }

    /** The tables of the engine's galleries at two gateways with one PostgreSQL; altered rows are told to the alarm. */
    public static List<SealedRowTransactions> openGalleries(Path folder, TamperAlarm alarm) throws SQLException {
        return openGalleries(folder, SharedGateway.database(Server.shared(), folder.resolve("a")), alarm);
    }

    /** As above, on a server of their own; the ledger is elsewhere. */
    public static List<SealedRowTransactions> openGalleries(Path folder, Server server) throws SQLException {
        var tables = server.registry();
        var place = Place.of(folder.resolve("a"), Server.shared().ledger(), tables);
        return openGalleries(folder, place, TamperAlarm.NONE);
    }

    private static List<SealedRowTransactions> openGalleries(Path folder, Place place, TamperAlarm alarm) {
        var places = List.of(place, place.joined(folder.resolve("b")));
        places.forEach(each -> PLACES.put(each.registry().data(), each));
        return openGalleries(places, alarm);
    }

    static List<SealedRowTransactions> openGalleries(List<Place> places, TamperAlarm alarm) {
        return places.stream()
                .<SealedRowTransactions>map(
                        each -> SharedGalleryRows.open(each.registry(), name -> new SealOptions(alarm, true)))
                .toList();
    }

    private static final Map<Path, Place> PLACES = new ConcurrentHashMap<>();

    /** The same tables once more, from one of the folders. */
    public static SealedRowTransactions reopenGalleries(Path folder, String name) {
        var place = Objects.requireNonNull(PLACES.get(folder.resolve(name)));
        return openGalleries(List.of(place), TamperAlarm.NONE).getFirst();
    }

    /** The tables of the engine's galleries of that registry. */
    public static SealedRowTransactions galleries(RegistryAddress registry) {
        return SharedGalleryRows.open(registry, name -> SealOptions.ALONE);
    }

    /** Seals everything under a new key, at the first gateway; the second one needs it then. */
    public static void rotate(Path folder) throws IOException {
        var first = Objects.requireNonNull(PLACES.get(folder.resolve("a")));
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("hope"));
        }
        new SealRepair(first.registry(), first.journal()).rotate();
        Files.copy(
                folder.resolve("a/registry.key"),
                folder.resolve("b/registry.key"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** As a database administrator. */
    public static void tamper(SealedRowTransactions at, String statement) throws SQLException {
        var name = at.read((connection, keys) -> connection.getCatalog());
        Server.shared().tamper(Server.shared().asGateway(name), "SET search_path = facegate_registry; " + statement);
    }

    /** The broken control: the same owners, and no leases among gateways. */
    public static ResourceOwners withoutLeases(ResourceOwners owners) {
        return new ResourceOwners() {
            @Override
            public Optional<OwnedResource> find(ResourceId handle) {
                return owners.find(handle);
            }

            @Override
            public void register(OwnedResource owned) {
                owners.register(owned);
            }

            @Override
            public boolean registerIfAbsent(OwnedResource owned) {
                return owners.registerIfAbsent(owned);
            }

            @Override
            public void remove(ResourceId handle) {
                owners.remove(handle);
            }

            @Override
            public ResourceLeases leases() {
                return ResourceLeases.NONE;
            }
        };
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
