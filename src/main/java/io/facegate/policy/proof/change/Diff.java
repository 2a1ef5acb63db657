package io.facegate.policy.proof.change;

import io.facegate.policy.language.Book;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.change.Shift.Kind;
import io.facegate.policy.proof.model.Fired;
import io.facegate.policy.proof.model.Heard;
import io.facegate.policy.proof.model.Limits;
import io.facegate.policy.proof.model.Model;
import io.facegate.policy.proof.model.Model.Reading;
import io.facegate.policy.proof.model.Stage;
import io.facegate.policy.proof.space.Space;
import io.facegate.policy.proof.space.Space.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What changes from one set of policies to another.
 *
 * @param changes calls with one value of each attribute that are decided otherwise
 * @param unsure rules that may decide calls with several values of one attribute otherwise, where nothing else changes
 */
public record Diff(List<Change> changes, List<String> unsure) {
    private static final int BOXES = 200;

    public Diff {
        changes = List.copyOf(changes);
        unsure = List.copyOf(unsure);
    }

    /** True where every call is decided as before. */
    public boolean isNothing() {
        return changes.isEmpty() && unsure.isEmpty();
    }

    public static Diff of(Book before, Book after, Limits limits) {
        var asked = new Space.Asked(List.of(before, after), List.of());
        var space = new Space(asked, Values.ONE, limits.nodes());
        var was = new Stage(space, new Model(space, before, Reading.STRICT), limits.now());
        var is = new Stage(space, new Model(space, after, Reading.STRICT), limits.now());
        int domain = is.conditions().domain(axis -> 1);
        var reporter = new Reporter(space, domain, BOXES);
        var changes = new Comparison(space.bdd(), was.ruling(), is.ruling(), domain)
                .shifts().stream()
                        .map(shift -> change(shift, was, is, reporter))
                        .toList();
        return new Diff(changes, changes.isEmpty() ? unsure(asked, limits) : List.of());
    }

    private static Change change(Shift shift, Stage was, Stage is, Reporter reporter) {
        int certain = is.certain(shift.on());
        var permitting = shift.kind() == Kind.GAINED ? is : was;
        var call = permitting.examples().of(certain == Bdd.FALSE ? shift.on() : certain);
        var shown = call == null ? List.<Heard>of() : List.of(was.hear(call), is.hear(call));
        return reporter.change(shift, certain != Bdd.FALSE, shown);
    }

    /** The rules that fire on other sets of values than before. */
    private static List<String> unsure(Space.Asked asked, Limits limits) {
        var space = new Space(asked, Values.ANY, limits.nodes());
        var was = firing(new Model(space, asked.books().getFirst(), Reading.STRICT));
        var is = firing(new Model(space, asked.books().getLast(), Reading.STRICT));
        var rules = new TreeSet<String>();
        Stream.of(was.entrySet(), is.entrySet()).flatMap(java.util.Set::stream).forEach(one -> {
            if (!was.containsKey(one.getKey()) || !is.containsKey(one.getKey())) {
                rules.addAll(one.getValue());
            }
        });
        return List.copyOf(rules);
    }

    private static Map<List<Object>, TreeSet<String>> firing(Model model) {
        var firing = new HashMap<List<Object>, TreeSet<String>>();
        var ruling = model.ruling();
        Stream.of(ruling.permits(), ruling.refusals(), ruling.obliges())
                .flatMap(List::stream)
                .filter(fired -> fired.on() != Bdd.FALSE)
                .forEach(fired -> firing.computeIfAbsent(key(fired), unseen -> new TreeSet<>())
                        .add(fired.rule().id()));
        return firing;
    }

    private static List<Object> key(Fired fired) {
        return List.of(fired.rule().effect(), fired.on(), fired.rule().obligations());
    }
}
