package io.facegate.registry;

import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.SealOptions;
import io.facegate.ledger.Child;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.registry.SharedGateway.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A gateway in a process of its own, which holds one answer and waits until it is killed. */
public final class HeldResponseChild {
    private HeldResponseChild() {}

    /** Arguments: the data folder, the ledger, the registry. */
    public static void main(String[] args) throws Exception {
        var place = Place.of(Path.of(args[0]), new LedgerDatabase(args[1], null), new PostgresAddress(args[2], null));
        var reviews = HeldResponses.open(
                place.registry(), place.journal(), HeldResponses.AGE, SealOptions.ALONE, name -> SealOptions.ALONE);
        reviews.hold("d-1", SharedHeldResponsesTest.submission(1), SharedHeldResponsesTest.reviewCopy());
        System.out.println("held");
        Thread.sleep(600_000);
    }

    static Process start(Place place, CountDownLatch held) throws IOException {
        var child = Child.start(
                List.of(),
                HeldResponseChild.class,
                place.ledger().data().toString(),
                place.ledger().database().url(),
                place.registry().database().url());
        Thread.ofVirtual().start(() -> {
            try (var said = child.inputReader()) {
                if (said.lines().anyMatch(line -> line.equals("held"))) {
                    held.countDown();
                }
            } catch (IOException gone) {
                throw new IllegalStateException(gone);
            }
        });
        return child;
    }
}
