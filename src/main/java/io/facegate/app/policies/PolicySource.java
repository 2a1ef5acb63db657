package io.facegate.app.policies;

import org.jspecify.annotations.Nullable;

/** Where the policies of a gateway come from: a folder, signed bundles, or the registry. Its first set is in force. */
public interface PolicySource extends AutoCloseable {
    /** The policies in force. */
    PoliciesInForce inForce();

    /** Starts to follow changes; SIGHUP triggers an immediate check. */
    PolicySource watch();

    /**
     * Requires that the policies in force are those that the gateway must decide by.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the registry names others, which cannot be put in force
     */
    default void requireInForce() {}

    /** What an operator should change although the policies are in force; null if nothing. */
    default @Nullable String operatorWarning() {
        return null;
    }

    @Override
    void close();
}
