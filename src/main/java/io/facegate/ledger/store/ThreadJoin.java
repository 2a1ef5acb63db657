package io.facegate.ledger.store;

/** Joins a thread uninterruptibly. */
public final class ThreadJoin {
    private ThreadJoin() {}

    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
