package io.facegate.ledger;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.RecordJsonWriter;
import io.facegate.policy.vocabulary.Attribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writer of the inputs that policy reads from a call, so that the decision can be replayed: enum words, places and
 * numbers.
 */
final class PolicyInputWriter {
    private static final int LISTED = 32;
    private static final int ATTESTED = 64;
    private static final int PLACES = 256;

    private PolicyInputWriter() {}

    /** Writes the capabilities that are decided on, in the order of the tree. */
    static void capabilities(RecordJsonWriter to, FaceCall call) {
        var ordered = EnumSet.noneOf(Capability.class);
        ordered.addAll(call.facts().effectiveCapabilities());
        to.words(
                RecordField.CAPABILITIES, ordered.stream().map(Capability::code).toList(), Capability.values().length);
    }

    /** Writes the types of evidence that the call rests on. */
    static void evidence(RecordJsonWriter to, Caller caller) {
        if (!caller.context().evidence().isEmpty()) {
            var types = new TreeSet<String>();
            caller.context().evidence().forEach(type -> types.add(Attribute.EVIDENCE.normalize(type)));
            to.words(RecordField.EVIDENCE, types, ATTESTED);
        }
    }

    /** Writes the facts that this evidence attests. */
    static void facts(RecordJsonWriter to, Map<String, List<String>> facts) {
        var words = new ArrayList<String>();
        new TreeMap<>(facts).forEach((name, values) -> {
            var attribute = Attribute.fromFact(name);
            if (attribute != null) {
                values.forEach(value -> words.add(name + '=' + attribute.normalize(value)));
            }
        });
        if (!words.isEmpty()) {
            to.words(RecordField.FACTS, words, ATTESTED);
        }
    }

    static void places(RecordJsonWriter to, Caller caller) {
        to.words(RecordField.JURISDICTIONS, caller.places(), PLACES);
    }

    static void principals(RecordJsonWriter to, Caller caller) {
        to.objects(RecordField.ON_BEHALF_OF, caller.principals(), LISTED, PolicyInputWriter::link);
    }

    static void organisation(RecordJsonWriter to, Caller caller) {
        to.open(RecordField.ORGANISATION);
        link(to, caller.organisation());
        to.endObject();
    }

    private static void link(RecordJsonWriter to, Organisation organisation) {
        facts(to, organisation.facts());
        to.word(RecordField.ID, organisation.id());
        to.words(RecordField.JURISDICTIONS, organisation.jurisdictions(), PLACES);
        to.word(RecordField.TYPE, organisation.type());
    }

    static void pictures(RecordJsonWriter to, FaceCall call) {
        var pictures = call.pictures();
        to.open(RecordField.PICTURES);
        var count = pictures.count();
        if (count.isPresent()) {
            to.number(RecordField.BYTES, pictures.bytes().orElse(0))
                    .number(RecordField.COUNT, count.getAsInt())
                    .number(RecordField.PIXELS, pictures.pixels().orElse(0));
        }
        to.endObject();
    }

    static void references(RecordJsonWriter to, FaceCall call) {
        Collection<FaceCall.Reference> ordered = EnumSet.noneOf(FaceCall.Reference.class);
        ordered.addAll(call.facts().references());
        to.words(
                RecordField.REFERENCES,
                ordered.stream()
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList(),
                LISTED);
    }

    /** Writes the requested similarity, as the shortest text that denotes exactly this number. */
    static void threshold(RecordJsonWriter to, FaceCall call) {
        if (call.facts().threshold() != null) {
            to.word(RecordField.THRESHOLD, Double.toString(call.facts().threshold()));
        }
    }
}
