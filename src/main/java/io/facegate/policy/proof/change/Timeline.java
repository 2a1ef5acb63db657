package io.facegate.policy.proof.change;

import io.facegate.policy.language.Book;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.change.Shift.Kind;
import io.facegate.policy.proof.model.Example;
import io.facegate.policy.proof.model.Fired;
import io.facegate.policy.proof.model.Heard;
import io.facegate.policy.proof.model.Limits;
import io.facegate.policy.proof.model.Model.Reading;
import io.facegate.policy.proof.model.Ruling;
import io.facegate.policy.proof.model.Stage;
import io.facegate.policy.proof.space.Space.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every moment at which some call is decided otherwise than just before, though the policies stay the same.
 *
 * @param notices what is planned or open
 */
public record Timeline(List<Moment> moments, List<Notice> notices) {
    private static final int BOXES = 50;
    /** From the first place on Earth that reaches a local time until the last, in milliseconds. */
    private static final long LONGEST = 27 * 3_600_000L;

    public Timeline {
        moments = List.copyOf(moments);
        notices = List.copyOf(notices);
    }

    /**
     * One moment, or some hours in which it comes to one place of use after the other.
     *
     * @param at the first
     * @param last the last, for the last place
     * @param reasons which rules turn then, and why
     */
    public record Moment(Instant at, Instant last, List<String> reasons, List<Change> changes) {
        public Moment {
            reasons = List.copyOf(reasons);
            changes = List.copyOf(changes);
        }
    }

    /** From one moment until another; what is known is what is known then. */
    public static Timeline of(Book book, Instant from, Instant until, Limits limits) {
        var stage = Stage.of(book, Values.ONE, Reading.STRICT, limits);
        var walk = new Walk(stage, new Reasons(book));
        var clock = stage.space().clock();
        int end = clock.axis().atoms().size();
        for (int at = 1; at < end; at++) {
            long moment = clock.moment(at);
            if (moment >= from.toEpochMilli() && moment < until.toEpochMilli()) {
                walk.to(at);
            }
        }
        walk.settle();
        return new Timeline(walk.moments, new Reasons(book).ahead(from.toEpochMilli(), until.toEpochMilli()));
    }

    /** Goes through time over one stage. */
    private static final class Walk {
        private final Stage stage;
        private final Bdd bdd;
        private final Reasons reasons;
        private final int domain;
        private final Reporter reporter;
        private final List<Fired> rules;
        private final List<BitSet> turns;
        private final List<Moment> moments = new ArrayList<>();
        private final Set<Fired> turning = new LinkedHashSet<>();
        private boolean together;
        private int first;
        private int last;

        Walk(Stage stage, Reasons reasons) {
            this.stage = stage;
            this.bdd = stage.bdd();
            this.reasons = reasons;
            this.domain = stage.conditions().domain(axis -> 1);
            this.reporter = new Reporter(stage.space(), domain, BOXES);
            var ruling = stage.ruling();
            this.rules = Stream.of(ruling.permits(), ruling.refusals(), ruling.obliges())
                    .flatMap(List::stream)
                    .toList();
            var found = new Turns(bdd, stage.space().clock());
            this.turns = rules.stream().map(found::of).toList();
        }

        /** Goes on to an interval; turns by local time that belong together are taken together. */
        void to(int interval) {
            var now = new ArrayList<Fired>();
            for (int rule = 0; rule < rules.size(); rule++) {
                if (turns.get(rule).get(interval)) {
                    now.add(rules.get(rule));
                }
            }
            if (now.isEmpty()) {
                return;
            }
            boolean local =
                    now.stream().allMatch(fired -> fired.rule().validity().local());
            if (!local || !together || moment(interval) - moment(first) > LONGEST) {
                settle();
                first = interval;
            }
            together = local;
            last = interval;
            turning.addAll(now);
        }

        /** Looks at what has turned since the last time. */
        void settle() {
            if (turning.isEmpty()) {
                return;
            }
            int here = bdd.given(domain, stage.space().clock().at(last));
            var shifts = new Comparison(bdd, ruling(first - 1), ruling(last), here).shifts();
            if (!shifts.isEmpty()) {
                var why = new LinkedHashSet<String>();
                turning.forEach(fired -> why.addAll(reasons.of(fired.rule(), moment(last))));
                moments.add(new Moment(
                        Instant.ofEpochMilli(moment(first)),
                        Instant.ofEpochMilli(moment(last)),
                        List.copyOf(why),
                        shifts.stream().map(this::change).toList()));
            }
            turning.clear();
        }

        private long moment(int interval) {
            return stage.space().clock().moment(interval);
        }

        private Ruling ruling(int interval) {
            return stage.ruling().given(stage.space().clock().at(interval));
        }

        private Change change(Shift shift) {
            int certain = stage.certain(shift.on());
            int then = stage.space().clock().at(shift.kind() == Kind.LOST ? first - 1 : last);
            var call = stage.examples().of(bdd.and(certain == Bdd.FALSE ? shift.on() : certain, then));
            return reporter.change(shift, certain != Bdd.FALSE, call == null ? List.of() : heard(call));
        }

        private List<Heard> heard(Example call) {
            var before = call.at(Instant.ofEpochMilli(moment(first) - 1));
            return List.of(stage.hear(before), stage.hear(call.at(Instant.ofEpochMilli(moment(last)))));
        }
    }
}
