package io.facegate.integrity;

import io.facegate.call.Fault;
import org.jspecify.annotations.Nullable;

/** Current state of a data folder's registries, read from their files; used to check claims about them. */
public interface RegistriesOnDisk {
    /** For a ledger without registries. */
    RegistriesOnDisk NONE = new RegistriesOnDisk() {
        @Override
        public @Nullable RegistryRoots readRoots(String kind) {
            throw new Fault.RegistryDown("There is no registry beside this ledger.");
        }

        @Override
        public boolean mayJudge(String review, String reviewer) {
            return false;
        }
    };

    /**
     * The root over the last committed rows.
     *
     * @param kind {@link RegistryRoots#REGISTRY} or {@link RegistryRoots#REVIEWERS}
     * @return null if the rows were never sealed
     * @throws Fault.RegistryDown if it cannot be read or does not verify
     */
    @Nullable
    RegistryRoots readRoots(String kind);

    /**
     * True if a held response with that id awaits review, is unaltered and not rejected, and the person is a reviewer
     * of one of its organisations.
     *
     * @throws Fault.RegistryDown if that cannot be read
     */
    boolean mayJudge(String review, String reviewer);
}
