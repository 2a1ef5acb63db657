package io.facegate.app.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process once memory ran out: any thread may have been stopped between any two steps, so nothing is certain but
 * what is on disk. A supervisor starts it anew; it reads the ledger as after a crash.
 */
final class OutOfMemoryExit {
    private static final int FAULT = 1;

    /** Made before it is needed: there is no memory to make it then. */
    private static final byte[] SAID =
            ("ERROR [OutOfMemory] The gateway ran out of memory and ends. Every acknowledged record is on disk. Start"
                            + " it again, with more memory (-Xmx) or with less at once (--in-flight-mib).\n")
                    .getBytes(StandardCharsets.UTF_8);

    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    private OutOfMemoryExit() {}

    /** Watches the threads that nobody else does, and the log, where the libraries report what their threads met. */
    static void watch() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failed) -> {
            endIf(failed);
            System.getLogger(OutOfMemoryExit.class.getName())
                    .log(System.Logger.Level.ERROR, "The thread " + thread.getName() + " ended.", failed);
        });
        LogManager.getLogManager().getLogger("").addHandler(new Watch());
    }

    private static void endIf(@Nullable Throwable failed) {
        var at = failed;
        for (int depth = 0; at != null && depth < 64; depth++) {
            if (at instanceof VirtualMachineError && !(at instanceof StackOverflowError)) {
                end();
            }
            at = at.getCause();
        }
    }

    private static void end() {
        try {
            ERRORS.write(SAID);
        } catch (IOException unsaid) {
            // Ending is what matters.
        } finally {
            // No hooks: they would need memory, and wait for threads that are no more.
            Runtime.getRuntime().halt(FAULT);
        }
    }

    /** Sees what is logged, and writes nothing. */
    private static final class Watch extends Handler {
        @Override
        public void publish(LogRecord said) {
            endIf(said.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
