package io.facegate.vendor.neutral.wire;

import io.facegate.call.PreconditionFailure;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import io.facegate.vendor.wire.StrictUri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Target of a request's path: an operation and the names in the path.
 *
 * @param names of the gallery, and of the face
 */
record NeutralTarget(NeutralEndpoint endpoint, List<String> names) {
    /** The syntax of gallery and face names, as the end of an error message. */
    static final String NAMED = " must have 1 to 255 letters, digits, dots, hyphens and underscores.";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-]{1,255}");
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");
    private static final List<String> PREFIX = List.of("facegate", "v1");

    /**
     * Parses the target of a request.
     *
     * @throws BadRequestException when the path or method has no operation
     */
    static NeutralTarget parse(HttpCall arrival) throws BadRequestException {
        var parts = below(List.of(arrival.head().path().substring(1).split("/", -1)));
        var there = Arrays.stream(NeutralEndpoint.values())
                .filter(endpoint -> isPathOf(endpoint, parts))
                .toList();
        var beside = methodsBesideCalls(parts);
        if (beside != null) {
            throw BadRequestException.method(beside);
        }
        if (there.isEmpty()) {
            throw new BadRequestException(
                    PreconditionFailure.UNKNOWN_OPERATION,
                    "There is no operation at this path. " + OpenApiDocument.PATH + " says where they are.",
                    "");
        }
        var endpoint = there.stream()
                .filter(one -> one.method().equals(arrival.head().method()))
                .findFirst()
                .orElseThrow(() -> BadRequestException.method(
                        there.stream().map(NeutralEndpoint::method).sorted().collect(Collectors.joining(", "))));
        var names = names(endpoint, parts);
        if (StrictUri.path(arrival) == null) {
            throw new BadRequestException(
                    PreconditionFailure.UNKNOWN_OPERATION, "The URL or the method is ambiguous.", "");
        }
        return new NeutralTarget(endpoint, names);
    }

    /** The methods of a path whose requests are no calls; they are answered before, so this one has another. Or null. */
    private static @Nullable String methodsBesideCalls(List<String> parts) {
        if (parts.equals(List.of("me"))) {
            return "GET";
        }
        boolean appeal = parts.size() == 3
                && parts.getFirst().equals("decisions")
                && parts.getLast().equals("appeal");
        return appeal ? "GET, POST" : null;
    }

    private static List<String> below(List<String> path) {
        boolean ours =
                path.size() >= PREFIX.size() && path.subList(0, PREFIX.size()).equals(PREFIX);
        return ours ? path.subList(PREFIX.size(), path.size()) : List.of();
    }

    private static boolean isPathOf(NeutralEndpoint endpoint, List<String> parts) {
        var path = endpoint.path();
        boolean leads = path.size() == parts.size();
        for (int at = 0; leads && at < path.size(); at++) {
            boolean open = NeutralEndpoint.open(path.get(at)) != null;
            leads = open ? !parts.get(at).isEmpty() : path.get(at).equals(parts.get(at));
        }
        return leads;
    }

    private static List<String> names(NeutralEndpoint endpoint, List<String> parts) throws BadRequestException {
        var names = new ArrayList<String>();
        for (int at = 0; at < parts.size(); at++) {
            var what = NeutralEndpoint.open(endpoint.path().get(at));
            if (what != null && !isName(parts.get(at))) {
                throw new BadRequestException(
                        PreconditionFailure.UNKNOWN_VALUE, what + NAMED, JsonPointerLocation.parameter(what));
            }
            if (what != null) {
                names.add(parts.get(at));
            }
        }
        return names;
    }

    /** Returns true if the text is a valid name of a gallery or a face. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !DOTS.matcher(text).matches();
    }

    /** Returns the decoded query. */
    Map<String, String> query(HttpCall arrival) throws BadRequestException {
        try {
            var query = StrictUri.query(arrival);
            var allowed = endpoint.hasBody() ? List.<String>of() : endpoint.keys();
            for (var name : query.keySet()) {
                if (!allowed.contains(name)) {
                    throw BadRequestException.unknownParameter(name, allowed, JsonPointerLocation.parameter(name));
                }
            }
            return query;
        } catch (Unreadable unreadable) {
            throw toBadRequest(unreadable);
        }
    }

    private BadRequestException toBadRequest(Unreadable unreadable) {
        var name = unreadable.location();
        return unreadable.preconditionFailure() == PreconditionFailure.UNKNOWN_PARAMETER
                        && endpoint.hasOutsideBody(name)
                ? new BadRequestException(
                        PreconditionFailure.UNKNOWN_VALUE,
                        name + " must have a value: " + name + "=VALUE.",
                        JsonPointerLocation.parameter(name))
                : new BadRequestException(
                        unreadable.preconditionFailure(),
                        explain(unreadable.preconditionFailure()),
                        JsonPointerLocation.parameter(name));
    }

    private static String explain(PreconditionFailure doubt) {
        return switch (doubt) {
            case DUPLICATE_KEY -> "The query has this parameter twice.";
            case UNKNOWN_VALUE ->
                "The value must be UTF-8, with all characters except letters, digits and hyphens as %XX.";
            default -> "A query consists of NAME=VALUE pairs, joined by &.";
        };
    }

    /** Returns the gallery in the path, or null. */
    @Nullable
    String gallery() {
        return names.isEmpty() || endpoint == NeutralEndpoint.READ_LIVENESS ? null : names.getFirst();
    }
}
