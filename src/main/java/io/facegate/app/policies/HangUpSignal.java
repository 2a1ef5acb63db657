package io.facegate.app.policies;

import io.facegate.app.stop.Signals;

/** SIGHUP, by which an operator asks a server to read its configuration again. */
final class HangUpSignal {
    private HangUpSignal() {}

    /**
     * From now on, the signal runs this instead of ending the process; but not in a terminal, where it says that the
     * window was closed.
     */
    @SuppressWarnings("SystemConsoleNull") // It is null again since JDK 25.
    static void then(Runnable wanted) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            Signals.handle("HUP", wanted);
        }
    }
}
