package io.facegate.usecase.reconcile;

import io.facegate.call.VendorAccount;
import io.facegate.catalogue.TrailVendor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a comparison of a vendor's trail with the ledger.
 *
 * @param gatewayPrincipals the principals that are the gateway's; empty if none were named
 * @param principals how many face calls each principal made
 */
public record Reconciliation(
        TrailVendor vendor,
        TrailSummary trail,
        LedgerSummary ledger,
        Matches matches,
        Findings findings,
        List<String> gatewayPrincipals,
        Map<String, Long> principals) {
    public Reconciliation {
        gatewayPrincipals = List.copyOf(gatewayPrincipals);
    }

    /**
     * The trail.
     *
     * @param title the vendor's name of it
     * @param digest the SHA-256 of it
     */
    public record TrailSummary(
            String title, String digest, int files, Period period, TrailCounts counts, Account account) {}

    /**
     * The account at the vendor whose trail it is.
     *
     * @param named its name; null if it was not named, so that permits for all accounts cover calls
     * @param known the accounts of the vendor for which the ledger has permits
     */
    public record Account(@Nullable String named, List<String> known) {
        public Account {
            known = List.copyOf(known);
        }

        /** True if a call may have been covered by a permit for another account than the one that got it. */
        public boolean isUnchecked() {
            return named == null && known.stream().anyMatch(name -> !name.equals(VendorAccount.DEFAULT));
        }
    }

    /**
     * The ledger.
     *
     * @param records how many records it has
     * @param permits how many of them are permits for which the vendor was sent a call or may have been, of the period and a little beyond
     * @param sent how many face calls of the period were sent to the vendor, as far as is on record
     * @param pruned how many were pruned
     * @param newestSent when the newest of the face calls that were sent was decided; null if none was
     */
    public record LedgerSummary(
            long records,
            long permits,
            long sent,
            long pruned,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Instant newestSent) {}

    /** How many calls of the trail a permit covers, by how they were matched. */
    public record Matches(long byRequest, long byDecision, long byTime) {
        /** All of them. */
        public long total() {
            return byRequest + byDecision + byTime;
        }
    }

    /**
     * True if the trail shows nothing: it has no record at all, or none of the face calls that the ledger has, so that
     * it is not the right one, or not whole.
     */
    public boolean isTrailEmpty() {
        return trail.counts().records() == 0 || (matches.total() == 0 && ledger.sent() > 0);
    }

    /** True if all of the trail could be read in time, so that what it does not show is not there. */
    public boolean isTrailRead() {
        return trail.counts().unreadable() == 0 && trail.counts().late() == 0 && !isTrailEmpty();
    }

    /** True if all of the trail could be read, and a permit covers each of its face calls that the vendor did not refuse. */
    public boolean isClean() {
        return findings.isNothingRound() && isTrailRead();
    }
}
