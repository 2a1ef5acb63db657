package io.facegate.app.policies;

import io.facegate.app.shutdown.Signals;

/** SIGHUP: an operator's request to reload the configuration. */
final class HangUpSignal {
    private HangUpSignal() {}

    /**
     * Runs {@code wanted} on SIGHUP instead of ending the process. Does nothing in a terminal, where SIGHUP means that
     * the window was closed.
     */
    @SuppressWarnings("SystemConsoleNull") // System.console() returns null again since JDK 25.
    static void onHangUp(Runnable wanted) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            Signals.handle("HUP", wanted);
        }
    }
}
