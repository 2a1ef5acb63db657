package io.facegate.ledger.store;

/** Waits for the end of a thread, whoever interrupts. */
public final class ThreadJoin {
    private ThreadJoin() {}

    public static void with(Thread thread) {
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
