package io.facegate.usecase.reconcile;

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
import org.jspecify.annotations.Nullable;

/** Reader of a vendor's permits in a ledger. Each record is verified before it counts. */
final class PermitReader implements VerifiedWalk.Visitor {
    private final TrailVendor vendor;
    private final TrailOperations operations;
    private final Period asked;
    private final Period period;
    private final Set<String> apis = new HashSet<>();
    private final PermitTable permits = new PermitTable();
    private long pruned;
    private @Nullable Instant oldest;
    private @Nullable Instant newest;

    PermitReader(TrailVendor vendor, TrailOperations operations, Period period) {
        this.vendor = vendor;
        this.operations = operations;
        this.asked = period;
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

    PermitTable permits() {
        return permits;
    }

    /** What is known of the ledger that was read. */
    Reconciliation.LedgerSummary summarize(long records) {
        return new Reconciliation.LedgerSummary(
                records,
                permits.size(),
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
        if (isSent && id != null && time != null && period.contains(time)) {
            var wire = call.get(RecordField.WIRE);
            permits.add(
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
        int permit = decision == null ? -1 : permits.find(decision);
        if (permit >= 0 && !call.is(RecordField.STATUS, "unknown")) {
            permits.end(permit, call.requests(), call.tries());
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
