package io.facegate.policy.reading;

import io.facegate.catalogue.VendorOperation;
import io.facegate.policy.vocabulary.WordList;
import org.jspecify.annotations.Nullable;

/** Operations that policies may name. */
final class KnownOperations {
    private KnownOperations() {}

    /** Why an operation cannot be named, or null. */
    static @Nullable String problem(String name) {
        return VendorOperation.names().contains(name)
                ? null
                : WordList.unknownMessage("operation", name, VendorOperation.names());
    }
}
