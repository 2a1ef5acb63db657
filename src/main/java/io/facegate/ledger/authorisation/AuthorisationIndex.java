package io.facegate.ledger.authorisation;

import io.facegate.call.Fault;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.SearchFacet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All authorisations of a ledger in memory. Each reading adds what the ledger got since the last one. */
public final class AuthorisationIndex {
    private final Map<String, RecordedDemand> demands = new HashMap<>();
    private final Map<String, List<AuthorisationStep>> steps = new HashMap<>();
    /** Uses with a call within their time limit. */
    private final Set<AuthorisedUse> begun = new HashSet<>();
    /** The indexes of the records of prunes. */
    private final NavigableSet<Long> prunes = new TreeSet<>();

    private long next;
    private long generation;

    /** A demand, and the index of its decision. */
    private record RecordedDemand(AuthorisationDemand demand, long index) {}

    /**
     * Reads the records since the last reading; all of them where the search file is another one than then.
     *
     * @throws Fault.LedgerTampered if one does not verify
     */
    public synchronized void read(RecordSearch records) {
        var lag = records.indexLag();
        long from = lag.generation() == generation ? next : 0;
        if (from == 0 || records.anySince(from, AuthorisationRecords.queries())) {
            read(records, from);
        }
        next = lag.taken();
        generation = lag.generation();
    }

    private void read(RecordSearch records, long from) {
        var newDemands = new HashMap<String, RecordedDemand>();
        AuthorisationRecords.forEach(records, AuthorisationRecords.due(), from, record -> {
            var demand = AuthorisationDemand.read(record.fields());
            if (demand != null) {
                newDemands.put(demand.decision(), new RecordedDemand(demand, record.index()));
            }
        });
        var newSteps = steps(records, from);
        AuthorisationRecords.forEachPrune(records, from, prunes::add);
        // Only a whole reading counts; records that came meanwhile are read again, and steps are told apart by index.
        newDemands.values().stream().filter(one -> !one.demand().isLate()).forEach(this::add);
        newDemands.values().stream()
                .filter(one ->
                        one.demand().isLate() && !begun.contains(one.demand().use()))
                .forEach(this::add);
        newSteps.forEach(this::add);
    }

    private static Map<String, List<AuthorisationStep>> steps(RecordSearch records, long from) {
        var found = new HashMap<String, List<AuthorisationStep>>();
        for (var act : AuthorisationAct.values()) {
            AuthorisationRecords.forEach(
                    records,
                    AuthorisationRecords.query().withFacet(SearchFacet.ACT, act.act()),
                    from,
                    record -> found.computeIfAbsent(
                                    record.fields().path("subject").asText(), any -> new ArrayList<>())
                            .add(AuthorisationRecords.step(act, record)));
        }
        return found;
    }

    private void add(RecordedDemand one) {
        var demand = one.demand();
        demands.put(demand.decision(), one);
        if (!demand.isLate()) {
            begun.add(demand.use());
        }
    }

    private void add(String decision, List<AuthorisationStep> found) {
        var all = steps.computeIfAbsent(decision, any -> new ArrayList<>());
        for (var step : found) {
            if (all.stream().noneMatch(known -> known.id().equals(step.id()))) {
                all.add(step);
            }
        }
        all.sort(AuthorisationRecords.inOrder());
    }

    /** All but those whose time does not run out and about which nothing is on record; the earliest time limit first. */
    public synchronized List<Authorisation> list() {
        return demands.values().stream()
                .map(this::of)
                .filter(one -> !one.demand().isUntimed() || !one.steps().isEmpty())
                .sorted(Comparator.comparing((Authorisation one) -> one.demand().due())
                        .thenComparing(Authorisation::decision))
                .toList();
    }

    /** The authorisation of a decision; empty if it needs none. */
    public synchronized Optional<Authorisation> find(String decision) {
        return Optional.ofNullable(demands.get(decision)).map(this::of);
    }

    private Authorisation of(RecordedDemand one) {
        var known = steps.getOrDefault(one.demand().decision(), List.of());
        return AuthorisationRecords.of(one.demand(), one.index(), known, prunes);
    }

    /** Those that failed or can still fail. */
    public List<Authorisation> unsettled(Instant now) {
        return list().stream()
                .filter(one -> {
                    var status = one.at(now);
                    return status.deadline() != null
                            || status.state() == AuthorisationState.FILED
                            || status.state().hasFailed();
                })
                .toList();
    }
}
