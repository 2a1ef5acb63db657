package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailOperations;
import io.facegate.usecase.reconcile.Finding.Reason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares the entries of a trail with the permits of a ledger, one by one as they are read. */
final class TrailComparison implements TrailSink {
    /** How many principals are told apart. */
    private static final int PRINCIPALS = 1_000;

    private static final String OTHERS = "(others)";
    private static final String NOBODY = "(not named)";

    private final TrailOperations operations;
    private final Period period;
    private final Period known;
    private final CallMatcher matcher;
    private final PermitTable permits;
    private final TrailCounts counts = new TrailCounts();
    private final Findings findings = new Findings();
    private final Map<String, Long> principals = new LinkedHashMap<>();
    private final DigestTable seen = new DigestTable();
    private final ShortDigest hash = new ShortDigest();

    /**
     * Creates a comparison.
     *
     * @param period the calls that are compared
     * @param known the period of which the ledger has records
     */
    TrailComparison(TrailOperations operations, Period period, Period known, CallMatcher matcher, PermitTable permits) {
        this.operations = operations;
        this.period = period;
        this.known = known;
        this.matcher = matcher;
        this.permits = permits;
    }

    TrailCounts counts() {
        return counts;
    }

    Findings findings() {
        return findings;
    }

    Reconciliation.Matches matches() {
        return matcher.matches();
    }

    Map<String, Long> principals() {
        return principals;
    }

    @Override
    public void countOther() {
        counts.countOther();
    }

    @Override
    public void countUnreadable() {
        counts.countUnreadable();
    }

    @Override
    public void accept(TrailEntry entry) {
        boolean isAhead = known.until() != null && !entry.time().isBefore(known.until());
        if (isAhead) {
            counts.countAhead(entry.time());
        } else {
            counts.countRead(entry.time());
        }
        var operation = operations.find(entry.operation());
        boolean isFace = operation == null || operation.isFace();
        if (isRepeated(entry)) {
            counts.countRepeated();
        } else if (!period.contains(entry.time())) {
            countOutside(isAhead);
            if (isFace && period.isAfter(entry.time())) {
                counts.countEarly();
            }
            if (isFace && period.widened().contains(entry.time())) {
                useUp(new ComparedCall(entry, operation, false));
            }
        } else if (isFace) {
            compare(new ComparedCall(entry, operation, true));
        } else {
            counts.countHarmless();
        }
    }

    /** A call of the future is told, because it is compared only when its time comes. */
    private void countOutside(boolean isAhead) {
        counts.countOutside();
        if (isAhead) {
            counts.countUnreadable();
        }
    }

    private void compare(ComparedCall call) {
        counts.countCall();
        countPrincipal(call.entry().actor().principal());
        var reason = matcher.match(call);
        if (reason != null) {
            findings.add(finding(call.entry(), refine(reason, call.entry(), call.known() != null), call.operation()));
        }
    }

    /** A call a little before or after the period uses up its permit, which then covers none within. */
    private void useUp(ComparedCall call) {
        if (matcher.match(call) == Reason.BORDER && !call.entry().isRefused()) {
            findings.add(finding(call.entry(), Reason.BORDER, call.operation()));
        }
    }

    /** The reason, with what is known of operation, ledger and answer. */
    private Reason refine(Reason reason, TrailEntry entry, boolean isKnown) {
        boolean isUncovered = reason.kind() == Finding.Kind.BYPASS;
        if (entry.isRefused() && (isUncovered || reason == Reason.BORDER)) {
            return Reason.REFUSED;
        }
        if (!isUncovered) {
            return reason;
        }
        if (!known.contains(entry.time())) {
            return Reason.OUTSIDE_LEDGER;
        }
        return isKnown ? reason : Reason.UNKNOWN_OPERATION;
    }

    private static Finding finding(TrailEntry entry, Reason reason, String operation) {
        var ids = entry.ids();
        var decision = CallRecord.toUuid(ids.decision());
        return new Finding(
                reason,
                entry.time(),
                operation,
                new Finding.Caller(entry.actor().principal(), entry.actor().source()),
                new Finding.Identifiers(
                        ids.entry(),
                        TrailFields.shorten(ids.request()),
                        decision == null ? null : decision.toString()));
    }

    /** The same entry may be delivered more than once; it is the same if all of it is. */
    private boolean isRepeated(TrailEntry entry) {
        if (entry.ids().entry() == null && entry.ids().request() == null) {
            return false;
        }
        hash.of(
                entry.ids().entry(),
                entry.ids().request(),
                entry.ids().decision(),
                entry.time().toString(),
                entry.operation(),
                entry.actor().principal(),
                entry.actor().source());
        return seen.putIfAbsent(hash.high(), hash.low(), 0) >= 0;
    }

    private void countPrincipal(@Nullable String principal) {
        var name = Objects.requireNonNullElse(principal, NOBODY);
        boolean isNew = !principals.containsKey(name) && principals.size() >= PRINCIPALS;
        principals.merge(isNew ? OTHERS : name, 1L, Long::sum);
    }

    /** Adds the permits that were sent, of the time that the trail covers, and that it does not have. */
    void addMissing() {
        var oldest = counts.oldest();
        var newest = counts.newest();
        for (int permit = 0; permit < permits.size() && oldest != null && newest != null; permit++) {
            var time = Instant.ofEpochMilli(permits.millis(permit));
            boolean isCovered = !time.isBefore(oldest) && !time.isAfter(newest) && period.contains(time);
            var operation = operations.find(permits.operation(permit));
            boolean isFace = operation == null || operation.isFace();
            if (isCovered
                    && isFace
                    && permits.isEnded(permit)
                    && permits.sent(permit) > 0
                    && !permits.isMatched(permit)) {
                findings.add(new Finding(
                        Reason.NOT_IN_TRAIL,
                        time,
                        permits.operation(permit),
                        Finding.Caller.NOBODY,
                        new Finding.Identifiers(null, null, permits.id(permit).toString())));
            }
        }
    }
}
