package io.facegate.catalogue;

import io.facegate.call.PreconditionFailure;
import io.facegate.catalogue.ObligationTargets.MaxResults;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.catalogue.VendorOperation.Classification;
import io.facegate.catalogue.VendorOperation.SimilarityParameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loader of one operation of a catalogue. */
final class OperationReader {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Of a path: text, or a placeholder that is closed, with a verb or without. */
    private static final Pattern SEGMENT = Pattern.compile("[^{}]*|\\{[^{}]+\\}[^{}]*");

    private final String name;
    private final MappingReader entry;

    private OperationReader(String name, MappingReader entry) {
        this.name = name;
        this.entry = entry;
    }

    static VendorOperation read(String name, MappingReader entry, ReplyShapes shapes) {
        return new OperationReader(name, entry).operation(shapes);
    }

    private VendorOperation operation(ReplyShapes shapes) {
        var classification = new Classification(
                entry.capabilities("capabilities"),
                entry.capabilitiesOrNone("if_several_faces"),
                entry.textOrNull("decided_by"),
                entry.words("answers"),
                List.copyOf(entry.words("also")));
        var parameters = entry.words("parameters");
        var operation = new VendorOperation(
                name,
                route(classification, parameters),
                classification,
                parameters,
                similarity(),
                enforcement(shapes),
                OperationEffectReader.read(entry));
        checkParameters(operation);
        return operation;
    }

    private @Nullable RestOperation route(Classification classification, Set<String> parameters) {
        var call = entry.textOrNull("call");
        if (call == null) {
            return null;
        }
        int space = call.indexOf(' ');
        var method = call.substring(0, Math.max(0, space));
        if (!METHODS.contains(method) || !isPath(call.substring(space + 1))) {
            throw entry.error("call", "must be a method and a path: " + call);
        }
        var bodies = new HashSet<Form>();
        for (var form : entry.words("body")) {
            bodies.add(entry.constant("body", form, Form.class));
        }
        if (bodies.isEmpty()) {
            throw entry.error("body", "is missing; write [none] where there is no body");
        }
        return new RestOperation(
                name,
                method,
                List.of(call.substring(space + 2).split("/", -1)),
                entry.words("versions"),
                classification.capabilities(),
                entry.words("query"),
                bodies,
                parameters,
                preconditionFailure());
    }

    private static boolean isPath(String path) {
        return path.startsWith("/")
                && Stream.of(path.split("/", -1))
                        .allMatch(segment -> SEGMENT.matcher(segment).matches());
    }

    private @Nullable PreconditionFailure preconditionFailure() {
        var code = entry.textOrNull("refused_as");
        return code == null ? null : entry.constant("refused_as", code, PreconditionFailure.class);
    }

    private @Nullable SimilarityParameter similarity() {
        var threshold = entry.mappingOrNull("threshold");
        if (threshold == null) {
            return null;
        }
        var read = new SimilarityParameter(threshold.text("parameter"), threshold.numberOrNone("default"));
        threshold.end();
        return read;
    }

    private ObligationTargets enforcement(ReplyShapes shapes) {
        var reply = CatalogueReader.knownShape(entry, entry.textOrNull("reply"), shapes);
        var fetched = entry.textOrNull("results_by");
        boolean elsewhere = entry.flag("results_elsewhere");
        if ((reply == null ? 0 : 1) + (fetched == null ? 0 : 1) + (elsewhere ? 1 : 0) > 1) {
            throw entry.error("reply", "excludes results_by and results_elsewhere");
        }
        return new ObligationTargets(
                reply, fetched, elsewhere, entry.textOrNull("attributes"), most(), entry.flag("keeps_pictures"));
    }

    private @Nullable MaxResults most() {
        var most = entry.mappingOrNull("max_results");
        if (most == null) {
            return null;
        }
        var read = new MaxResults(most.text("parameter"), most.count("limit"), most.count("default"));
        most.end();
        return read;
    }

    /** A parameter that a rule names must be one that the operation takes. */
    private void checkParameters(VendorOperation operation) {
        checkParameter("decided_by", operation, operation.decidedBy());
        checkParameter("threshold", operation, operation.threshold());
        checkParameter("max_results", operation, operation.enforcement().maxParameter());
        checkParameter("attributes", operation, operation.enforcement().attributes());
    }

    private void checkParameter(String key, VendorOperation operation, @Nullable String parameter) {
        if (parameter != null && !operation.takes(parameter)) {
            throw entry.error(key, "names a parameter that the operation does not take: " + parameter);
        }
    }
}
