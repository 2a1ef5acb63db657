package io.facegate.policy.proof.model;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Pictures;
import io.facegate.identity.AttestedContext;
import io.facegate.policy.condition.ConditionVariable;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.testing.TestParty;
import io.facegate.policy.testing.TestQuestion;
import io.facegate.policy.testing.TestQuestion.RequestedOperation;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordList;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds an example call from a request: one value for each atom. */
public final class ExampleCalls {
    /** Facts that the organisations of a chain have in common. */
    private static final Set<String> OF_THE_CALL = Stream.concat(
                    Stream.of(Attribute.USE_AGE), Attribute.COUNTED.stream())
            .map(Attribute::fact)
            .collect(Collectors.toUnmodifiableSet());

    private final RequestSpace space;
    private final long now;
    private final Function<List<String>, String> choice;

    /**
     * Uses the given time for calls where possible.
     *
     * @param choice chooses among the values of an atom
     */
    public ExampleCalls(RequestSpace space, Instant now, Function<List<String>, String> choice) {
        this.space = space;
        this.now = now.toEpochMilli();
        this.choice = choice;
    }

    /** A call from one request, made for these principals. */
    public ExampleCall build(BitSet request, List<TestParty> principals) {
        var clock = space.clock().axis();
        int interval = clock.values(request).nextSetBit(0);
        boolean current = interval == space.clock().interval(now);
        var when = current
                ? Instant.ofEpochMilli(now)
                : Instant.parse(choice.apply(clock.atoms().get(interval).values()));
        var threshold = word(Attribute.THRESHOLD, request, null);
        var capability = Capability.fromCode(String.valueOf(word(Attribute.CAPABILITY, request, "detect")));
        var question = new TestQuestion(
                caller(request, !principals.isEmpty()),
                principals,
                word(Attribute.PURPOSE, request, null),
                new RequestedOperation(
                        String.valueOf(word(Attribute.PROVIDER, request, "rekognition")),
                        String.valueOf(word(Attribute.OPERATION, request, "Unnamed")),
                        capability == null ? Set.of() : Set.of(capability),
                        references(request),
                        threshold == null ? null : Double.valueOf(threshold)),
                context(principals.isEmpty() ? facts(request, when) : began(request, when), request),
                when,
                when);
        return new ExampleCall(question, pictures(request), credential(request));
    }

    /** Attested facts belong to the call, or to each organisation if the call has a chain. */
    private TestParty caller(BitSet request, boolean chain) {
        return new TestParty(
                String.valueOf(word(Attribute.ORGANISATION, request, "unregistered")),
                id(request),
                words(Attribute.JURISDICTION, request),
                words(Attribute.ESTABLISHED_IN, request),
                chain ? standing(request) : Map.of());
    }

    /** A principal of the call; established where the call is made, if possible. */
    TestParty principal(BitSet request, String type) {
        var here = words(Attribute.JURISDICTION, request);
        var axis = space.axis(Attribute.ESTABLISHED_IN.word());
        var home = axis == null
                ? here
                : axis.values(request).stream()
                        .mapToObj(at -> axis.atoms().get(at).values())
                        .map(all ->
                                here.stream().filter(all::contains).findFirst().orElseGet(() -> choice.apply(all)))
                        .toList();
        return new TestParty(type, id(request), here, home, standing(request));
    }

    private String id(BitSet request) {
        return String.valueOf(word(Attribute.ORGANISATION_ID, request, "somebody"));
    }

    private Map<String, List<String>> standing(BitSet request) {
        var facts = new HashMap<>(facts(request, Instant.ofEpochMilli(now)));
        facts.keySet().removeAll(OF_THE_CALL);
        return facts;
    }

    private Map<String, List<String>> began(BitSet request, Instant when) {
        var facts = new HashMap<>(facts(request, when));
        facts.keySet().retainAll(OF_THE_CALL);
        return facts;
    }

    private Map<String, List<String>> facts(BitSet request, Instant when) {
        var facts = new HashMap<String, List<String>>();
        for (var attribute : Attribute.values()) {
            var values = attribute.isAttested() ? words(attribute, request) : List.<String>of();
            if (!values.isEmpty() && !(attribute == Attribute.ACTION && values.equals(List.of("use")))) {
                facts.put(
                        attribute.fact(),
                        values.stream()
                                .map(value -> fact(attribute, value, when))
                                .toList());
            }
        }
        return facts;
    }

    private AttestedContext context(Map<String, List<String>> facts, BitSet request) {
        return new AttestedContext(Set.copyOf(words(Attribute.EVIDENCE, request)), facts, null);
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
                .map(word -> Objects.requireNonNull(WordList.REFERENCES.find(word)))
                .collect(Collectors.toSet());
    }

    private String credential(BitSet request) {
        var axis = space.axis(ConditionVariable.CREDENTIAL.word());
        return axis == null ? "sigv4" : values(axis, request).getFirst();
    }

    private Pictures pictures(BitSet request) {
        double count = number(ConditionVariable.PICTURE_COUNT, request, 0);
        double bytes = number(ConditionVariable.LARGEST_PICTURE_BYTES, request, 1);
        double pixels = number(ConditionVariable.LARGEST_PICTURE_PIXELS, request, 1);
        return new Pictures((int) count, (long) bytes, (long) pixels);
    }

    private double number(ConditionVariable variable, BitSet request, double otherwise) {
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

    List<String> words(Attribute attribute, BitSet request) {
        var axis = space.axis(attribute.word());
        return axis == null ? List.of() : values(axis, request);
    }

    private List<String> values(AttributeAxis axis, BitSet request) {
        return axis.values(request).stream()
                .mapToObj(at -> choice.apply(axis.atoms().get(at).values()))
                .toList();
    }
}
