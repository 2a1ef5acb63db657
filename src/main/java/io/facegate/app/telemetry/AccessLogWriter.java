package io.facegate.app.telemetry;

import java.io.File;
import java.io.FileNotFoundException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jboss.logmanager.handlers.SizeRotatingFileHandler;

/**
 * Writes the lines of the access log on a thread of its own. A line that finds the queue full, or that cannot be
 * written, is counted and lost: the log never delays a call.
 */
final class AccessLogWriter implements Consumer<String>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AccessLogWriter.class.getName());
    private static final int QUEUE = 8192;
    private static final long FILE_BYTES = 100L << 20;
    private static final int FILES = 5;
    private static final long CLOSING_SECONDS = 5;

    private final ExtHandler handler;
    private final ThreadPoolExecutor thread;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean isBroken;

    private AccessLogWriter(ExtHandler handler) {
        this.handler = handler;
        handler.setFormatter(new LineFormatter());
        handler.setErrorManager(new LossCounter());
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name("access-log").factory(),
                (line, full) -> lost.incrementAndGet());
    }

    /** Writes to that file, or to the standard output for a hyphen. */
    static AccessLogWriter open(String place) throws FileNotFoundException {
        if (place.equals(AccessLog.STANDARD_OUTPUT)) {
            return new AccessLogWriter(new ConsoleHandler(ConsoleHandler.Target.SYSTEM_OUT));
        }
        var file = new SizeRotatingFileHandler();
        file.setAppend(true);
        file.setAutoFlush(true);
        file.setRotateSize(FILE_BYTES);
        file.setMaxBackupIndex(FILES);
        file.setFile(new File(place));
        return new AccessLogWriter(file);
    }

    /** Number of lines that were not written. */
    long lost() {
        return lost.get();
    }

    @Override
    public void accept(String line) {
        thread.execute(() -> handler.publish(new ExtLogRecord(Level.INFO, line, AccessLogWriter.class.getName())));
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "The access log did not close in time; its last lines are lost.");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        handler.close();
    }

    private static final class LineFormatter extends Formatter {
        LineFormatter() {}

        @Override
        public String format(LogRecord line) {
            return line.getMessage() + '\n';
        }
    }

    /** Counts what could not be written, and says once that it begins. */
    private final class LossCounter extends ErrorManager {
        @Override
        public synchronized void error(String message, Exception failed, int code) {
            lost.incrementAndGet();
            if (!isBroken) {
                isBroken = true;
                LOG.log(System.Logger.Level.WARNING, "The access log cannot be written: {0}", message);
            }
        }
    }
}
