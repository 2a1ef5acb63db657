package io.facegate.policy.proof.model;

import io.facegate.policy.Policies;
import io.facegate.policy.language.Book;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.model.Model.Reading;
import io.facegate.policy.proof.space.Free;
import io.facegate.policy.proof.space.Space;
import io.facegate.policy.proof.space.Space.Values;
import java.time.Instant;
import java.util.List;

/** A space with the policies of one book in it, and the engine that judges real calls by them. */
public final class Stage {
    private final Space space;
    private final Model model;
    private final Policies policies;
    private final Examples examples;
    private final Chains chains;

    public Stage(Space space, Model model, Instant now) {
        this(space, model, now, Policies.of(model.book()));
    }

    /** @param policies that judge the calls that are shown */
    public Stage(Space space, Model model, Instant now, Policies policies) {
        this.space = space;
        this.model = model;
        this.policies = policies;
        this.examples = new Examples(space, model, now);
        this.chains = new Chains(space, model);
    }

    /** A book alone, with its own invariants. */
    public static Stage of(Book book, Values values, Reading reading, Limits limits) {
        var space = new Space(new Space.Asked(List.of(book), book.invariants()), values, limits.nodes());
        return new Stage(space, new Model(space, book, reading), limits.now());
    }

    /** Some rules of a book, strictly read, before the engine that judges by all of them. */
    public static Stage of(Book some, Book judged, Values values, Limits limits) {
        var space = new Space(new Space.Asked(List.of(some), some.invariants()), values, limits.nodes());
        return new Stage(space, new Model(space, some, Reading.STRICT), limits.now(), Policies.of(judged));
    }

    public Space space() {
        return space;
    }

    public Bdd bdd() {
        return space.bdd();
    }

    Model model() {
        return model;
    }

    /** The policies in it. */
    public Ruling ruling() {
        return model.ruling();
    }

    public Conditions conditions() {
        return model.conditions();
    }

    public Examples examples() {
        return examples;
    }

    public Chains chains() {
        return chains;
    }

    /** What the engine decides of a call. */
    public Heard hear(Example call) {
        return new Heard(call, call.ask(policies));
    }

    /** What cannot be read of conditions that some requests hang on. */
    public List<Free> free(int requests) {
        var support = bdd().support(requests);
        return space.free().values().stream()
                .filter(one -> support.intersects(bdd().support(one.cube())))
                .toList();
    }

    /** Those of the requests that are among them whatever cannot be read turns out to be. */
    public int certain(int requests) {
        int certain = requests;
        for (var one : free(requests)) {
            int missed = bdd().but(one.domain(), certain);
            certain = bdd().but(certain, bdd().some(missed, one.cube()));
        }
        return certain;
    }
}
