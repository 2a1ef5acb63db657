package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.RegistryException.Incomplete;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger fails after a change of a shared registry was committed, and before that is recorded. */
class UnrecordedApplicationTest {
    @TempDir
    private Path folder;

    /** A ledger that takes every change, and never that one was applied. */
    private record FailsAfterwards(ChangeJournal journal) implements ChangeJournal {
        @Override
        public void write(String act, String subject, @Nullable String person) {
            journal.write(act, subject, person);
        }

        @Override
        public void write(Change change) {
            if (change.act().equals("registry_applied")) {
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
        try (var at = RegistryWriter.open(place.registry(), new FailsAfterwards(place.journal()))) {
            assertThatThrownBy(() -> at.suspend("hope"))
                    .isInstanceOf(Incomplete.class)
                    .hasMessageContaining("was made and is on record")
                    .hasMessageContaining("The disk is full.");
            assertThat(at.getOrganisation("hope").suspended()).isTrue();
        }
    }
}
