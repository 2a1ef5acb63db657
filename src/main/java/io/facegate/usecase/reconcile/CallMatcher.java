package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailField;
import io.facegate.catalogue.TrailFormat;
import io.facegate.usecase.reconcile.Finding.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Matches calls of a trail with permits: by the vendor's id of the request, else by the decision that the gateway
 * names to the vendor, else, where no trail of that vendor has that, by operation and time. Only the vendor makes ids of
 * requests; what a caller says itself counts only where the ledger leaves room for it.
 */
final class CallMatcher {
    private final PermitTable permits;
    private final PermitTable otherAccounts;
    private final PermitsWithoutRequestId unanswered;
    private final GatewayPrincipals gateway;
    private final boolean namesDecisions;
    private final DigestTable usedRequests = new DigestTable();
    private final ShortDigest hash = new ShortDigest();
    private long byRequest;
    private long byDecision;
    private long byTime;

    /** @param otherAccounts the permits for other accounts than the one whose trail it is, which cover no call */
    CallMatcher(PermitTable permits, PermitTable otherAccounts, GatewayPrincipals gateway, TrailFormat format) {
        this.permits = permits;
        this.otherAccounts = otherAccounts;
        this.unanswered = new PermitsWithoutRequestId(permits);
        this.gateway = gateway;
        this.namesDecisions = format.has(TrailField.AGENT);
    }

    /**
     * Matches a call. One beyond the period is not counted.
     *
     * @return null if a permit covers it; else why it is not known to be covered
     */
    @Nullable
    Reason match(ComparedCall call) {
        var ids = call.entry().ids();
        var request = ids.request();
        int permit = request == null ? -1 : permits.findRequest(request);
        if (request != null && permit >= 0) {
            return matchRequest(call, request, permit);
        }
        if (request != null && otherAccounts.findRequest(request) >= 0) {
            return gateway.match(call.entry().actor()) == GatewayPrincipals.Match.OTHER
                    ? Reason.OTHER_PRINCIPAL
                    : Reason.OTHER_ACCOUNT;
        }
        if (ids.decision() != null) {
            return matchDecision(call, ids.decision());
        }
        return namesDecisions && ids.isAgentKnown() ? Reason.NO_DECISION : matchTime(call);
    }

    private @Nullable Reason matchRequest(ComparedCall call, String request, int permit) {
        hash.of(request);
        int side = call.isInside() ? 1 : 0;
        int before = usedRequests.putIfAbsent(hash.high(), hash.low(), side);
        if (before >= 0) {
            return before == side ? Reason.REQUEST_TWICE : Reason.BORDER;
        }
        if (!Period.isNear(call.entry().time(), permits.millis(permit))) {
            return Reason.OTHER_TIME;
        }
        // One decision may take several operations, such as asking how an earlier one went on.
        if (permits.sent(permit) <= 1 && !isOperation(permit, call)) {
            return Reason.OTHER_OPERATION;
        }
        permits.match(permit);
        if (gateway.match(call.entry().actor()) == GatewayPrincipals.Match.OTHER) {
            return Reason.OTHER_PRINCIPAL;
        }
        byRequest += side;
        return null;
    }

    private @Nullable Reason matchDecision(ComparedCall call, String decision) {
        var id = CallRecord.toUuid(decision);
        int permit = id == null ? -1 : permits.find(id);
        if (permit < 0) {
            return matchOtherAccount(call, id == null ? -1 : otherAccounts.find(id));
        }
        var who = gateway.match(call.entry().actor());
        if (who == GatewayPrincipals.Match.OTHER) {
            return Reason.OTHER_CALLER;
        }
        if (permits.open(permit) <= 0) {
            return permits.isTaken(permit, !call.isInside()) ? Reason.BORDER : full(permits, permit);
        }
        if (!Period.isNear(call.entry().time(), permits.millis(permit))) {
            return Reason.OTHER_TIME;
        }
        if (!isOperation(permit, call)) {
            return Reason.OTHER_OPERATION;
        }
        if (who == GatewayPrincipals.Match.UNNAMED) {
            permits.match(permit);
            return Reason.UNNAMED_CALLER;
        }
        permits.take(permit, call.isInside());
        byDecision += call.isInside() ? 1 : 0;
        return null;
    }

    /** A call that names a decision for another account, or one that is no permit for this vendor. */
    private Reason matchOtherAccount(ComparedCall call, int permit) {
        if (permit < 0) {
            return Reason.UNKNOWN_DECISION;
        }
        if (gateway.match(call.entry().actor()) == GatewayPrincipals.Match.OTHER) {
            return Reason.OTHER_CALLER;
        }
        if (otherAccounts.open(permit) > 0) {
            otherAccounts.take(permit, call.isInside());
            return Reason.OTHER_ACCOUNT;
        }
        return full(otherAccounts, permit);
    }

    /** Why a permit takes no further call. */
    private static Reason full(PermitTable table, int permit) {
        if (!table.isEnded(permit)) {
            return Reason.UNRECORDED;
        }
        return table.isSent(permit) ? Reason.TOO_MANY : Reason.NOTHING_SENT;
    }

    private @Nullable Reason matchTime(ComparedCall call) {
        var who = gateway.match(call.entry().actor());
        if (who == GatewayPrincipals.Match.OTHER) {
            return Reason.NO_DECISION;
        }
        int permit = unanswered.find(call, one -> permits.open(one) > 0);
        if (permit < 0) {
            return unanswered.find(call, one -> permits.isTaken(one, !call.isInside())) < 0
                    ? Reason.NO_DECISION
                    : Reason.BORDER;
        }
        if (namesDecisions
                || who != GatewayPrincipals.Match.GATEWAY
                || !permits.operation(permit).equals(call.operation())) {
            permits.match(permit);
            return Reason.UNANSWERED;
        }
        permits.take(permit, call.isInside());
        byTime += call.isInside() ? 1 : 0;
        return null;
    }

    /** A call from another wire may take several operations, within what was permitted. */
    private boolean isOperation(int permit, ComparedCall call) {
        return permits.operation(permit).equals(call.operation()) || permits.isStep(permit, call.known());
    }

    Reconciliation.Matches matches() {
        return new Reconciliation.Matches(byRequest, byDecision, byTime);
    }
}
