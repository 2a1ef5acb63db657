package io.facegate.usecase.reconcile;

import io.facegate.call.VendorAccount;
import io.facegate.catalogue.TrailOperations;
import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedWalk;
import io.facegate.ledger.record.RecordField;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reader of a vendor's permits in a ledger. Each record is verified before it counts. */
final class PermitReader implements VerifiedWalk.Visitor {
    private final TrailVendor vendor;
    private final TrailOperations operations;
    private final Period asked;
    private final Period period;
    private final Set<String> apis = new HashSet<>();
    private final @Nullable String account;
    private final PermitTable permits = new PermitTable();
    private final PermitTable otherAccounts = new PermitTable();
    private final Set<String> accounts = new TreeSet<>();
    private long pruned;
    private @Nullable Instant oldest;
    private @Nullable Instant newest;

    /** @param account the account whose permits cover calls; null for those of all accounts */
    PermitReader(TrailVendor vendor, Period period, @Nullable String account) {
        this.vendor = vendor;
        this.operations = vendor.operations();
        this.asked = period;
        this.account = account;
        this.period = period.widened();
        vendor.apis().forEach(api -> apis.add(api.word()));
    }

    /**
     * Reads a ledger. Returns how many records it has.
     *
     * @throws io.facegate.call.Fault.LedgerTampered if one does not verify
     */
    long read(LedgerAddress ledger) throws SQLException {
        return new VerifiedWalk(ledger).forEach(this);
    }

    /** The permits that cover calls. */
    PermitTable permits() {
        return permits;
    }

    /** The permits for other accounts of the vendor than the one that was asked for, which cover none. */
    PermitTable otherAccounts() {
        return otherAccounts;
    }

    /** The accounts for which the ledger has permits of this vendor, of any time. */
    Set<String> accounts() {
        return accounts;
    }

    /** What is known of the ledger that was read. */
    Reconciliation.LedgerSummary summarize(long records) {
        return new Reconciliation.LedgerSummary(
                records,
                permits.countSendable(),
                permits.sentWithin(asked, this::isFace),
                pruned,
                oldest,
                newest,
                permits.newestSentWithin(asked, this::isFace));
    }

    private boolean isFace(String operation) {
        var known = operations.find(operation);
        return known == null || known.isFace();
    }

    @Override
    public void visit(VerifiedRecord record) {
        var call = CallRecord.read(record.json());
        var time = call.time();
        if (time != null) {
            oldest = oldest == null || time.isBefore(oldest) ? time : oldest;
            newest = newest == null || time.isAfter(newest) ? time : newest;
        }
        if (call.is(RecordField.KIND, "DECISION")) {
            decide(call, time);
        } else if (call.is(RecordField.KIND, "OUTCOME")) {
            end(call);
        }
    }

    private void decide(CallRecord call, @Nullable Instant time) {
        var id = call.uuid(RecordField.ID);
        boolean isSent =
                call.is(RecordField.VERDICT, "permit") && !call.is(RecordField.SANDBOX, "yes") && isVendors(call);
        if (!isSent || id == null || time == null) {
            return;
        }
        var name = Objects.requireNonNullElse(call.get(RecordField.ACCOUNT), VendorAccount.DEFAULT);
        accounts.add(name);
        if (period.contains(time)) {
            var wire = call.get(RecordField.WIRE);
            (account == null || account.equals(name) ? permits : otherAccounts)
                    .add(
                            id,
                            time.toEpochMilli(),
                            operations.written(Objects.requireNonNullElse(call.get(RecordField.OPERATION), "")),
                            wire == null || call.is(RecordField.PROVIDER, wire) ? null : call.capabilities());
        }
    }

    /** True if this vendor was to answer. */
    private boolean isVendors(CallRecord call) {
        var engine = call.get(RecordField.ENGINE);
        return engine == null
                ? apis.contains(Objects.requireNonNullElse(call.get(RecordField.PROVIDER), ""))
                : engine.equals(vendor.provider());
    }

    private void end(CallRecord call) {
        var decision = call.uuid(RecordField.DECISION_REF);
        if (decision != null && !call.is(RecordField.STATUS, "unknown")) {
            end(permits, decision, call);
            end(otherAccounts, decision, call);
        }
    }

    private static void end(PermitTable table, UUID decision, CallRecord call) {
        int permit = table.find(decision);
        if (permit >= 0) {
            table.end(permit, call.requests(), call.tries());
        }
    }

    /** A permit that does not verify could cover a call, so nothing can be said. */
    @Override
    public void tampered(TamperedRecord record) {
        record.requireVerified();
    }

    @Override
    public void pruned(long records) {
        pruned += records;
    }

    /** Only the first records may be gone, as they are after a prune. */
    @Override
    public void absent(long first, long records) {
        if (first > 0) {
            new TamperedRecord(first, TamperedRecord.Cause.MISSING).requireVerified();
        }
        pruned += records;
    }
}
