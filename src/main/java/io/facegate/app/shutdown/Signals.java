package io.facegate.app.shutdown;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Handlers for operating system signals. */
public final class Signals {
    private static final System.Logger LOG = System.getLogger(Signals.class.getName());

    private Signals() {}

    /** Runs {@code wanted} on its own thread whenever the signal arrives, instead of the JVM's default action. */
    public static void handle(String name, Runnable wanted) {
        try {
            // The platform has no other API for signals, and the compiler warns about direct use of this one.
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            wanted.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException unavailable) {
            var why = unavailable instanceof InvocationTargetException refused ? refused.getCause() : unavailable;
            LOG.log(System.Logger.Level.WARNING, "SIG{0} cannot be handled here: {1}", name, String.valueOf(why));
        }
    }
}
