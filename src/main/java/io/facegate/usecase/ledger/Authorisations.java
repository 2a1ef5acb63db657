package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationDuty;
import io.facegate.ledger.authorisation.AuthorisationFiling;
import io.facegate.ledger.authorisation.AuthorisationRecords;
import io.facegate.ledger.authorisation.AuthorisationStatement;
import io.facegate.ledger.authorisation.AuthorisationStep;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.registry.RegistryException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people do with authorisations after the fact. Who looks is on record before anything is returned, and a step is a
 * record or does not happen.
 */
public record Authorisations(AuditedRecords records, LedgerAddress ledger) {
    /** All authorisations, the earliest time limit first. */
    public List<Authorisation> list(String viewer) {
        return records.authorisations(viewer);
    }

    /** Those that wait for a person: for a filing, an answer, or a duty that is raised. */
    public List<Authorisation> waiting(String viewer, Instant now) {
        return list(viewer).stream().filter(one -> isWaiting(one, now)).toList();
    }

    /** True if a person has something to do about it. */
    public static boolean isWaiting(Authorisation one, Instant now) {
        return switch (one.at(now).state()) {
            case DUE, FILED -> true;
            case GRANTED -> false;
            case REJECTED, LAPSED -> !one.openDuties(now).isEmpty();
        };
    }

    /** The authorisation of a decision; empty if the decision does not exist or needs none. */
    public Optional<Authorisation> show(String decision, String viewer) {
        return records.authorisation(decision, viewer);
    }

    /** The other authorisations of the same use, as far as records tell. */
    public List<Authorisation> sameUse(Authorisation one, String viewer) {
        return list(viewer).stream()
                .filter(other -> !other.decision().equals(one.decision()))
                .filter(other -> other.demand().use().equals(one.demand().use()))
                .toList();
    }

    /** The decision that needs it, as far as it verifies; empty if there is none. */
    public Optional<CheckedDecision> decision(Authorisation one) {
        return records.authorised(one);
    }

    /** What was said in the steps; each text is checked against its record. */
    public List<AuthorisationStatement> statements(Authorisation one) {
        return AuthorisationRecords.statements(one, ledger.salts());
    }

    /**
     * Files the request of an authorisation.
     *
     * @param by the person who says so
     * @throws io.facegate.call.Fault.LedgerDown if it cannot be filed any more, or cannot be recorded
     */
    public void file(String decision, AuthorisationFiling filing, String by) {
        step(decision, AuthorisationAct.FILE, new ActingPerson(by, filing.text()));
    }

    /**
     * Makes another step of people.
     *
     * @throws io.facegate.call.Fault.LedgerDown if it is not possible, or cannot be recorded
     */
    public void step(String decision, AuthorisationAct act, ActingPerson by) {
        Ledger.administrate(ledger, by.act(act.act(), decision));
    }

    /**
     * Makes a step about a decision and, if asked, about other decisions of its use where it is possible.
     *
     * @param further the most others; 0 for none
     * @return for how many decisions it is on record
     * @throws io.facegate.call.Fault.LedgerDown if it is not possible for the first, or cannot be recorded
     * @throws RegistryException.Incomplete if it is on record for a part of them
     */
    public int step(Authorisation one, AuthorisationAct act, ActingPerson by, int further) {
        var now = Instant.now();
        var others = further > 0 ? sameUse(one, by.name()) : List.<Authorisation>of();
        step(one.decision(), act, by);
        var possible = others.stream()
                .filter(other -> other.objection(act, now) == null)
                .toList();
        int most = Math.min(possible.size(), further);
        var left = most == possible.size()
                ? null
                : new Left(possible.get(most).decision(), "One request takes " + most + " further decisions.");
        int done = 1;
        for (var other : possible.subList(0, most)) {
            try {
                step(other.decision(), act, by);
                done++;
            } catch (Fault.LedgerDown refused) {
                left = new Left(other.decision(), String.valueOf(refused.getMessage()));
            }
        }
        if (left != null) {
            throw left.toIncomplete(done);
        }
        return done;
    }

    /** A decision of a use about which a step is not on record. */
    private record Left(String decision, String why) {
        RegistryException.Incomplete toIncomplete(int done) {
            return new RegistryException.Incomplete(
                    "The step is on record for " + done + " decisions of this use, and not for all. Not for " + decision
                            + ": " + why + " Repeat the step for that decision.",
                    new Fault.LedgerDown(why));
        }
    }

    /** The fields of one as commands and the admin API print it. */
    public static Map<String, @Nullable Object> toFields(Authorisation one, Instant now) {
        var status = one.at(now);
        var demand = one.demand();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("decision", one.decision());
        fields.put("state", status.state().word());
        fields.put("organisation", demand.organisation());
        fields.put("purpose", demand.purpose().isEmpty() ? null : demand.purpose());
        fields.put("due", demand.due().toString());
        var deadline = status.deadline();
        fields.put("deadline", deadline == null ? null : deadline.toString());
        fields.put("duties", words(demand.duties()));
        fields.put("open", words(one.openDuties(now)));
        fields.put("steps", one.steps().stream().map(Authorisations::toFields).toList());
        return fields;
    }

    private static List<String> words(Iterable<AuthorisationDuty> duties) {
        var words = new java.util.ArrayList<String>();
        duties.forEach(duty -> words.add(duty.word()));
        return words.stream().sorted().toList();
    }

    private static Map<String, String> toFields(AuthorisationStep step) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("step", step.act().word());
        fields.put("time", step.time().toString());
        fields.put("record", step.id());
        return fields;
    }
}
