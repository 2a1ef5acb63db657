package io.facegate.call;

import org.jspecify.annotations.Nullable;

/** Separates errors that end one call from errors after which the process cannot be trusted. */
public final class FatalErrors {
    private FatalErrors() {}

    /** Rethrows out-of-memory and virtual machine errors; a stack overflow fails only the call that caused it. */
    public static void rethrow(@Nullable Throwable failed) {
        if (failed instanceof VirtualMachineError fatal && !(failed instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
