package io.facegate.storage;

import io.facegate.call.Fault;
import org.jspecify.annotations.Nullable;

/** What the registries of a data folder hold at this moment, read from their files, for whoever must check a claim about them. */
public interface RegistriesOnDisk {
    /** For a ledger without registries beside it. */
    RegistriesOnDisk NONE = new RegistriesOnDisk() {
        @Override
        public @Nullable RegistryRoots sealed(String kind) {
            throw new Fault.RegistryDown("There is no registry beside this ledger.");
        }

        @Override
        public boolean mayJudge(String review, String reviewer) {
            return false;
        }
    };

    /**
     * The root over the rows as they were committed last.
     *
     * @param kind {@link RegistryRoots#REGISTRY} or {@link RegistryRoots#REVIEWERS}
     * @return null where the rows were never sealed
     * @throws Fault.RegistryDown when it cannot be read, or does not verify
     */
    @Nullable
    RegistryRoots sealed(String kind);

    /**
     * Whether an answer of that id waits for reviewers, is as it was written and not rejected, and that person is a
     * reviewer of one of its organisations.
     *
     * @throws Fault.RegistryDown when that cannot be read
     */
    boolean mayJudge(String review, String reviewer);
}
