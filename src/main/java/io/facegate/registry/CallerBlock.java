package io.facegate.registry;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Why no caller is accepted, while the registry cannot be trusted. */
final class CallerBlock {
    private static final System.Logger LOG = System.getLogger(Registry.class.getName());

    private volatile @Nullable String why;

    /** Blocks every caller; false if they are blocked already. */
    boolean set(String reason) {
        if (why != null) {
            return false;
        }
        LOG.log(Level.ERROR, "No caller is accepted. {0}", reason);
        why = reason;
        return true;
    }

    void clear() {
        if (why != null) {
            LOG.log(Level.WARNING, "The registry matches the ledger again, so callers are accepted.");
            why = null;
        }
    }

    boolean isSet() {
        return why != null;
    }

    @Nullable
    String reason() {
        return why;
    }
}
