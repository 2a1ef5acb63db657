package io.facegate.policy.proof.model;

import io.facegate.policy.language.Book;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Mode;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.Bounds;
import io.facegate.policy.proof.space.Space;
import java.util.ArrayList;
import java.util.List;

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
    private final List<Fired> permits = new ArrayList<>();
    private final List<Fired> refusals = new ArrayList<>();
    private final List<Fired> obliges = new ArrayList<>();
    private int permitting = Bdd.FALSE;

    private final Reading reading;

    Model(Space space, Book book, Reading reading) {
        this.reading = reading;
        this.bdd = space.bdd();
        this.conditions = new Conditions(space);
        this.times = new Times(space);
        this.book = book;
        for (var rule : book.rules()) {
            var fired = new Fired(rule, fires(rule));
            switch (rule.effect()) {
                case PERMIT -> permits.add(fired);
                case REFUSE -> refusals.add(fired);
                case OBLIGE -> obliges.add(fired);
            }
        }
        for (var permit : permits) {
            permitting = bdd.or(permitting, permit.on());
        }
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

    public List<Fired> permits() {
        return permits;
    }

    public List<Fired> refusals() {
        return refusals;
    }

    public List<Fired> obliges() {
        return obliges;
    }

    /** The requests that some permit fires on. */
    public int permitting() {
        return permitting;
    }

    /** The requests among these that are permitted; kept small by taking away one refusal after the other. */
    public int permitted(int among) {
        int left = bdd.and(among, permitting);
        for (var refusal : refusals) {
            if (!bdd.apart(left, refusal.on())) {
                left = bdd.but(left, refusal.on());
            }
        }
        return left;
    }
}
