package io.facegate.registry;

import io.facegate.integrity.SealOptions;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the galleries that gateways share to the data folder that their registry is moved to. */
@FunctionalInterface
public interface GalleryTransfer {
    /**
     * How rows are sealed, and what the folder may have.
     *
     * @param own the seal policy of the folder's file
     * @param shared the seal policy of the database's rows, by their name in records
     * @param adopted whether the folder's own galleries are in the database
     */
    record Policies(SealOptions own, Function<String, SealOptions> shared, boolean adopted) {}

    /**
     * Copies all galleries; begun again, it copies them anew.
     *
     * @return the root of what was copied; null if there is none
     */
    @Nullable
    String copyToFolder(RegistryAddress from, Policies policies) throws IOException;
}
