package io.facegate.policy.proof.model;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.identity.Context;
import io.facegate.policy.condition.Variable;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.Axis;
import io.facegate.policy.proof.space.Projection;
import io.facegate.policy.proof.space.Space;
import io.facegate.policy.trial.Party;
import io.facegate.policy.trial.Question;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes calls of sets of requests. */
public final class Examples {
    private static final Set<Attribute> TOLD = Set.of(
            Attribute.JURISDICTION,
            Attribute.ESTABLISHED_IN,
            Attribute.ON_BEHALF_OF,
            Attribute.EVIDENCE,
            Attribute.REFERENCE);

    private final Space space;
    private final Bdd bdd;
    private final Chains chains;
    private final Plainest plainest;
    private final long now;

    /**
     * @param model in which the principals of a call are permitted
     * @param now the time that calls are made at, where they may be
     */
    Examples(Space space, Model model, Instant now) {
        this.space = space;
        this.bdd = space.bdd();
        this.chains = new Chains(space, model);
        this.plainest = new Plainest(space);
        this.now = now.toEpochMilli();
    }

    /** A request, and for whom it is made. */
    private record Picked(BitSet request, List<Party> principals) {}

    /** A call with one of these requests in which nothing else is refused; null where none can be made. */
    public @Nullable Example of(int region) {
        var picked = pick(region);
        return picked == null ? null : make(picked.request, picked.principals);
    }

    /**
     * Two calls that differ in some variables only: one as {@link #of}, and one of the others; none where none can be made.
     */
    public List<Example> pair(int region, int others, int variables) {
        var picked = pick(region);
        var one = picked == null ? null : make(picked.request, picked.principals);
        if (picked == null || one == null) {
            return List.of();
        }
        int same = Bdd.TRUE;
        for (var axis : List.copyOf(space.axes()).reversed()) {
            same = bdd.and(bdd.some(axis.exactly(axis.values(picked.request)), variables), same);
        }
        int rest = bdd.and(others, same);
        var request = rest == Bdd.FALSE ? null : plainest.of(rest);
        var other = request == null ? null : make(request, still(request, picked.principals));
        return other == null ? List.of(one) : List.of(one, other);
    }

    private List<Party> still(BitSet request, List<Party> principals) {
        boolean forNobody = space.axis(Attribute.ON_BEHALF_OF.word()) != null
                && words(Attribute.ON_BEHALF_OF, request).isEmpty();
        return forNobody ? List.of() : principals;
    }

    private @Nullable Picked pick(int region) {
        int alone = chains.alone(region);
        if (alone != Bdd.FALSE) {
            return new Picked(plainest.of(timely(alone)), List.of());
        }
        for (var accompanied : chains.accompanied(region)) {
            var request = plainest.of(timely(accompanied.requests()));
            var partner = chains.partner(accompanied, request);
            if (partner != null) {
                var type = space.axis(Attribute.ORGANISATION.word());
                var word = type == null
                        ? accompanied.types().iterator().next()
                        : Chains.word(type.atoms().get(type.values(partner).nextSetBit(0)), accompanied.types());
                return new Picked(request, List.of(party(partner, word)));
            }
        }
        return null;
    }

    /** A call with one of these requests, whatever becomes of its other parts. */
    public @Nullable Example any(int region) {
        int alone = chains.alone(region);
        var request = plainest.of(timely(alone == Bdd.FALSE ? region : alone));
        var principals = new ArrayList<Party>();
        words(Attribute.ON_BEHALF_OF, request).forEach(type -> principals.add(new Party(type, "somebody", List.of())));
        if (alone == Bdd.FALSE && principals.isEmpty()) {
            principals.add(new Party(Words.ORGANISATIONS.words().getLast(), "somebody", List.of()));
        }
        return make(request, principals);
    }

    /** Only the requests that are nearest to now: then, else later, else earlier. */
    private int timely(int region) {
        var clock = space.clock();
        var times = new Projection(space).atoms(region, clock.axis());
        int current = clock.interval(now);
        int next = times.nextSetBit(current);
        return bdd.and(region, clock.at(next >= 0 ? next : times.previousSetBit(current)));
    }

