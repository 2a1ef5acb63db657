package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailVendor;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the folder of a trail with the ledger again and again: each time the calls of the same length of time before,
 * so that each is compared several times, also if it comes late. Each comparison is on record.
 */
public final class ContinuousReconcile {
    private final Reconcile reconcile;
    private final Trail trail;
    private final TrailFileCache known = new TrailFileCache();
    private @Nullable Instant from;

    /**
     * A trail that grows.
     *
     * @param location where its files come
     * @param principals the gateway's own principals; empty if they are not checked
     * @param window how far back calls are compared
     * @param account the account whose trail it is; null if it is not checked
     */
    public record Trail(
            TrailVendor vendor,
            TrailLocation location,
            List<String> principals,
            Duration window,
            @Nullable String account) {
        public Trail {
            principals = List.copyOf(principals);
        }
    }

    /** @param from when the first comparison begins, if that is earlier than the others would; or null */
    public ContinuousReconcile(Reconcile reconcile, Trail trail, @Nullable Instant from) {
        this.reconcile = reconcile;
        this.trail = trail;
        this.from = from;
    }

    /**
     * Compares once. Calls of the last five minutes are left to the next time: of these the ledger may not have all
     * permits yet when it is read, because the vendor's clock may be late.
     *
     * @throws IOException if there is no trail there; the next time may find one
     */
    public Reconciliation compare(Instant now) throws IOException, SQLException {
        var start = now.truncatedTo(ChronoUnit.SECONDS);
        var usual = start.minus(trail.window());
        var first = from;
        var period = new Period(first != null && first.isBefore(usual) ? first : usual, start.minus(Period.EARLIER));
        var question = new Reconcile.Question(
                trail.vendor(),
                trail.location(),
                InputStream.nullInputStream(),
                trail.principals(),
                period,
                trail.account());
        var result = reconcile.compare(question, known, start);
        from = null;
        return result;
    }
}
