package io.facegate.app.policies;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** SIGHUP, by which an operator asks a server to read its configuration again. */
final class HangUp {
    private static final System.Logger LOG = System.getLogger(HangUp.class.getName());

    private HangUp() {}

    /**
     * From now on, the signal runs this instead of ending the process; but not in a terminal, where it says that the
     * window was closed.
     */
    @SuppressWarnings("SystemConsoleNull") // It is null again since JDK 25.
    static void then(Runnable wanted) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            handle(wanted);
        }
    }

    private static void handle(Runnable wanted) {
        try {
            // No other API of the platform handles signals, and its compiler has a warning for this one.
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy = Proxy.newProxyInstance(
                    HangUp.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            wanted.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException unavailable) {
            var why = unavailable instanceof InvocationTargetException refused ? refused.getCause() : unavailable;
            LOG.log(Level.WARNING, "SIGHUP does nothing here: {0}", String.valueOf(why));
        }
    }
}
