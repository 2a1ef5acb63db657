package io.facegate.registry;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.integrity.PostgresAddress;
import io.facegate.ledger.Child;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.registry.SharedGateway.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A gateway in a process of its own, which takes a resource alone and keeps it until it is killed. */
public final class LeaseChild {
    private LeaseChild() {}

    /** Arguments: the data folder, the ledger, the registry. */
    public static void main(String[] args) throws Exception {
        var place = Place.of(Path.of(args[0]), new LedgerDatabase(args[1], null), new PostgresAddress(args[2], null));
        try (var resources = TwoGateways.open(place)) {
            var gallery = new ResourceId("rekognition", ResourceKind.COLLECTION, "g");
            var lease = resources.leases().take(gallery, true, System.nanoTime() + 10_000_000_000L);
            System.out.println("taken");
            while (true) {
                Thread.sleep(1000);
                lease.requireHeld();
            }
        }
    }

    static Process start(Place place, CountDownLatch taken) throws IOException {
        var child = Child.start(
                List.of(),
                LeaseChild.class,
                place.ledger().data().toString(),
                place.ledger().database().url(),
                place.registry().database().url());
        Thread.ofVirtual().start(() -> {
            try (var said = child.inputReader()) {
                if (said.lines().anyMatch(line -> line.equals("taken"))) {
                    taken.countDown();
                }
            } catch (IOException gone) {
                throw new IllegalStateException(gone);
            }
        });
        return child;
    }
}
