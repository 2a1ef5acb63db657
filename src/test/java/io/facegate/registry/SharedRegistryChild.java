package io.facegate.registry;

import io.facegate.integrity.PostgresAddress;
import io.facegate.ledger.Child;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.testkit.TestOrganisation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A gateway in a process of its own, which changes the shared registry. */
public final class SharedRegistryChild {
    private SharedRegistryChild() {}

    /**
     * Arguments: the data folder, the ledger, the registry, a name, how many organisations to add; a negative number
     * adds as many and dies in the middle of one more.
     */
    public static void main(String[] args) {
        var place = Place.of(Path.of(args[0]), new LedgerDatabase(args[1], null), new PostgresAddress(args[2], null));
        int count = Integer.parseInt(args[4]);
        try (var gateway = SharedGateway.start(place);
                var writer = gateway.place().writer()) {
            System.out.println("open");
            for (int i = 0; i < Math.abs(count); i++) {
                writer.add(organisation(args[3] + '-' + i));
                System.out.println("added " + args[3] + '-' + i);
            }
            if (count < 0) {
                die(place, args[3]);
            }
        }
    }

    /** The record of the change is durable, and its rows are not committed. */
    private static void die(Place place, String name) {
        var journal = place.journal();
        var dying = new ChangeJournal() {
            @Override
            public void write(String act, String subject, String person) {
                journal.write(act, subject, person);
            }

            @Override
            public void write(Change change) {
                journal.write(change);
                System.out.println("recorded " + change.subject());
                System.out.flush();
                Runtime.getRuntime().halt(137);
            }
        };
        try (var writer = RegistryWriter.open(place.registry(), dying)) {
            writer.add(organisation(name + "-lost"));
        }
    }

    static io.facegate.identity.Organisation organisation(String id) {
        return TestOrganisation.of(id, "nonprofit").in("US-OR").build();
    }

    static Process start(Place place, String name, int count) throws IOException {
        return Child.start(
                List.of(),
                SharedRegistryChild.class,
                place.ledger().data().toString(),
                place.ledger().database().url(),
                place.registry().database().url(),
                name,
                Integer.toString(count));
    }
}
