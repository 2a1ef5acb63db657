package io.facegate.ledger;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.record.CanonicalWriter;
import io.facegate.ledger.record.Field;
import io.facegate.policy.vocabulary.Attribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes what policy reads of a call, so that the call can be judged again: closed words, places and numbers. */
final class Inputs {
    private static final int LISTED = 32;
    private static final int ATTESTED = 64;
    private static final int PLACES = 256;

    private Inputs() {}

    /** The capabilities that are judged, in the order of the tree. */
    static void capabilities(CanonicalWriter to, FaceCall call) {
        var ordered = EnumSet.noneOf(Capability.class);
        ordered.addAll(call.facts().judged());
        to.words(Field.CAPABILITIES, ordered.stream().map(Capability::code).toList(), Capability.values().length);
    }

    /** The types of what the call rests on. */
    static void evidence(CanonicalWriter to, Caller caller) {
        if (!caller.context().evidence().isEmpty()) {
            var types = new TreeSet<String>();
            caller.context().evidence().forEach(type -> types.add(Attribute.EVIDENCE.closed(type)));
            to.words(Field.EVIDENCE, types, ATTESTED);
        }
    }

    /** What that evidence attests. */
    static void facts(CanonicalWriter to, Map<String, List<String>> facts) {
        var words = new ArrayList<String>();
        new TreeMap<>(facts).forEach((name, values) -> {
            var attribute = Attribute.ofFact(name);
            if (attribute != null) {
                values.forEach(value -> words.add(name + '=' + attribute.closed(value)));
            }
        });
        if (!words.isEmpty()) {
            to.words(Field.FACTS, words, ATTESTED);
        }
    }

    static void places(CanonicalWriter to, Caller caller) {
        to.words(Field.JURISDICTIONS, caller.places(), PLACES);
    }

    static void principals(CanonicalWriter to, Caller caller) {
        to.objects(Field.ON_BEHALF_OF, caller.principals(), LISTED, Inputs::link);
    }

    static void organisation(CanonicalWriter to, Caller caller) {
        to.open(Field.ORGANISATION);
        link(to, caller.organisation());
        to.shut();
    }

    private static void link(CanonicalWriter to, Organisation organisation) {
        facts(to, organisation.facts());
        to.word(Field.ID, organisation.id());
        to.words(Field.JURISDICTIONS, organisation.jurisdictions(), PLACES);
        to.word(Field.TYPE, organisation.type());
    }

    static void pictures(CanonicalWriter to, FaceCall call) {
        var pictures = call.pictures();
        to.open(Field.PICTURES);
        if (!pictures.equals(FaceCall.Pictures.UNCOUNTED)) {
            to.number(Field.BYTES, pictures.bytes())
                    .number(Field.COUNT, pictures.count())
                    .number(Field.PIXELS, pictures.pixels());
        }
        to.shut();
    }

    static void references(CanonicalWriter to, FaceCall call) {
        Collection<FaceCall.Reference> ordered = EnumSet.noneOf(FaceCall.Reference.class);
        ordered.addAll(call.facts().references());
        to.words(
                Field.REFERENCES,
                ordered.stream()
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList(),
                LISTED);
    }

    /** Where pictures stand that the call names by URL. */
    static void hosts(CanonicalWriter to, List<String> hosts) {
        if (!hosts.isEmpty()) {
            to.words(Field.HOSTS, hosts, LISTED);
        }
    }

    /** The similarity asked for, as the shortest text that is this number and no other. */
    static void threshold(CanonicalWriter to, FaceCall call) {
        if (call.facts().threshold() != null) {
            to.word(Field.THRESHOLD, Double.toString(call.facts().threshold()));
        }
    }
}
