package io.facegate.call;

import java.util.function.Supplier;

/**
 * Asks, right before each request of a call, whether it may still be sent: something may have been stopped since the call
 * was decided.
 */
public final class SendCheck {
    private static final ScopedValue<Runnable> CURRENT = ScopedValue.newInstance();

    private SendCheck() {}

    /**
     * Sends a call on this thread; the check is made first, and before each request.
     *
     * @param check throws a {@link Fault} if nothing may be sent
     */
    public static <T> T run(Runnable check, Supplier<T> sending) {
        return ScopedValue.where(CURRENT, check).call(() -> {
            check.run();
            return sending.get();
        });
    }

    /** The check of the call of this thread, to be made on another one; it does nothing where there is none. */
    public static Runnable current() {
        return CURRENT.orElse(() -> {});
    }

    /**
     * Requires that the call of this thread may still be sent.
     *
     * @throws Fault if not
     */
    public static void require() {
        current().run();
    }
}
