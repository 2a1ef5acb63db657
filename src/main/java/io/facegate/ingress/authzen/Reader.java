package io.facegate.ingress.authzen;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Operation;
import io.facegate.gate.Hearing.Inquiry;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one evaluation: who, what and of whom; keys that it does not know are no concern of its. */
final class Reader {
    private static final String REKOGNITION = "rekognition";
    private static final int NAME = 256;

    private final Set<String> providers;

    Reader(Set<String> providers) {
        this.providers = Set.copyOf(providers);
    }

    Inquiry read(Map<String, @Nullable Object> evaluation) throws Malformed {
        var subject = object(evaluation, "subject");
        var action = object(evaluation, "action");
        var resource = object(evaluation, "resource");
        optional(evaluation, "context");
        kind(subject, "subject", "organisation");
        kind(resource, "resource", "face_api");
        optional(resource, "properties");
        var provider = text(resource, "resource", "id");
        if (!providers.contains(provider)) {
            throw new Malformed("resource.id names no provider that policies know.");
        }
        var purpose = optional(subject, "properties").get("purpose");
        if (purpose != null && !(purpose instanceof String)) {
            throw new Malformed("subject.properties.purpose must be a string.");
        }
        return new Inquiry(
                text(subject, "subject", "id"),
                (String) purpose,
                call(provider, text(action, "action", "name"), action));
    }

    private static FaceCall call(String provider, String name, Map<String, @Nullable Object> action) throws Malformed {
        var properties = optional(action, "properties");
        var stated = capabilities(properties);
        var operation = provider.equals(REKOGNITION) ? Operation.ofRekognition(name) : null;
        if (stated.isEmpty() && operation != null && (operation.decidedBy() != null || hasIfSeveral(operation))) {
            throw new Malformed("What " + name + " does hangs on its content:"
                    + " name its capabilities in action.properties.capabilities.");
        }
        if (operation != null) {
            stated.addAll(operation.capabilities());
        }
        var facts = new Facts(stated, Set.of(), null, null, references(properties), threshold(properties));
        var doubt = operation == null && stated.isEmpty() ? Doubt.UNKNOWN_OPERATION : null;
        return new FaceCall(provider, name, facts, new Ask.Particular("It is asked about, not made."), Map.of(), doubt);
    }

    private static boolean hasIfSeveral(Operation operation) {
        return !operation.ifSeveral().isEmpty();
    }

    private static EnumSet<Capability> capabilities(Map<String, @Nullable Object> properties) throws Malformed {
        var found = EnumSet.noneOf(Capability.class);
        for (var word : words(properties, "capabilities")) {
            var capability = Capability.of(word);
            if (capability == null) {
                throw new Malformed("action.properties.capabilities holds a word that is no capability.");
            }
            found.add(capability);
        }
        return found;
    }

    private static EnumSet<Reference> references(Map<String, @Nullable Object> properties) throws Malformed {
        var found = EnumSet.noneOf(Reference.class);
        for (var word : words(properties, "references")) {
            found.add(reference(word));
        }
        return found;
    }

    private static Reference reference(String word) throws Malformed {
        for (var each : Reference.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw new Malformed("action.properties.references holds a word that is no kind of reference.");
    }

    private static @Nullable Double threshold(Map<String, @Nullable Object> properties) throws Malformed {
        var value = properties.get("threshold");
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        throw new Malformed("action.properties.threshold must be a number from 0 to 1.");
    }

    private static List<String> words(Map<String, @Nullable Object> properties, String key) throws Malformed {
        var value = properties.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new Malformed("action.properties." + key + " must be an array of strings.");
    }

    private static void kind(Map<String, @Nullable Object> entity, String name, String known) throws Malformed {
        if (!text(entity, name, "type").equals(known)) {
            throw new Malformed(name + ".type must be " + known + '.');
        }
    }

    private static String text(Map<String, @Nullable Object> entity, String name, String key) throws Malformed {
        if (entity.get(key) instanceof String text && !text.isEmpty() && text.length() <= NAME) {
            return text;
        }
        throw new Malformed(name + '.' + key + " must be a string of 1 to " + NAME + " characters.");
    }

    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> from, String key)
            throws Malformed {
        if (from.get(key) == null) {
            throw new Malformed(key + " is missing.");
        }
        return optional(from, key);
    }

    /** An object, empty where there is none. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> optional(Map<String, @Nullable Object> from, String key) throws Malformed {
        var value = from.get(key);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new Malformed(key + " must be an object.");
    }
}
