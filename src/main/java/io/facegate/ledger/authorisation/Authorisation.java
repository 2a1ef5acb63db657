package io.facegate.ledger.authorisation;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The authorisation of one permitted call. It consists of the decision and the records about it. Its state follows from
 * these and the time; a step that was not possible when it was made changes nothing.
 *
 * @param steps oldest first
 */
public record Authorisation(AuthorisationDemand demand, List<AuthorisationStep> steps) {
    public Authorisation {
        steps = List.copyOf(steps);
    }

    /** Its state at a time, with what was done about its duties. */
    public AuthorisationStatus at(Instant now) {
        var status = AuthorisationStatus.begin(demand);
        for (var step : steps) {
            status = status.at(step.time()).after(step);
        }
        return status.at(now);
    }

    /** The id of the decision. */
    public String decision() {
        return demand.decision();
    }

    /** The newest step of that kind, or null. */
    public @Nullable AuthorisationStep newest(AuthorisationAct act) {
        return steps.reversed().stream()
                .filter(step -> step.act() == act)
                .findFirst()
                .orElse(null);
    }

    /** True if its time ran out, or it was rejected, and that is on record. */
    public boolean isFailureOnRecord(Instant now) {
        var state = at(now).state();
        return state == AuthorisationState.REJECTED
                || (state == AuthorisationState.LAPSED && newest(AuthorisationAct.LAPSE) != null);
    }

    /** The duties that are raised and not done. */
    public Set<AuthorisationDuty> openDuties(Instant now) {
        var status = at(now);
        return demand.duties().stream().filter(status::isOpen).collect(Collectors.toUnmodifiableSet());
    }

    /** Why a person cannot make a step now; null if it is possible. Who the person is does not count here. */
    public @Nullable String objection(AuthorisationAct act, Instant now) {
        return at(now).objection(act);
    }
}
