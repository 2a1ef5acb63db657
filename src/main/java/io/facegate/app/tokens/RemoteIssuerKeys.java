package io.facegate.app.tokens;

import io.facegate.call.Fault;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys that an issuer publishes at an address, followed as they change. They are fetched again every five minutes. A key
 * that the issuer removed is therefore not used for longer; keys that cannot be fetched again are used for at most
 * {@link Times#trusted} after the last fetch. An issuer that publishes a set without a key has taken its keys back: they
 * are not used any more.
 */
final class RemoteIssuerKeys implements IssuerKeys {
    private static final System.Logger LOG = System.getLogger(RemoteIssuerKeys.class.getName());

    private final String issuer;
    private final Source source;
    private final KeyChangeListener changes;
    private final Times times;
    private final LongSupplier nanos;
    private final ReentrantLock fetching = new ReentrantLock();

    private volatile @Nullable Fetched fetched;
    private volatile @Nullable Failure failure;
    private long unknownAt;
    private boolean unknownAsked;

    /** Fetches the key set. */
    @FunctionalInterface
    interface Source {
        IssuerKeySet fetch() throws IOException;
    }

    /** Receives a set of other keys before the first of them is used. */
    @FunctionalInterface
    interface KeyChangeListener {
        void keysChanged(String issuer, @Nullable IssuerKeySet before, IssuerKeySet after);
    }

    /**
     * How long keys are used.
     *
     * @param early after which they are fetched again in the background
     * @param refresh after which they are fetched again before they are used
     * @param trusted after which they are not used any more, if they cannot be fetched again
     * @param pause how long nothing is fetched after a failure, or for another unknown key
     */
    record Times(Duration early, Duration refresh, Duration trusted, Duration pause) {
        static final Times STATED =
                new Times(Duration.ofMinutes(4), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofSeconds(10));
    }

    private record Fetched(IssuerKeySet keys, long at) {}

    private record Failure(String why, long at) {}

    RemoteIssuerKeys(String issuer, Source source, KeyChangeListener changes, Times times, LongSupplier nanos) {
        this.issuer = issuer;
        this.source = source;
        this.changes = changes;
        this.times = times;
        this.nanos = nanos;
    }

    @Override
    public @Nullable PublicKey find(@Nullable String id, String algorithm) throws IOException {
        var known = current();
        var key = known.keys().find(id, algorithm);
        if (key != null) {
            return key;
        }
        refreshForUnknownKey(known);
        return current().keys().find(id, algorithm);
    }

    /** The keys to verify with now. */
    private Fetched current() throws IOException {
        if (isOlderThan(times.refresh())) {
            refresh(times.refresh());
        }
        var known = fetched;
        if (known == null || isPast(known.at(), times.trusted())) {
            throw new IOException("The keys of " + issuer + " cannot be fetched");
        }
        return known;
    }

    /** Fetches for a key that is not in {@code seen}, at most once a pause: anybody can make up the id of a key. */
    private void refreshForUnknownKey(Fetched seen) {
        fetching.lock();
        try {
            if (!seen.equals(fetched) || (unknownAsked && !isPast(unknownAt, times.pause()))) {
                return;
            }
            unknownAsked = true;
            unknownAt = nanos.getAsLong();
            fetch();
        } finally {
            fetching.unlock();
        }
    }

    @Override
    public void refreshEarly() {
        if (isOlderThan(times.early())) {
            refresh(times.early());
        }
    }

    private void refresh(Duration age) {
        fetching.lock();
        try {
            if (isOlderThan(age)) {
                fetch();
            }
        } finally {
            fetching.unlock();
        }
    }

    private boolean isOlderThan(Duration age) {
        var known = fetched;
        return known == null || isPast(known.at(), age);
    }

    private boolean isPast(long at, Duration time) {
        return nanos.getAsLong() - at >= time.toNanos();
    }

    /** Keeps the known keys if the new ones cannot be had, or cannot be put on record. */
    private void fetch() {
        var last = failure;
        if (last != null && !isPast(last.at(), times.pause())) {
            return;
        }
        var before = fetched;
        long asked = nanos.getAsLong();
        try {
            var keys = source.fetch();
            if (keys.isEmpty()) {
                // Not even a ledger that is full keeps keys in use that their issuer took back.
                fetched = new Fetched(keys, asked);
            }
            if (before == null || !before.keys().digest().equals(keys.digest())) {
                changes.keysChanged(issuer, before == null ? null : before.keys(), keys);
            }
            fetched = new Fetched(keys, asked);
            failure = keys.isEmpty() ? fail("The issuer publishes no key that verifies signatures") : null;
        } catch (IOException | Fault.LedgerDown failed) {
            failure = fail(String.valueOf(failed.getMessage()));
        }
    }

    private Failure fail(String why) {
        LOG.log(Level.WARNING, "The keys of {0} could not be fetched: {1}", issuer, why);
        return new Failure(why, nanos.getAsLong());
    }

    @Override
    public @Nullable String problem() {
        var last = failure;
        if (last == null) {
            return null;
        }
        var known = fetched;
        if (known == null || known.keys().isEmpty() || isPast(known.at(), times.trusted())) {
            return last.why() + "; its tokens are refused";
        }
        long left = (times.trusted().toNanos() - (nanos.getAsLong() - known.at())) / 1_000_000_000L;
        return last.why() + "; its tokens are refused in " + left + " s";
    }
}
