package io.facegate.registry;

import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.ledger.Child;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.registry.SharedGateway.Place;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A rotation of a shared registry's key in a process of its own, which dies right after one of its records. */
public final class MasterKeyChild {
    /** What it ends with when it dies. */
    static final int DIED = 137;

    private MasterKeyChild() {}

    /** Arguments: data folder, ledger, registry, master key, whether to make a data key, and which record is the last. */
    public static void main(String[] args) {
        var place = Place.of(Path.of(args[0]), new LedgerDatabase(args[1], null), new PostgresAddress(args[2], null));
        var asked = new DataKeyRotation(args[3], Boolean.parseBoolean(args[4]));
        new SealRepair(place.registry(), new Dying(place.journal(), Integer.parseInt(args[5]))).rotate(asked);
    }

    /** Lets a number of records be made, and ends the process after the last. */
    private static final class Dying implements ChangeJournal {
        private final ChangeJournal journal;
        private int left;

        private Dying(ChangeJournal journal, int left) {
            this.journal = journal;
            this.left = left;
        }

        @Override
        public void write(String act, String subject, @Nullable String person) {
            journal.write(act, subject, person);
            count();
        }

        @Override
        public void write(Change change) {
            journal.write(change);
            count();
        }

        private void count() {
            left--;
            if (left == 0) {
                Runtime.getRuntime().halt(DIED);
            }
        }

        @Override
        public RecordedRegistryRoots roots() {
            return journal.roots();
        }
    }

    static Child.Ended run(Place place, String master, boolean newDataKey, int records)
            throws IOException, InterruptedException {
        return Child.run(
                MasterKeyChild.class,
                place.registry().data().toString(),
                place.ledger().database().url(),
                place.registry().database().url(),
                master,
                Boolean.toString(newDataKey),
                Integer.toString(records));
    }
}
