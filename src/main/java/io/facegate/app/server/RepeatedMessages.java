package io.facegate.app.server;

import io.facegate.app.policies.PoliciesInForce;
import io.quarkus.logging.LoggingFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Log filter against floods by a condition that recurs with every call. Writes the first warning, counts its repeats,
 * and writes the count once a minute and when they end.
 */
@LoggingFilter(name = "repeated-messages")
public final class RepeatedMessages implements Filter {
    /** The logger of the counts, which are never filtered. */
    static final String SUMMARIES = "io.facegate.app.server.Repeated";

    /** Loggers that write once for each act of an operator: a second mistake may differ in its line number alone. */
    private static final Set<String> NEVER_FILTERED = Set.of(SUMMARIES, PoliciesInForce.class.getName());

    private static final SimpleFormatter WORDS = new SimpleFormatter();
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** Maximum number of distinct messages. Further ones are counted together by logger. */
    private static final int MOST = 256;

    private final Map<String, Repeats> all = new LinkedHashMap<>();
    private final Supplier<Instant> clock;
    private final Consumer<Summary> summaries;

    /** A message about counted repeats. */
    record Summary(Level level, String text) {}

    private static final class Repeats {
        private final Level level;
        private final String message;
        private final Instant since;
        private long inWindow;
        private long inAll = 1;

        Repeats(Level level, String message, Instant since) {
            this.level = level;
            this.message = message;
            this.since = since;
        }
    }

    public RepeatedMessages() {
        this(Instant::now, summary -> Logger.getLogger(SUMMARIES).log(summary.level, summary.text));
        Thread.ofVirtual().name("repeated-messages").start(this::everyWindow);
    }

    RepeatedMessages(Supplier<Instant> clock, Consumer<Summary> summaries) {
        this.clock = clock;
        this.summaries = summaries;
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record.getLevel().intValue() < Level.WARNING.intValue()
                || NEVER_FILTERED.contains(String.valueOf(record.getLoggerName()))) {
            return true;
        }
        var message = text(record);
        var thrown =
                record.getThrown() == null ? "" : record.getThrown().getClass().getName();
        return isFirst(
                record, record.getLoggerName() + ' ' + record.getLevel() + ' ' + normalize(message) + thrown, message);
    }

    private synchronized boolean isFirst(LogRecord record, String like, String message) {
        var key = all.containsKey(like) || all.size() < MOST ? like : String.valueOf(record.getLoggerName());
        var before = all.get(key);
        if (before != null) {
            before.inWindow++;
            before.inAll++;
            return false;
        }
        all.put(key, new Repeats(record.getLevel(), message, clock.get()));
        return true;
    }

    private static String text(LogRecord record) {
        return String.valueOf(WORDS.formatMessage(record));
    }

    /** Normalizes a message: messages that differ only in numbers and ids are counted together. */
    private static String normalize(String message) {
        var start = message.length() > 400 ? message.substring(0, 400) : message;
        return start.replaceAll("[0-9a-f]{8,}|[0-9]+", "#");
    }

    private void everyWindow() {
        try {
            while (true) {
                Thread.sleep(WINDOW);
                endWindow();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the window and writes its counts. */
    void endWindow() {
        drainSummaries().forEach(summaries);
    }

    private synchronized List<Summary> drainSummaries() {
        var told = new ArrayList<Summary>();
        all.values().removeIf(each -> {
            boolean goesOn = each.inWindow > 0;
            if (goesOn) {
                told.add(new Summary(
                        each.level,
                        "The same " + each.inWindow + " more times within a minute, " + each.inAll + " since "
                                + each.since + ": " + each.message));
            } else if (each.inAll > 1) {
                told.add(new Summary(
                        Level.INFO,
                        "No longer, after " + each.inAll + " times since " + each.since + ": " + each.message));
            }
            each.inWindow = 0;
            return !goesOn;
        });
        return told;
    }
}
