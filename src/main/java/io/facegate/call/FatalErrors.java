package io.facegate.call;

import org.jspecify.annotations.Nullable;

/** Tells the failures that end one call from those after which nothing that the process says can be relied on. */
public final class FatalErrors {
    private FatalErrors() {}

    /**
     * Throws on what ends the process: memory that ran out, or a machine that broke. A stack that overflowed is the fault of
     * the one call that needed it.
     */
    public static void rethrow(@Nullable Throwable failed) {
        if (failed instanceof VirtualMachineError fatal && !(failed instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
