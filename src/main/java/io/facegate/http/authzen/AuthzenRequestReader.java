package io.facegate.http.authzen;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.gateway.EvaluationService.Inquiry;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser of one AuthZEN evaluation: subject, action and resource. Ignores unknown keys. */
final class AuthzenRequestReader {
    private static final int NAME = 256;

    private final Set<String> providers;

    AuthzenRequestReader(Set<String> providers) {
        this.providers = Set.copyOf(providers);
    }

    Inquiry read(Map<String, @Nullable Object> evaluation) throws MalformedQuestionException {
        var subject = object(evaluation, "subject");
        var action = object(evaluation, "action");
        var resource = object(evaluation, "resource");
        optional(evaluation, "context");
        kind(subject, "subject", "organisation");
        kind(resource, "resource", "face_api");
        optional(resource, "properties");
        var provider = text(resource, "resource", "id");
        if (!providers.contains(provider)) {
            throw new MalformedQuestionException("resource.id is not a provider that policies know.");
        }
        var purpose = optional(subject, "properties").get("purpose");
        if (purpose != null && !(purpose instanceof String)) {
            throw new MalformedQuestionException("subject.properties.purpose must be a string.");
        }
        return new Inquiry(
                text(subject, "subject", "id"),
                (String) purpose,
                call(provider, text(action, "action", "name"), action));
    }

    private static FaceCall call(String provider, String name, Map<String, @Nullable Object> action)
            throws MalformedQuestionException {
        var properties = optional(action, "properties");
        var stated = capabilities(properties);
        var operation = find(provider, name);
        if (stated.isEmpty() && operation != null && operation.dependsOnContent()) {
            throw new MalformedQuestionException("What " + name + " does depends on its content. Name its"
                    + " capabilities in action.properties.capabilities.");
        }
        if (operation != null) {
            stated.addAll(operation.capabilities());
        }
        var facts = Facts.of(stated).referringTo(references(properties)).withThreshold(threshold(properties));
        var doubt = operation == null && stated.isEmpty() ? PreconditionFailure.UNKNOWN_OPERATION : null;
        return new FaceCall(
                provider,
                name,
                facts,
                new NormalizedRequest.VendorSpecific("It is a question, not a call."),
                Map.of(),
                doubt);
    }

    /** Returns null if no catalogue has the operation. */
    private static @Nullable VendorOperation find(String provider, String name) {
        var api = VendorApi.fromWord(provider);
        return api == null ? null : api.operation(name);
    }

    private static EnumSet<Capability> capabilities(Map<String, @Nullable Object> properties)
            throws MalformedQuestionException {
        var found = EnumSet.noneOf(Capability.class);
        for (var word : words(properties, "capabilities")) {
            var capability = Capability.fromCode(word);
            if (capability == null) {
                throw new MalformedQuestionException(
                        "action.properties.capabilities has a word that is not a capability.");
            }
            found.add(capability);
        }
        return found;
    }

    private static EnumSet<Reference> references(Map<String, @Nullable Object> properties)
            throws MalformedQuestionException {
        var found = EnumSet.noneOf(Reference.class);
        for (var word : words(properties, "references")) {
            found.add(reference(word));
        }
        return found;
    }

    private static Reference reference(String word) throws MalformedQuestionException {
        for (var each : Reference.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw new MalformedQuestionException(
                "action.properties.references has a word that is not a kind of reference.");
    }

    private static @Nullable Double threshold(Map<String, @Nullable Object> properties)
            throws MalformedQuestionException {
        var value = properties.get("threshold");
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        throw new MalformedQuestionException("action.properties.threshold must be a number from 0 to 1.");
    }

    private static List<String> words(Map<String, @Nullable Object> properties, String key)
            throws MalformedQuestionException {
        var value = properties.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new MalformedQuestionException("action.properties." + key + " must be an array of strings.");
    }

    private static void kind(Map<String, @Nullable Object> entity, String name, String known)
            throws MalformedQuestionException {
        if (!text(entity, name, "type").equals(known)) {
            throw new MalformedQuestionException(name + ".type must be " + known + '.');
        }
    }

    private static String text(Map<String, @Nullable Object> entity, String name, String key)
            throws MalformedQuestionException {
        if (entity.get(key) instanceof String text && !text.isEmpty() && text.length() <= NAME) {
            return text;
        }
        throw new MalformedQuestionException(name + '.' + key + " must be a string of 1 to " + NAME + " characters.");
    }

    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> from, String key)
            throws MalformedQuestionException {
        if (from.get(key) == null) {
            throw new MalformedQuestionException(key + " is missing.");
        }
        return optional(from, key);
    }

    /** Returns the object under a key, or an empty one when it is absent. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> optional(Map<String, @Nullable Object> from, String key)
            throws MalformedQuestionException {
        var value = from.get(key);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new MalformedQuestionException(key + " must be an object.");
    }
}
