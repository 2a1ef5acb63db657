package io.facegate.ledger.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An authorisation's state after any events in any order. */
class AuthorisationPropertyTest {
    private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration TO_FILE = Duration.ofHours(24);
    private static final Duration TO_GRANT = Duration.ofHours(48);
    private static final int HOURS = 100;

    private record Event(AuthorisationAct act, int hour) {}

    private static Authorisation of(List<Event> events, boolean mustBeGranted) {
        var demand = new AuthorisationDemand(
                "d",
                BEGIN,
                new AuthorisedUse("pd", "lead", Set.of("pd"), BEGIN.plus(TO_FILE)),
                mustBeGranted ? TO_GRANT : null,
                Set.of(AuthorisationDuty.values()),
                false);
        var steps = new ArrayList<AuthorisationStep>();
        events.stream()
                .sorted(Comparator.comparingInt(Event::hour))
                .forEach(event -> steps.add(new AuthorisationStep(
                        event.act(), "r" + steps.size(), BEGIN.plus(Duration.ofHours(event.hour())), null)));
        return new Authorisation(demand, steps);
    }

    private static Instant end() {
        return BEGIN.plus(Duration.ofHours(HOURS + 100));
    }

    /** Nothing but a filing in time and a grant in time after it leads to "granted", and a rejection always ends that. */
    @Property
    void whatIsGrantedWasFiledAndGrantedInTime(@ForAll("events") List<Event> events, @ForAll boolean must) {
        var one = of(events, must);
        var state = one.at(end()).state();
        if (state == AuthorisationState.GRANTED) {
            var filed = first(one, AuthorisationAct.FILE);
            assertThat(filed).isBefore(BEGIN.plus(TO_FILE));
            assertThat(one.steps())
                    .anyMatch(step -> step.act() == AuthorisationAct.GRANT
                            && !step.time().isBefore(filed)
                            && (!must || step.time().isBefore(filed.plus(TO_GRANT))));
            assertThat(one.steps()).noneMatch(step -> step.act() == AuthorisationAct.REJECT);
        }
        assertThat(state).isNotEqualTo(AuthorisationState.DUE);
    }

    private static Instant first(Authorisation one, AuthorisationAct act) {
        return one.steps().stream()
                .filter(step -> step.act() == act)
                .map(AuthorisationStep::time)
                .findFirst()
                .orElseThrow();
    }

    /** A failure is final, whatever comes after it, and its duties end by their own steps alone. */
    @Property
    void aFailureStaysOne(@ForAll("events") List<Event> events, @ForAll boolean must) {
        var one = of(events, must);
        boolean failed = false;
        boolean stopped = false;
        for (int hour = 0; hour <= HOURS + 100; hour++) {
            int until = hour;
            var before = new Authorisation(
                    one.demand(),
                    one.steps().stream()
                            .filter(step -> !step.time().isAfter(BEGIN.plus(Duration.ofHours(until))))
                            .toList());
            var status = before.at(BEGIN.plus(Duration.ofHours(hour)));
            assertThat(failed && !status.state().hasFailed()).isFalse();
            failed = status.state().hasFailed();
            if (stopped && !status.isStopped()) {
                assertThat(before.newest(AuthorisationAct.REQUEST_LIFT)).isNotNull();
                assertThat(before.newest(AuthorisationAct.CONFIRM_LIFT)).isNotNull();
            }
            stopped = status.isStopped();
            assertThat(stopped && !failed).isFalse();
            assertThat(status.isOpen(AuthorisationDuty.PURGE)).isEqualTo(failed && !status.isPurged());
        }
    }

    /** Silence fails: without a filing the time runs out at exactly that moment. */
    @Property
    void silenceFails(@ForAll("silent") List<Event> events, @ForAll boolean must) {
        var one = of(events, must);
        assertThat(one.at(BEGIN.plus(TO_FILE)).state().hasFailed()).isTrue();
        var early = events.stream()
                .filter(event -> event.hour() < TO_FILE.toHours() && event.act() != AuthorisationAct.REJECT)
                .toList();
        assertThat(of(early, must).at(BEGIN.plus(TO_FILE).minusMillis(1)).state())
                .isEqualTo(AuthorisationState.DUE);
    }

    /** What the gateway records of a lapse changes no state: it follows from the clock. */
    @Property
    void theRecordOfALapseDecidesNothing(@ForAll("events") List<Event> events, @ForAll boolean must) {
        var without = events.stream()
                .filter(event -> event.act() != AuthorisationAct.LAPSE)
                .toList();
        assertThat(of(events, must).at(end())).isEqualTo(of(without, must).at(end()));
    }

    /** What has an objection changes nothing if it is recorded all the same. */
    @Property
    void anImpossibleStepChangesNothing(
            @ForAll("events") List<Event> events, @ForAll AuthorisationAct act, @ForAll boolean must) {
        var one = of(events, must);
        if (one.objection(act, end()) != null) {
            var more = new ArrayList<>(one.steps());
            more.add(new AuthorisationStep(act, "x", end(), null));
            assertThat(new Authorisation(one.demand(), more).at(end())).isEqualTo(one.at(end()));
        }
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return events(AuthorisationAct.values()).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Event>> silent() {
        var acts = new ArrayList<>(List.of(AuthorisationAct.values()));
        acts.remove(AuthorisationAct.FILE);
        return events(acts.toArray(AuthorisationAct[]::new)).list().ofMaxSize(12);
    }

    private static Arbitrary<Event> events(AuthorisationAct... acts) {
        return Combinators.combine(Arbitraries.of(acts), Arbitraries.integers().between(0, HOURS))
                .as(Event::new);
    }
}
