package io.facegate.app.limits;

import io.facegate.call.Digests;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of a running gateway. Reads their file again within a second of a change, and records what refused calls
 * left to count. A file that is malformed or gone changes nothing: the quotas before it stay.
 */
public final class QuotaReloader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(QuotaReloader.class.getName());
    private static final String NO_FILE = "none";

    private final LimitsSettings settings;
    private final Path data;
    private final CallLimiter limiter;
    private final Consumer<Ledger.Administrative> record;
    private final InstantSource clock;
    private final Thread seconds;
    private String loaded = NO_FILE;
    private String seen = NO_FILE;
    private boolean isFallbackRecorded;
    private volatile @Nullable String problem;
    /** What unexpectedly broke when it last looked; null if nothing did. */
    private volatile @Nullable String failure;

    private QuotaReloader(
            LimitsSettings settings,
            Path data,
            CallLimiter limiter,
            Consumer<Ledger.Administrative> record,
            InstantSource clock) {
        this.settings = settings;
        this.data = data;
        this.limiter = limiter;
        this.record = record;
        this.clock = clock;
        this.seconds = Thread.ofVirtual().name("quotas").unstarted(this::everySecond);
    }

    /**
     * Reads the quotas and starts to watch their file.
     *
     * @param record writes an act to the ledger
     * @throws IllegalArgumentException if the file is malformed
     */
    public static QuotaReloader start(
            LimitsSettings settings, Path data, Consumer<Ledger.Administrative> record, InstantSource clock)
            throws IOException {
        var reloader = new QuotaReloader(settings, data, settings.open(data), record, clock);
        var file = settings.file(data);
        if (file != null) {
            reloader.load(file, digest(file));
        }
        reloader.seconds.start();
        return reloader;
    }

    public CallLimiter limiter() {
        return limiter;
    }

    /** Why the file is not in effect as it is now; null if it is. */
    public @Nullable String problem() {
        var failed = failure;
        return failed == null ? problem : failed;
    }

    private void load(Path file, String digest) {
        limiter.use(QuotasFile.read(file));
        // Recorded after they took effect: quotas that a full disk keeps off the record must limit all the same.
        seen = digest;
        problem = null;
        record.accept(act("quotas_loaded", digest));
        loaded = digest;
    }

    private Ledger.Administrative act(String word, String subject) {
        return new Ledger.Administrative(word, subject, clock.instant());
    }

    private void everySecond() {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            reloadIfChanged();
            limiter.endFallback();
            recordFallback();
            limiter.flush(clock.instant(), counts -> record.accept(act("calls_limited", counts)));
            failure = null;
        } catch (Fault.LedgerDown unrecorded) {
            // Tried again in a second. Readiness says that the ledger is down.
            LOG.log(System.Logger.Level.DEBUG, "Counts of limited calls wait for the ledger.");
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            fail(unexpected);
        }
    }

    /** The thread goes on: the next look may succeed. Logged when it begins. */
    private void fail(Throwable unexpected) {
        if (failure == null) {
            LOG.log(System.Logger.Level.ERROR, "The quotas cannot be kept up to date. Trying on.", unexpected);
        }
        failure = "The quotas cannot be kept up to date, see the log: "
                + unexpected.getClass().getSimpleName();
    }

    private void reloadIfChanged() {
        var file = settings.file(data);
        var now = file == null ? NO_FILE : digest(file);
        if (now.equals(seen)) {
            if (!seen.equals(loaded) && problem == null && !seen.equals(NO_FILE)) {
                // It is in effect, but its record is still missing.
                record.accept(act("quotas_loaded", seen));
                loaded = seen;
            }
            return;
        }
        if (file == null || now.equals(NO_FILE)) {
            reject("the file is gone or cannot be read", now);
            return;
        }
        try {
            load(file, now);
            LOG.log(System.Logger.Level.INFO, "New quotas are in effect: {0}", file);
        } catch (IllegalArgumentException malformed) {
            reject(String.valueOf(malformed.getMessage()), now);
        }
    }

    private void reject(String why, String digest) {
        seen = digest;
        problem = "The quotas before stay in effect: " + why;
        LOG.log(System.Logger.Level.ERROR, problem);
        record.accept(act("quotas_rejected", digest));
    }

    /** Records when this gateway begins to count alone, and when it counts with the others again. */
    private void recordFallback() {
        boolean now = limiter.usesFallback();
        if (now != isFallbackRecorded) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    now
                            ? "What gateways share is down. This gateway uses its share of each quota and its own"
                                    + " memory alone."
                            : "What gateways share is used again.");
            record.accept(act(now ? "limits_fallback" : "limits_restored", Double.toString(settings.fallback())));
            isFallbackRecorded = now;
        }
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(Digests.sha256(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            return NO_FILE;
        }
    }

    @Override
    public void close() {
        seconds.interrupt();
        try {
            seconds.join(Duration.ofSeconds(2));
            limiter.flush(Instant.MAX, counts -> record.accept(act("calls_limited", counts)));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (Fault.LedgerDown gone) {
            LOG.log(System.Logger.Level.WARNING, "The last counts of limited calls are not on record.");
        }
        limiter.close();
    }
}
