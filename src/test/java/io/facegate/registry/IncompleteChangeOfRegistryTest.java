package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.RegistryException.Incomplete;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger fails after a part of what was asked was committed. */
class IncompleteChangeOfRegistryTest {
    @TempDir
    private Path folder;

    /** A ledger that takes every change but these. */
    private record FailsAt(ChangeJournal journal, Predicate<ChangeJournal.Change> which) implements ChangeJournal {
        @Override
        public void write(String act, String subject, @Nullable String person) {
            journal.write(act, subject, person);
        }

        @Override
        public void write(Change change) {
            if (which.test(change)) {
                throw new Fault.LedgerDown("The disk is full.");
            }
            journal.write(change);
        }

        @Override
        public @Nullable String actor() {
            return journal.actor();
        }

        @Override
        public RecordedRegistryRoots roots() {
            return journal.roots();
        }
    }

    @Test
    void itIsSaidThatTheChangeWasMade() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        try (var at = place.writer()) {
            at.add(TestOrganisation.of("hope", "nonprofit").build());
        }
        var failing = new FailsAt(place.journal(), change -> change.act().equals("registry_applied"));
        try (var at = RegistryWriter.open(place.registry(), failing)) {
            assertThatThrownBy(() -> at.suspend("hope"))
                    .isInstanceOf(Incomplete.class)
                    .hasMessageContaining("was made and is on record")
                    .hasMessageContaining("The disk is full.");
            assertThat(at.getOrganisation("hope").suspended()).isTrue();
        }
    }

    @Test
    void itIsSaidThatTheKeyIsNew() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        try (var at = place.writer()) {
            at.add(TestOrganisation.of("hope", "nonprofit").build());
        }
        var failing = new FailsAt(
                place.journal(),
                change -> RegistryRoots.RETIRED.equals(change.roots().after()));
        assertThatThrownBy(() -> new SealRepair(place.registry(), failing).rotate())
                .isInstanceOf(Incomplete.class)
                .hasMessageContaining("sealed under a new key, which is on record");
        try (var at = place.writer()) {
            assertThat(at.verify().altered()).isEmpty();
        }
    }

    @Test
    void itIsSaidThatTheReviewersAreNotAccepted() {
        var place = new SharedGateway.Place(LedgerAddress.ofFolder(folder), RegistryAddress.ofFolder(folder));
        try (var at = place.writer()) {
            at.add(TestOrganisation.of("hope", "nonprofit").build());
        }
        HeldResponses.open(folder, place.journal(), HeldResponses.AGE).close();
        var failing =
                new FailsAt(place.journal(), change -> change.roots().registry().startsWith(RegistryRoots.REVIEWERS));
        assertThatThrownBy(() -> new SealRepair(place.registry(), failing).accept(Instant.now()))
                .isInstanceOf(Incomplete.class)
                .hasMessageContaining("are accepted, which is on record; the reviewers are not: The disk is full.");
        assertThat(new SealRepair(place.registry(), place.journal()).accept(Instant.now()))
                .isEmpty();
    }
}
