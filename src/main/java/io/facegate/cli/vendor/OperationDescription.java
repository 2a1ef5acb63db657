package io.facegate.cli.vendor;

import io.facegate.call.Capability;
import io.facegate.catalogue.OperationEffect.CollectionUse;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.cli.CommandOutput;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.WordTitles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Description of an operation: as sentences for people, as fields for scripts. */
record OperationDescription(VendorApi api, VendorOperation operation) {
    private static final String SOLE_OWNER =
            "only for an organisation that has the vendor's account to itself: owners cannot be told apart";

    /** The codes of its capabilities, in one cell. */
    String capabilityCodes() {
        return operation.capabilities().isEmpty() ? "by parameters" : String.join(",", codes(operation.capabilities()));
    }

    /** The description for people, over several lines. */
    String text() {
        var lines = new ArrayList<String>();
        lines.add(operation.name() + ", " + api.catalogue().title() + " (" + api.word() + ")");
        does(lines);
        takes(lines);
        add(lines, "uses", uses());
        add(lines, "makes", makes());
        add(lines, "its resource", effect());
        add(lines, "its collection", collection());
        add(lines, "lists", lists());
        add(lines, "owner", operation.effect().soleOwnerOnly() ? SOLE_OWNER : null);
        add(lines, "pictures", operation.enforcement().keepsPictures() ? "the vendor keeps them" : null);
        add(lines, "answer", filtering());
        add(
                lines,
                "sent again",
                operation.effect().readOnly()
                        ? "yes, after a passing fault, unless the caller's client retries: it changes nothing"
                        : "only if nothing of it was sent: it may have changed something");
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String label, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            lines.add("  %-16s %s".formatted(label, text));
        }
    }

    private void does(List<String> lines) {
        if (operation.capabilities().isEmpty()) {
            add(lines, "does", "what its parameters ask for");
        }
        titles(lines, "does", operation.capabilities());
        titles(lines, "if several faces", operation.ifSeveral());
        words().forEach((parameter, words) -> words.forEach((word, adds) ->
                add(lines, "with " + parameter, word + (adds.isEmpty() ? "" : ": " + String.join(", ", codes(adds))))));
        var decides = operation.decidedBy();
        if (decides != null && !words().containsKey(decides)) {
            add(lines, "with " + decides, "its value can change what the operation does");
        }
        operation.classification().also().forEach(sentence -> add(lines, "also", sentence));
    }

    private static void titles(List<String> lines, String label, Set<Capability> capabilities) {
        var titles = WordTitles.forLanguage(Language.EN);
        for (var code : codes(capabilities)) {
            add(lines, label, titles.title(WordTitles.CAPABILITY, code) + " (" + code + ")");
        }
    }

    private void takes(List<String> lines) {
        var route = operation.route();
        if (route != null) {
            add(lines, "request", route.method() + " /" + String.join("/", route.path()));
            add(lines, "versions", sorted(route.versions()));
            add(lines, "query", sorted(route.query()));
        }
        add(lines, "parameters", sorted(operation.parameters()));
        limits(lines);
    }

    /** The parameters in which obligations set a minimum and a maximum. */
    private void limits(List<String> lines) {
        var similarity = operation.similarity();
        if (similarity != null) {
            var without = similarity.vendorDefault();
            add(
                    lines,
                    "similarity",
                    similarity.name()
                            + (without.isPresent() ? ", " + number(without.getAsDouble()) + " by default" : ""));
        }
        var most = operation.enforcement().most();
        if (most != null) {
            var limit = most.limit().isPresent() ? ", up to " + most.limit().getAsInt() : "";
            var without = most.vendorDefault().isPresent()
                    ? ", " + most.vendorDefault().getAsInt() + " by default"
                    : "";
            add(lines, "results", "at most " + most.name() + limit + without);
        }
    }

    /** The parameters that name resources of the caller's organisation, each with the kind of resource. */
    private Map<String, String> namedResources() {
        var named = new LinkedHashMap<String, String>();
        api.catalogue().resourcesOf(operation).forEach((field, resource) -> {
            if (!field.equals(operation.newNameParameter())) {
                named.put(field.startsWith("/") ? field.substring(1) : field, word(resource.kind()));
            }
        });
        return named;
    }

    private String uses() {
        return namedResources().entrySet().stream()
                .map(named -> named.getKey() + " (" + named.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private @Nullable String makes() {
        var makes = operation.effect().makes();
        if (makes == null) {
            return null;
        }
        var kind = word(makes.kind());
        return makes.anyNumber()
                ? kind + "s, as many as " + makes.field() + " names; they belong to the caller's organisation"
                : "a " + kind + ", named by " + makes.field() + "; it belongs to the caller's organisation";
    }

    private @Nullable String collection() {
        return switch (operation.effect().collection()) {
            case null -> null;
            case USED -> "must be the organisation's own; no parameter names it";
            case BEGUN -> "is begun for the organisation and the purpose, if there is none";
            case ERASED -> "is erased; its owner may do this for any purpose";
        };
    }

    private @Nullable String lists() {
        var lists = operation.effect().lists();
        return lists == null ? null : "each " + word(lists.kind()) + " of the caller's organisation";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private @Nullable String effect() {
        return switch (operation.effect().act()) {
            case USES -> null;
            case INHERITS -> "is the result of an earlier call; this call is judged like that one";
            case STOPS -> "is stopped or emptied; its owner may do this for any purpose";
            case FORGETS ->
                operation.effect().collection() == CollectionUse.ERASED
                        ? null
                        : "is erased; its owner may do this for any purpose";
        };
    }

    private String filtering() {
        var points = operation.enforcement();
        if (operation.capabilities().contains(Capability.MEDIA_READ)) {
            return "is a picture and cannot be filtered";
        }
        if (points.elsewhere()) {
            return "has no results; the vendor delivers them elsewhere, unfiltered";
        }
        return points.fetched() == null
                ? "can be filtered; a field that the catalogue does not name is dropped"
                : "has no results; they come with " + points.fetched() + ", which can be filtered";
    }

    /** The deciding values of the parameters that this operation takes. */
    private Map<String, Map<String, Set<Capability>>> words() {
        var words = new LinkedHashMap<>(api.catalogue().words().byParameter());
        words.keySet().removeIf(parameter -> !operation.takes(parameter));
        return words;
    }

    /** The description for scripts. */
    Map<String, @Nullable Object> fields() {
        var route = operation.route();
        var points = operation.enforcement();
        var similarity = operation.similarity();
        var fields = CommandOutput.fields(
                "provider", api.word(),
                "title", api.catalogue().title(),
                "operation", operation.name(),
                "capabilities", codes(operation.capabilities()),
                "if_several_faces", codes(operation.ifSeveral()),
                "decided_by", decisive(),
                "also", operation.classification().also(),
                "parameters", List.copyOf(new TreeSet<>(operation.parameters())));
        if (route != null) {
            fields.put("method", route.method());
            fields.put("path", "/" + String.join("/", route.path()));
            fields.put("versions", List.copyOf(new TreeSet<>(route.versions())));
            fields.put("query", List.copyOf(new TreeSet<>(route.query())));
        }
        fields.put("similarity", similarity == null ? null : similarity.name());
        fields.put("max_results", points.maxParameter());
        effects(fields);
        fields.put("keeps_pictures", points.keepsPictures());
        fields.put("results_by", points.fetched());
        fields.put("filtered", !points.elsewhere() && !operation.capabilities().contains(Capability.MEDIA_READ));
        fields.put("sent_again", operation.effect().readOnly());
        return fields;
    }

    private void effects(Map<String, @Nullable Object> fields) {
        var effect = operation.effect();
        fields.put("uses", namedResources());
        fields.put("makes", effect.makes() == null ? null : word(effect.makes().kind()));
        fields.put("effect", word(effect.act()));
        fields.put("collection", effect.collection() == null ? null : word(effect.collection()));
        fields.put("lists", effect.lists() == null ? null : word(effect.lists().kind()));
        fields.put("sole_owner_only", effect.soleOwnerOnly());
    }

    private Map<String, Map<String, List<String>>> decisive() {
        var all = new LinkedHashMap<String, Map<String, List<String>>>();
        words().forEach((parameter, words) -> {
            var adds = new LinkedHashMap<String, List<String>>();
            words.forEach((word, capabilities) -> adds.put(word, codes(capabilities)));
            all.put(parameter, adds);
        });
        var decides = operation.decidedBy();
        if (decides != null) {
            all.putIfAbsent(decides, Map.of());
        }
        return all;
    }

    private static List<String> codes(Collection<Capability> capabilities) {
        return capabilities.stream().sorted().map(Capability::code).toList();
    }

    private static String sorted(Collection<String> words) {
        return new TreeSet<>(words).stream().collect(Collectors.joining(", "));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
