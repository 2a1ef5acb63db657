package io.facegate.app.server;

import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.registry.ChangeJournal;
import org.jspecify.annotations.Nullable;

/** Journal of a gateway that only reads: no change can be recorded, and a row that was altered is only shown. */
record ReadOnlyJournal(ChangeJournal known) implements ChangeJournal {
    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public void write(String act, String subject, @Nullable String person) {
        if (!act.equals("registry_altered")) {
            known.write(act, subject, person);
        }
    }

    @Override
    public void write(Change change) {
        known.write(change);
    }

    @Override
    public RecordedRegistryRoots roots() {
        return known.roots();
    }
}
