package io.facegate.policy.proof.model;

import io.facegate.policy.language.Book;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Mode;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.Bounds;
import io.facegate.policy.proof.space.Space;

/** The policies of one folder as sets of requests: on which each rule fires, and so which are permitted. */
public final class Model {
    /** How to read a rule that holds by the local time of places that are not known one by one. */
    public enum Reading {
        /** As long as it may hold, a refusal does; as long as it may not, a permit does not. */
        STRICT,
        /** The other way round. */
        LENIENT
    }

    private final Bdd bdd;
    private final Conditions conditions;
    private final Times times;
    private final Book book;
    private final Ruling ruling;
    private final Reading reading;

    public Model(Space space, Book book, Reading reading) {
        this.reading = reading;
        this.bdd = space.bdd();
        this.conditions = new Conditions(space);
        this.times = new Times(space);
        this.book = book;
        this.ruling = new Ruling(
                bdd,
                book.rules().stream().map(rule -> new Fired(rule, fires(rule))).toList());
    }

    private int fires(Rule rule) {
        int settled = rule.mode() == Mode.ENFORCE ? times.settled(rule, book.overrulings()) : Bdd.FALSE;
        if (settled == Bdd.FALSE) {
            return Bdd.FALSE;
        }
        var bounds = conditions.of(rule.match());
        if (rule.when() != null) {
            bounds = and(bounds, conditions.of(rule.when().formula()));
        }
        var time = times.of(rule);
        bounds = and(bounds, reading == Reading.STRICT ? time : time.turned());
        int on = rule.effect() == Effect.PERMIT
                ? bounds.surely()
                : bdd.but(bounds.perhaps(), conditions.any(rule.unless()).surely());
        return bdd.and(on, settled);
    }

    private Bounds and(Bounds one, Bounds other) {
        return new Bounds(bdd.and(one.surely(), other.surely()), bdd.and(one.perhaps(), other.perhaps()));
    }

    Book book() {
        return book;
    }

    Conditions conditions() {
        return conditions;
    }

    /** On which requests each rule fires. */
    public Ruling ruling() {
        return ruling;
    }
}
