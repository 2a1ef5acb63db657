package io.facegate.ingress.neutral;

import io.facegate.call.Doubt;
import io.facegate.ingress.Address;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.StrictJson.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the path of a request asks: an operation, and the names in it.
 *
 * @param names of the gallery, and of the face
 */
record Target(Endpoint endpoint, List<String> names) {
    /** What a name of a gallery or a face is. */
    static final String NAMED = " must have 1 to 255 letters, digits, dots, hyphens and underscores.";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-]{1,255}");
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");
    private static final List<String> PREFIX = List.of("facegate", "v1");

    /**
     * What a request asks.
     *
     * @throws Unclear where nothing is asked there
     */
    static Target of(Arrival arrival) throws Unclear {
        var parts = below(List.of(arrival.head().path().substring(1).split("/", -1)));
        var there = Arrays.stream(Endpoint.values())
                .filter(endpoint -> leads(endpoint, parts))
                .toList();
        if (there.isEmpty()) {
            throw new Unclear(
                    Doubt.UNKNOWN_OPERATION,
                    "No operation is at this path. " + Specification.PATH + " says where they are.",
                    "");
        }
        var endpoint = there.stream()
                .filter(one -> one.method().equals(arrival.head().method()))
                .findFirst()
                .orElseThrow(() -> Unclear.method(
                        there.stream().map(Endpoint::method).sorted().collect(Collectors.joining(", "))));
        var names = names(endpoint, parts);
        if (Address.path(arrival) == null) {
            throw new Unclear(
                    Doubt.UNKNOWN_OPERATION, "The address or the method can be read in more than one way.", "");
        }
        return new Target(endpoint, names);
    }

    private static List<String> below(List<String> path) {
        boolean ours =
                path.size() >= PREFIX.size() && path.subList(0, PREFIX.size()).equals(PREFIX);
        return ours ? path.subList(PREFIX.size(), path.size()) : List.of();
    }

    private static boolean leads(Endpoint endpoint, List<String> parts) {
        var path = endpoint.path();
        boolean leads = path.size() == parts.size();
        for (int at = 0; leads && at < path.size(); at++) {
            boolean open = Endpoint.open(path.get(at)) != null;
            leads = open ? !parts.get(at).isEmpty() : path.get(at).equals(parts.get(at));
        }
        return leads;
    }

    private static List<String> names(Endpoint endpoint, List<String> parts) throws Unclear {
        var names = new ArrayList<String>();
        for (int at = 0; at < parts.size(); at++) {
            var what = Endpoint.open(endpoint.path().get(at));
            if (what != null && !isName(parts.get(at))) {
                throw new Unclear(Doubt.UNKNOWN_VALUE, what + NAMED, Place.parameter(what));
            }
            if (what != null) {
                names.add(parts.get(at));
            }
        }
        return names;
    }

    /** Whether something may be the name of a gallery or a face. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !DOTS.matcher(text).matches();
    }

    /** Its query, decoded. */
    Map<String, String> query(Arrival arrival) throws Unclear {
        try {
            var query = Address.query(arrival);
            var allowed = endpoint.hasBody() ? List.<String>of() : endpoint.keys();
            for (var name : query.keySet()) {
                if (!allowed.contains(name)) {
                    throw Unclear.unknown(name, allowed, Place.parameter(name));
                }
            }
            return query;
        } catch (Unreadable unreadable) {
            throw unclear(unreadable);
        }
    }

    private Unclear unclear(Unreadable unreadable) {
        var name = unreadable.where();
        return unreadable.doubt() == Doubt.UNKNOWN_PARAMETER && endpoint.hasOutsideBody(name)
                ? new Unclear(
                        Doubt.UNKNOWN_VALUE, name + " must have a value: " + name + "=VALUE.", Place.parameter(name))
                : new Unclear(unreadable.doubt(), why(unreadable.doubt()), Place.parameter(name));
    }

    private static String why(Doubt doubt) {
        return switch (doubt) {
            case DUPLICATE_KEY -> "The query names this parameter twice.";
            case UNKNOWN_VALUE -> "The value must be UTF-8, with each sign but letters, digits and hyphens as %XX.";
            default -> "A query is made of NAME=VALUE, with & between.";
        };
    }

    /** The gallery that its path names, or null. */
    @Nullable
    String gallery() {
        return names.isEmpty() || endpoint == Endpoint.READ_LIVENESS ? null : names.getFirst();
    }
}
