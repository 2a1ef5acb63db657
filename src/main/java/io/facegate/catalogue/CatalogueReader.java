package io.facegate.catalogue;

import io.facegate.call.Capability;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.SimilarityScale;
import io.facegate.catalogue.ApiCatalogue.LeftOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loader of a vendor's catalogue; anything that it does not understand is an error. */
final class CatalogueReader {
    private static final Map<String, TrailFormat> TRAILS = new ConcurrentHashMap<>();

    private CatalogueReader() {}

    /** Reads the catalogue of a vendor, its APIs by their policy words. */
    static Map<String, ApiCatalogue> read(String vendor) {
        return parse("catalogue of " + vendor, content(vendor));
    }

    /** Reads how the trail of a vendor is read. */
    static TrailFormat trail(String vendor) {
        return TRAILS.computeIfAbsent(vendor, CatalogueReader::readTrail);
    }

    private static TrailFormat readTrail(String vendor) {
        var name = "catalogue of " + vendor;
        var format = TrailFormatReader.read(new MappingReader(name, CatalogueYaml.parse(name, content(vendor))));
        if (format == null) {
            throw new CatalogueException(name + ": the key trail is missing");
        }
        return format;
    }

    private static String content(String vendor) {
        var path = "/io/facegate/vendor/" + vendor + "/catalogue.yaml";
        try (var file = CatalogueReader.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new CatalogueException(path + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Map<String, ApiCatalogue> parse(String name, String content) {
        var top = new MappingReader(name, CatalogueYaml.parse(name, content));
        var apis = top.mappingOrNull("apis");
        if (apis == null) {
            throw top.error("apis", "is missing");
        }
        TrailFormatReader.read(top);
        top.end();
        return apis.each(CatalogueReader::api);
    }

    private static ApiCatalogue api(String word, MappingReader api) {
        var title = api.text("title");
        var shapes = new ReplyShapes(
                api.mapping("reply_shapes").each((shape, fields) -> fields.each((field, part) -> part(part))));
        var operations =
                api.mapping("operations").each((operation, entry) -> OperationReader.read(operation, entry, shapes));
        if (operations.isEmpty()) {
            throw api.error("operations", "is missing");
        }
        checkOperations(api, operations);
        var fields = ReplyFieldsReader.read(api);
        var scales = scales(word, api);
        var read = new ApiCatalogue(
                title,
                operations,
                new ParameterValues(words(api), patterns(api, operations)),
                fields,
                shapes,
                OperationEffectReader.resources(api),
                similarityMaximum(api, scales, isScored(fields, shapes, operations)),
                scales,
                clientRepeats(api),
                leftOut(api));
        checkParts(api, shapes);
        OperationEffectReader.check(api, read);
        checkScales(api, read);
        return read;
    }

    private static void checkOperations(MappingReader api, Map<String, VendorOperation> operations) {
        operations.values().forEach(operation -> checkFetched(api, operation, operations));
        checkRoutes(api, operations);
        checkAnswers(api, operations);
    }

    private static boolean isScored(ReplyFields fields, ReplyShapes shapes, Map<String, VendorOperation> operations) {
        return fields.similarity() != null
                || shapes.hasScores()
                || operations.values().stream().anyMatch(operation -> operation.similarity() != null);
    }

    /** Two operations with one method and path could not be told apart. */
    private static void checkRoutes(MappingReader api, Map<String, VendorOperation> operations) {
        var taken = new HashMap<String, String>();
        operations.values().stream().filter(one -> one.route() != null).forEach(one -> {
            var route = Objects.requireNonNull(one.route());
            var path = new StringBuilder(route.method()).append(' ');
            for (var segment : route.path()) {
                path.append('/').append(RestOperation.open(segment) ? "{}" + RestOperation.verb(segment) : segment);
            }
            var other = taken.put(path.toString(), one.name());
            if (other != null) {
                throw api.error("operations", "has one method and path for " + other + " and " + one.name());
            }
        });
    }

    /** A call of another wire is answered by one operation. */
    private static void checkAnswers(MappingReader api, Map<String, VendorOperation> operations) {
        var left = Stream.of(Objects.requireNonNull(NormalizedRequest.class.getPermittedSubclasses()))
                .filter(Class::isRecord)
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        operations
                .values()
                .forEach(one -> one.classification().answers().forEach(name -> {
                    if (!left.remove(name)) {
                        throw api.error(
                                "operations", "has " + one.name() + " whose answers has an unknown or second " + name);
                    }
                }));
    }

    private static void checkFetched(
            MappingReader api, VendorOperation operation, Map<String, VendorOperation> operations) {
        var fetched = operation.enforcement().fetched();
        if (fetched != null && !operations.containsKey(fetched)) {
            throw api.error("operations", "has " + operation.name() + " whose results_by is no operation: " + fetched);
        }
    }

    private static ReplyShapes.Part part(MappingReader part) {
        var reveals = part.textOrNull("reveals");
        var role = part.textOrNull("role");
        return new ReplyShapes.Part(
                part.textOrNull("shape"),
                role == null ? ReplyShapes.Role.PLAIN : part.constant("role", role, ReplyShapes.Role.class),
                reveals == null ? null : part.capability("reveals", reveals));
    }

    private static void checkParts(MappingReader api, ReplyShapes shapes) {
        shapes.byName()
                .forEach((name, fields) -> fields.forEach((field, part) -> {
                    var shape = part.shape();
                    if (shape != null
                            && !shape.equals(ReplyShapes.ANY)
                            && shapes.fieldsOf(shape).isEmpty()) {
                        throw api.error("reply_shapes", "has " + name + '.' + field + " of an unknown shape: " + shape);
                    }
                }));
    }

    private static Map<String, Map<String, Set<Capability>>> words(MappingReader api) {
        var words = new LinkedHashMap<>(api.mapping("parameter_words").each((parameter, known) -> {
            var all = new LinkedHashMap<String, Set<Capability>>();
            known.names().forEach(word -> all.put(word, known.capabilities(word)));
            return Collections.unmodifiableMap(all);
        }));
        var same = api.mapping("same_words");
        for (var parameter : same.names()) {
            var model = words.get(same.text(parameter));
            if (model == null || words.put(parameter, model) != null) {
                throw same.error(parameter, "must name a parameter of parameter_words that it is not itself");
            }
        }
        return Collections.unmodifiableMap(words);
    }

    private static Map<String, Pattern> patterns(MappingReader api, Map<String, VendorOperation> operations) {
        var all = new LinkedHashMap<String, Pattern>();
        var patterns = api.mapping("parameter_patterns");
        for (var parameter : patterns.names()) {
            if (operations.values().stream().noneMatch(operation -> operation.takes(parameter))) {
                throw patterns.error(parameter, "is no parameter of an operation");
            }
            try {
                all.put(parameter, Pattern.compile(patterns.text(parameter)));
            } catch (PatternSyntaxException broken) {
                throw patterns.error(parameter, "is no pattern");
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private static List<SimilarityScale> scales(String word, MappingReader api) {
        return List.copyOf(api.mapping("similarity_scales")
                .each((group, scale) -> scale(word, group, scale))
                .values());
    }

    /** Where it is not written, it is that of the scales. A wrong one would let every similarity reach a minimum. */
    private static double similarityMaximum(MappingReader api, List<SimilarityScale> scales, boolean scored) {
        var written = api.count("similarity_maximum");
        if (written.isEmpty() && scales.isEmpty() && scored) {
            throw api.error("similarity_maximum", "is missing, and no similarity_scales tell it");
        }
        return written.isPresent() || scales.isEmpty()
                ? written.orElse(1)
                : scales.getFirst().maxScore();
    }

    private static SimilarityScale scale(String word, String group, MappingReader scale) {
        if (!group.startsWith(word + '/')) {
            throw scale.error(group, "must begin with the word of its API: " + word + '/');
        }
        double most = scale.numberOrNone("max").orElse(0);
        var usual = scale.numberOrNone("default");
        if (most <= 0 || usual.orElse(0) > most) {
            throw scale.error("max", "must be greater than 0, and not less than the default");
        }
        return new SimilarityScale(word, group, most, usual, scale.flag("comparisons_only"));
    }

    /** Obligations and the neutral API must convert alike. */
    private static void checkScales(MappingReader api, ApiCatalogue read) {
        for (var scale : read.scales()) {
            if (scale.maxScore() != read.similarityMaximum()) {
                throw api.error("similarity_scales", "has a max other than similarity_maximum: " + scale.group());
            }
        }
    }

    private static ClientRetryBehaviour clientRepeats(MappingReader api) {
        var word = api.textOrNull("clients_repeat");
        if (word == null) {
            return ClientRetryBehaviour.NOTHING;
        }
        var repeats = api.constant("clients_repeat", word, ClientRetryBehaviour.class);
        if (repeats == ClientRetryBehaviour.NOTHING) {
            throw api.error("clients_repeat", "must be left out where it is nothing");
        }
        return repeats;
    }

    private static List<LeftOut> leftOut(MappingReader api) {
        var all = new ArrayList<LeftOut>();
        var reasons = api.mapping("left_out");
        for (var name : reasons.names()) {
            all.add(new LeftOut(name, reasons.text(name)));
        }
        return List.copyOf(all);
    }

    /** Returns the shape, which must be known, or null. */
    static @Nullable String knownShape(MappingReader entry, @Nullable String shape, ReplyShapes shapes) {
        if (shape != null && shapes.fieldsOf(shape).isEmpty()) {
            throw entry.error("reply", "is no shape: " + shape);
        }
        return shape;
    }
}
