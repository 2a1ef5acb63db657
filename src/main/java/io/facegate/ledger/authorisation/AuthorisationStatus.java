package io.facegate.ledger.authorisation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an authorisation is at a time.
 *
 * @param deadline until when the next step must be made; null if nothing runs out
 * @param isLiftRequested whether one officer asked to end the stop
 * @param isLifted whether another agreed
 * @param isPurged whether somebody confirmed that results were deleted
 * @param isSuspended whether the gateway suspended the organisation
 */
public record AuthorisationStatus(
        AuthorisationDemand demand,
        AuthorisationState state,
        @Nullable Instant deadline,
        boolean isLiftRequested,
        boolean isLifted,
        boolean isPurged,
        boolean isSuspended) {
    static AuthorisationStatus begin(AuthorisationDemand demand) {
        var deadline = demand.isUntimed() ? null : demand.due();
        return new AuthorisationStatus(demand, AuthorisationState.DUE, deadline, false, false, false, false);
    }

    private AuthorisationStatus with(AuthorisationState next, @Nullable Instant until) {
        return new AuthorisationStatus(demand, next, until, isLiftRequested, isLifted, isPurged, isSuspended);
    }

    /** The same at that time: what was not done until the deadline has lapsed. */
    AuthorisationStatus at(Instant now) {
        return deadline != null && !now.isBefore(deadline) ? with(AuthorisationState.LAPSED, null) : this;
    }

    /** The same after a step, if that was possible. */
    AuthorisationStatus after(AuthorisationStep step) {
        if (!isPossible(step.act())) {
            return this;
        }
        return switch (step.act()) {
            case FILE -> with(AuthorisationState.FILED, grantDeadline(step.time()));
            case GRANT -> with(AuthorisationState.GRANTED, null);
            case REJECT -> with(AuthorisationState.REJECTED, null);
            case LAPSE -> this;
            case REQUEST_LIFT ->
                new AuthorisationStatus(demand, state, deadline, true, isLifted, isPurged, isSuspended);
            case CONFIRM_LIFT ->
                new AuthorisationStatus(demand, state, deadline, isLiftRequested, true, isPurged, isSuspended);
            case CONFIRM_DELETION ->
                new AuthorisationStatus(demand, state, deadline, isLiftRequested, isLifted, true, isSuspended);
            case SUSPEND -> new AuthorisationStatus(demand, state, deadline, isLiftRequested, isLifted, isPurged, true);
        };
    }

    private @Nullable Instant grantDeadline(Instant filed) {
        var length = demand.grant();
        return length == null ? null : filed.plus(length);
    }

    boolean isPossible(AuthorisationAct act) {
        return objection(act) == null;
    }

    /** True if calls that need the authorisation are refused. */
    public boolean isStopped() {
        return isOpen(AuthorisationDuty.STOP);
    }

    /** True if a duty is raised and not done. */
    public boolean isOpen(AuthorisationDuty duty) {
        return state.hasFailed()
                && demand.duties().contains(duty)
                && switch (duty) {
                    case STOP -> !isLifted;
                    case PURGE -> !isPurged;
                    case SUSPEND -> !isSuspended;
                };
    }

    /** Why a step is not possible; null if it is. */
    @Nullable
    String objection(AuthorisationAct act) {
        return switch (act) {
            case FILE -> state == AuthorisationState.DUE ? null : is("It is filed once, before its time runs out");
            case GRANT -> state == AuthorisationState.FILED ? null : is("Only what was filed in time can be granted");
            case REJECT -> state.hasFailed() ? is("It can be rejected only while it stands") : null;
            case LAPSE -> state == AuthorisationState.LAPSED ? null : is("Its time has not run out");
            case REQUEST_LIFT ->
                isStopped() && !isLiftRequested ? null : is("There is no stop that nobody has asked to end");
            case CONFIRM_LIFT -> isStopped() && isLiftRequested ? null : is("Nobody asked to end a stop");
            case CONFIRM_DELETION -> isOpen(AuthorisationDuty.PURGE) ? null : is("No deletion is open");
            case SUSPEND -> isOpen(AuthorisationDuty.SUSPEND) ? null : is("No suspension is open");
        };
    }

    private String is(String why) {
        return why + "; this authorisation is " + state.word() + '.';
    }
}
