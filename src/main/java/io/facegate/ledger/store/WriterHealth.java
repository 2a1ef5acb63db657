package io.facegate.ledger.store;

import io.facegate.call.Fault;
import java.lang.System.Logger.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Availability of a writer: paused while its store cannot take records, ended for good after a failure or a close. */
final class WriterHealth {
    private static final System.Logger LOG = System.getLogger(WriterHealth.class.getName());

    private volatile @Nullable String ended;
    private volatile @Nullable Outage away;

    /** The store takes nothing for now. */
    private record Outage(String reason, Instant since) {}

    /** Requires that a record can become durable now. */
    void requireNow() {
        requireSome();
        var now = away;
        if (now != null) {
            throw new Fault.LedgerDown(now.reason);
        }
    }

    /** Requires that a record can become durable eventually. */
    void requireSome() {
        if (ended != null) {
            throw new Fault.LedgerDown(
                    "The ledger failed and accepts no more records until the gateway is restarted: " + ended);
        }
    }

    void markUnreachable(BatchStore.Unreachable why) {
        var before = away;
        var said = (why instanceof BatchStore.NoRoom
                        ? "The ledger's disk is full. Calls are refused until there is room: "
                        : "The ledger cannot be reached. Calls are refused until it can: ")
                + why.getMessage();
        away = new Outage(said, before == null ? Instant.now() : before.since);
        if (before == null) {
            LOG.log(Level.ERROR, "{0}", said);
        }
    }

    void markReachable() {
        var before = away;
        if (before != null) {
            away = null;
            LOG.log(Level.INFO, "The ledger accepts records again; it accepted none from {0} on.", before.since);
        }
    }

    /** Ends for good, by a close or a failure. */
    void ended(String why, boolean failed) {
        ended = why;
        if (failed) {
            LOG.log(
                    Level.ERROR,
                    "The ledger failed and accepts no more records until the gateway is restarted: {0}",
                    why);
        }
    }

    @Nullable
    String ended() {
        return ended;
    }
}
