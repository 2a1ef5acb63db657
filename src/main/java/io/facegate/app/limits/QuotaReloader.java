package io.facegate.app.limits;

import io.facegate.call.Digests;
import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.limits.QuotaSet;
import io.facegate.ledger.Ledger;
import io.facegate.registry.RegisteredQuotas;
import io.facegate.usecase.registry.QuotasYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Applies the registry's quotas to the gateway's calls, or those of its file, and follows their changes. */
public final class QuotaReloader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(QuotaReloader.class.getName());
    private static final String NO_FILE = "none";
    private static final String LOADED = "quotas_loaded";
    private static final String REJECTED = "quotas_rejected";
    private static final String UNREAD =
            "This gateway forwards no calls, because it cannot apply the registry's quotas. ";
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_OF_SECOND = 10;

    private final LimitsSettings settings;
    private final Path data;
    private final RegistryQuotaSupplier registry;
    private final CallLimiter limiter;
    private final Consumer<Ledger.Administrative> record;
    private final InstantSource clock;
    private final Thread seconds;
    private String loaded = NO_FILE;
    private String seen = NO_FILE;
    private boolean isFallbackRecorded;
    /** True while the registry has no quotas any more, and the file cannot be applied. */
    private boolean leaving;

    private volatile @Nullable String problem;
    private volatile QuotaSource source = QuotaSource.NONE;
    /** Why no call may be sent; null if calls may be. */
    private volatile @Nullable String unusable;
    /** What unexpectedly broke when it last looked; null if nothing did. */
    private volatile @Nullable String failure;

    private QuotaReloader(
            LimitsSettings settings,
            Path data,
            RegistryQuotaSupplier registry,
            Consumer<Ledger.Administrative> record,
            InstantSource clock)
            throws IOException {
        this.settings = settings;
        this.data = data;
        this.registry = registry;
        this.limiter = settings.open(data);
        this.record = record;
        this.clock = clock;
        this.seconds = Thread.ofVirtual().name("quotas").unstarted(this::run);
    }

    /**
     * Reads the quotas and starts to watch where they come from.
     *
     * @param registry the registry, whose quotas go before those of the file
     * @param record writes an act to the ledger
     * @throws IllegalArgumentException if the file is malformed and the registry has none
     */
    public static QuotaReloader start(
            LimitsSettings settings,
            Path data,
            RegistryQuotaSupplier registry,
            Consumer<Ledger.Administrative> record,
            InstantSource clock)
            throws IOException {
        var reloader = new QuotaReloader(settings, data, registry, record, clock);
        var file = settings.file(data);
        if (!reloader.followRegistry() && file != null) {
            reloader.load(QuotaSource.FILE, QuotasFile.read(file), digest(file));
        }
        reloader.warnOfUnusedFile();
        reloader.seconds.start();
        return reloader;
    }

    public CallLimiter limiter() {
        return limiter;
    }

    /** Where the quotas come from that are in effect. */
    public QuotaSource source() {
        return source;
    }

    /** Says that this gateway's file is not used, because the registry has quotas; null if that is not so. */
    public @Nullable String unusedFileWarning() {
        var file = source == QuotaSource.REGISTRY ? settings.file(data) : null;
        return file == null ? null : file + " is not used. The registry has quotas, which all its gateways apply.";
    }

    /** Says that gateways count apart although they share the registry; null if that is not so, or nothing is counted. */
    public @Nullable String separateCountsWarning() {
        boolean isApart = registry.isShared()
                && limiter.shared() == null
                && !limiter.quotas().all().isEmpty();
        return isApart
                ? "This gateway counts calls by itself, because it has no --limits. If other gateways share this registry,"
                        + " together they let through a multiple of each quota. Start all of them with the same --limits."
                : null;
    }

    private void warnOfUnusedFile() {
        var unused = unusedFileWarning();
        if (unused != null) {
            LOG.log(System.Logger.Level.WARNING, unused);
        }
    }

    /** Why no call is forwarded: it is not known which quotas hold. Null if calls are forwarded. */
    public @Nullable String unusableReason() {
        return unusable;
    }

    /**
     * Requires that the registry's quotas are applied, if it has any.
     *
     * @throws Fault.RegistryDown if they are not
     */
    public void requireRegistryQuotas() {
        if (unusable != null) {
            throw new Fault.RegistryDown(UNREAD + "Its health check says why.");
        }
    }

    /** Why the file, or what the registry has, is not in effect as it is now; null if it is. */
    public @Nullable String problem() {
        var failed = failure;
        return failed == null ? problem : failed;
    }

    private void load(QuotaSource from, QuotaSet quotas, String digest) {
        limiter.use(quotas);
        source = from;
        // Recorded after they took effect: quotas that a full disk keeps off the record must limit all the same.
        seen = digest;
        leaving = false;
        problem = null;
        unusable = null;
        record.accept(act(LOADED, digest));
        loaded = digest;
    }

    /** Applies the registry's quotas. False if it has none. */
    private boolean followRegistry() {
        var named = registry.quotas();
        if (named == null) {
            return false;
        }
        boolean isNew =
                source != QuotaSource.REGISTRY || leaving || !named.sha256().equals(seen);
        if (isNew && named.isKnown()) {
            take(named);
        } else if (isNew) {
            refuse(
                    "Somebody changed them outside Facegate. Run: facegate registry accept. Then run: facegate quota set"
                            + " FILE.",
                    named.sha256());
        } else {
            recordLate();
        }
        return true;
    }

    private void take(RegisteredQuotas named) {
        QuotaSet quotas;
        try {
            quotas = new QuotaSet(QuotasYaml.read("the registry's quotas", named.text()));
        } catch (RuntimeException | StackOverflowError unread) {
            refuse(
                    "Reason: "
                            + Objects.requireNonNullElse(
                                    unread.getMessage(), unread.getClass().getSimpleName()),
                    named.sha256());
            return;
        }
        load(QuotaSource.REGISTRY, quotas, named.sha256());
        LOG.log(System.Logger.Level.INFO, "New quotas of the registry are in effect: {0}", named.sha256());
    }

    /** From now on nothing is forwarded, until the registry has quotas that can be read, or none. */
    private void refuse(String why, String digest) {
        source = QuotaSource.REGISTRY;
        seen = digest;
        leaving = false;
        problem = UNREAD + why;
        unusable = problem;
        LOG.log(System.Logger.Level.ERROR, unusable);
        record.accept(act(REJECTED, digest.isEmpty() ? "unknown" : digest));
    }

    /**
     * Applies the file's quotas, after the registry had some. While a file is there that cannot be read, the registry's
     * stay in effect; if those could not be applied, still no call is sent.
     */
    private void leaveRegistry(boolean isSecond) {
        if (source != QuotaSource.REGISTRY || (leaving && !isSecond)) {
            return;
        }
        var file = settings.file(data);
        if (file == null) {
            limiter.use(QuotaSet.NONE);
            source = QuotaSource.NONE;
            forget();
            LOG.log(System.Logger.Level.WARNING, "The registry has no quotas now. This gateway limits no calls.");
            return;
        }
        try {
            load(QuotaSource.FILE, QuotasFile.read(file), digest(file));
            LOG.log(System.Logger.Level.WARNING, "The registry has no quotas now. This gateway applies {0}.", file);
        } catch (IllegalArgumentException malformed) {
            stay(String.valueOf(malformed.getMessage()), digest(file));
        }
    }

    private void forget() {
        seen = NO_FILE;
        loaded = NO_FILE;
        leaving = false;
        problem = null;
        unusable = null;
    }

    /** The registry has no quotas any more, and the file cannot be applied. Tried again each second. */
    private void stay(String why, String digest) {
        leaving = true;
        var said = unusable == null
                ? "The registry has no quotas now, and those before stay in effect: " + why
                : "This gateway forwards no calls. The registry has no quotas now, and the file cannot be applied: "
                        + why;
        if (said.equals(problem)) {
            return;
        }
        problem = said;
        if (unusable != null) {
            unusable = said;
        }
        LOG.log(System.Logger.Level.ERROR, said);
        record.accept(act(REJECTED, digest));
    }

    private Ledger.Administrative act(String word, String subject) {
        return new Ledger.Administrative(word, subject, clock.instant());
    }

    private void run() {
        try {
            for (int tick = 1; true; tick = tick % TICKS_OF_SECOND + 1) {
                Thread.sleep(TICK);
                look(tick == TICKS_OF_SECOND);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(boolean isSecond) {
        try {
            boolean isRegistry = followRegistry();
            if (!isRegistry) {
                leaveRegistry(isSecond);
            }
            if (isSecond) {
                if (!isRegistry && source != QuotaSource.REGISTRY) {
                    reloadIfChanged();
                }
                everySecond();
            }
        } catch (Fault.LedgerDown unrecorded) {
            // Tried again in a second. Readiness says that the ledger is down.
            LOG.log(System.Logger.Level.DEBUG, "Counts of limited calls wait for the ledger.");
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            fail(unexpected);
        }
    }

    private void everySecond() {
        limiter.endFallback();
        limiter.restoreLostCounts();
        recordFallback();
        limiter.flush(clock.instant(), counts -> record.accept(act("calls_limited", counts)));
        failure = null;
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
            recordLate();
            return;
        }
        if (file == null || now.equals(NO_FILE)) {
            reject("the file is gone or cannot be read", now);
            return;
        }
        try {
            load(QuotaSource.FILE, QuotasFile.read(file), now);
            LOG.log(System.Logger.Level.INFO, "New quotas are in effect: {0}", file);
        } catch (IllegalArgumentException malformed) {
            reject(String.valueOf(malformed.getMessage()), now);
        }
    }

    /** Records what is in effect, if that could not be recorded yet. */
    private void recordLate() {
        if (!seen.equals(loaded) && problem == null && !seen.equals(NO_FILE)) {
            record.accept(act(LOADED, seen));
            loaded = seen;
        }
    }

    private void reject(String why, String digest) {
        seen = digest;
        problem = "The quotas before stay in effect: " + why;
        LOG.log(System.Logger.Level.ERROR, problem);
        record.accept(act(REJECTED, digest));
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
