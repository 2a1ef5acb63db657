package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailField;
import io.facegate.catalogue.TrailFormat;
import io.facegate.usecase.reconcile.Finding.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Matches calls of a trail with permits: by the vendor's id of the request, else by the decision that the gateway
 * names to the vendor, else, where the trail does not have that, by operation and time. Only the vendor makes ids of
 * requests; what a caller says itself counts only where the ledger leaves room for it.
 */
final class CallMatcher {
    private final PermitTable permits;
    private final UnansweredPermits unanswered;
    private final GatewayPrincipals gateway;
    private final boolean namesDecisions;
    private final KeyTable usedRequests = new KeyTable();
    private final KeyHash hash = new KeyHash();
    private long byRequest;
    private long byDecision;
    private long byTime;

    CallMatcher(PermitTable permits, GatewayPrincipals gateway, TrailFormat format) {
        this.permits = permits;
        this.unanswered = new UnansweredPermits(permits);
        this.gateway = gateway;
        this.namesDecisions = format.has(TrailField.AGENT);
    }

    /**
     * Matches a call.
     *
     * @param operation the catalogue's name of the operation, or the trail's if it is unknown
     * @return null if a permit covers it; else why it is not known to be covered
     */
    @Nullable
    Reason match(TrailEntry call, String operation) {
        var request = call.ids().request();
        int permit = request == null ? -1 : permits.findRequest(request);
        if (request != null && permit >= 0) {
            return matchRequest(call, request, permit, operation);
        }
        if (call.ids().decision() != null) {
            return matchDecision(call, call.ids().decision(), operation);
        }
        return namesDecisions && call.ids().isAgentKnown() ? Reason.NO_DECISION : matchTime(call, operation);
    }

    private @Nullable Reason matchRequest(TrailEntry call, String request, int permit, String operation) {
        hash.of(request);
        if (usedRequests.putIfAbsent(hash.high(), hash.low(), permit) >= 0) {
            return Reason.REQUEST_TWICE;
        }
        if (!Period.isNear(call.time(), permits.millis(permit))) {
            return Reason.OTHER_TIME;
        }
        // One decision may take several operations, such as asking how an earlier one went on.
        if (permits.sent(permit) <= 1 && !isOperation(permit, operation)) {
            return Reason.OTHER_OPERATION;
        }
        permits.match(permit);
        if (gateway.match(call.actor()) == GatewayPrincipals.Match.OTHER) {
            return Reason.OTHER_PRINCIPAL;
        }
        byRequest++;
        return null;
    }

    private @Nullable Reason matchDecision(TrailEntry call, String decision, String operation) {
        var id = CallRecord.toUuid(decision);
        int permit = id == null ? -1 : permits.find(id);
        if (permit < 0) {
            return Reason.UNKNOWN_DECISION;
        }
        var who = gateway.match(call.actor());
        if (who == GatewayPrincipals.Match.OTHER) {
            return Reason.OTHER_CALLER;
        }
        if (permits.open(permit) <= 0) {
            return permits.isEnded(permit) ? Reason.TOO_MANY : Reason.UNRECORDED;
        }
        if (!Period.isNear(call.time(), permits.millis(permit))) {
            return Reason.OTHER_TIME;
        }
        if (!isOperation(permit, operation)) {
            return Reason.OTHER_OPERATION;
        }
        if (who == GatewayPrincipals.Match.UNNAMED) {
            return Reason.UNNAMED_CALLER;
        }
        permits.take(permit);
        byDecision++;
        return null;
    }

    private @Nullable Reason matchTime(TrailEntry call, String operation) {
        var who = gateway.match(call.actor());
        int permit = who == GatewayPrincipals.Match.OTHER
                ? -1
                : unanswered.find(operation, call.time().toEpochMilli());
        if (permit < 0) {
            return Reason.NO_DECISION;
        }
        boolean isSure = who == GatewayPrincipals.Match.GATEWAY
                && permits.operation(permit).equals(operation);
        permits.take(permit);
        if (!isSure) {
            return Reason.UNANSWERED;
        }
        byTime++;
        return null;
    }

    /** A call from another vendor's wire may take several operations. */
    private boolean isOperation(int permit, String operation) {
        return permits.operation(permit).equals(operation) || permits.isTranslated(permit);
    }

    Reconciliation.Matches matches() {
        return new Reconciliation.Matches(byRequest, byDecision, byTime);
    }
}