    private Example make(BitSet request, List<Party> principals) {
        int interval = space.clock().axis().values(request).nextSetBit(0);
        boolean current = interval == space.clock().interval(now);
        var when = Instant.ofEpochMilli(current ? now : space.clock().moment(interval));
        var threshold = word(Attribute.THRESHOLD, request, null);
        var capability = Capability.of(String.valueOf(word(Attribute.CAPABILITY, request, "detect")));
        var question = new Question(
                party(request, word(Attribute.ORGANISATION, request, "unregistered")),
                principals,
                word(Attribute.PURPOSE, request, null),
                String.valueOf(word(Attribute.PROVIDER, request, "rekognition")),
                String.valueOf(word(Attribute.OPERATION, request, "Unnamed")),
                capability == null ? Set.of() : Set.of(capability),
                references(request),
                threshold == null ? null : Double.valueOf(threshold),
                context(request, when),
                when,
                when);
        return new Example(question, pictures(request), credential(request));
    }

    private Party party(BitSet request, @Nullable String type) {
        var places = words(Attribute.JURISDICTION, request);
        var home = words(Attribute.ESTABLISHED_IN, request);
        return new Party(
                type == null ? "unregistered" : type,
                String.valueOf(word(Attribute.ORGANISATION_ID, request, "somebody")),
                places,
                home);
    }

    private Context context(BitSet request, Instant when) {
        var facts = new HashMap<String, List<String>>();
        for (var attribute : Attribute.values()) {
            boolean attested = attribute.many() != Attribute.Many.ONE
                    && attribute != Attribute.THRESHOLD
                    && !TOLD.contains(attribute);
            var values = attested ? words(attribute, request) : List.<String>of();
            if (!values.isEmpty() && !(attribute == Attribute.ACTION && values.equals(List.of("use")))) {
                facts.put(
                        attribute == Attribute.USE_AGE ? "started" : attribute.word(),
                        values.stream()
                                .map(value -> fact(attribute, value, when))
                                .toList());
            }
        }
        return new Context(Set.copyOf(words(Attribute.EVIDENCE, request)), facts, null);
    }

    private static String fact(Attribute attribute, String value, Instant when) {
        return switch (attribute.kind()) {
            case DURATION -> when.minusMillis((long) Double.parseDouble(value)).toString();
            case DATE -> Instant.ofEpochMilli((long) Double.parseDouble(value)).toString();
            default -> value;
        };
    }

    private Set<Reference> references(BitSet request) {
        return words(Attribute.REFERENCE, request).stream()
                .map(word -> java.util.Objects.requireNonNull(Words.REFERENCES.find(word)))
                .collect(Collectors.toSet());
    }

    private String credential(BitSet request) {
        var axis = space.axis(Variable.CREDENTIAL.word());
        return axis == null ? "sigv4" : values(axis, request).getFirst();
    }

    private FaceCall.Pictures pictures(BitSet request) {
        double count = number(Variable.PICTURE_COUNT, request, 0);
        double bytes = number(Variable.LARGEST_PICTURE_BYTES, request, 1);
        double pixels = number(Variable.LARGEST_PICTURE_PIXELS, request, 1);
        return new FaceCall.Pictures((int) count, count == 0 ? 0 : (long) bytes, count == 0 ? 0 : (long) pixels);
    }

    private double number(Variable variable, BitSet request, double otherwise) {
        var axis = space.axis(variable.word());
        var values = axis == null ? List.<String>of() : values(axis, request);
        return values.isEmpty() ? otherwise : Double.parseDouble(values.getFirst());
    }

    private @Nullable String word(Attribute attribute, BitSet request, @Nullable String otherwise) {
        var axis = space.axis(attribute.word());
        if (axis == null) {
            return otherwise;
        }
        var values = values(axis, request);
        return values.isEmpty() ? (attribute == Attribute.ORGANISATION ? otherwise : null) : values.getFirst();
    }

    private List<String> words(Attribute attribute, BitSet request) {
        var axis = space.axis(attribute.word());
        return axis == null ? List.of() : values(axis, request);
    }

    private static List<String> values(Axis axis, BitSet request) {
        return axis.values(request).stream()
                .mapToObj(at -> axis.atoms().get(at).values().getFirst())
                .toList();
    }
}
