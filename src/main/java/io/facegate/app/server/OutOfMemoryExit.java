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
 * Ends the process on OutOfMemoryError. Any thread may have stopped between any two steps, so only data on disk is
 * certain. A supervisor restarts the process, which recovers the ledger as after a crash.
 */
final class OutOfMemoryExit {
    private static final int FAULT = 1;

    /** Prepared in advance: at the time of the error there is no memory for it. */
    private static final byte[] SAID =
            ("ERROR [OutOfMemory] The gateway ran out of memory and ends. Every acknowledged record is on disk. Start"
                            + " it again, with more memory (-Xmx) or with less at once (--in-flight-mib).\n")
                    .getBytes(StandardCharsets.UTF_8);

    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    private OutOfMemoryExit() {}

    /** Watches uncaught exceptions, and the log, where libraries report the exceptions of their own threads. */
    static void watch() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failed) -> {
            exitIfOutOfMemory(failed);
            System.getLogger(OutOfMemoryExit.class.getName())
                    .log(System.Logger.Level.ERROR, "The thread " + thread.getName() + " ended.", failed);
        });
        LogManager.getLogManager().getLogger("").addHandler(new Watch());
    }

    private static void exitIfOutOfMemory(@Nullable Throwable failed) {
        var at = failed;
        for (int depth = 0; at != null && depth < 64; depth++) {
            if (at instanceof VirtualMachineError && !(at instanceof StackOverflowError)) {
                exit();
            }
            at = at.getCause();
        }
    }

    private static void exit() {
        try {
            ERRORS.write(SAID);
        } catch (IOException unsaid) {
            // Exiting matters more than the message.
        } finally {
            // Halts without shutdown hooks: they need memory, and wait for threads that have died.
            Runtime.getRuntime().halt(FAULT);
        }
    }

    /** A log handler that looks for the error and writes nothing. */
    private static final class Watch extends Handler {
        @Override
        public void publish(LogRecord said) {
            exitIfOutOfMemory(said.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
