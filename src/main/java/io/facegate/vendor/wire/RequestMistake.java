package io.facegate.vendor.wire;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply.Failure;
import io.facegate.catalogue.ParameterValues;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mistake that keeps a request from being classified. Its caller is told the message; only the failure's code is
 * recorded.
 *
 * @param location the query parameter, or the JSON Pointer into the body, where it is; empty if nowhere in particular
 */
public record RequestMistake(PreconditionFailure failure, String message, String location) {
    /** The longest text of a request that a message repeats: enough for a misspelt word, too little for a template. */
    private static final int SHOWN = 40;

    /** The most unknown words that a message repeats. */
    private static final int MOST_NAMED = 10;

    /** A mistake of which no more is known than its kind. */
    static RequestMistake unspecific(PreconditionFailure failure, String location) {
        return new RequestMistake(failure, failure.sentence() + at(location), location);
    }

    private static String at(String location) {
        return location.isEmpty() || location.length() > SHOWN ? "" : " It is at " + quoted(location) + '.';
    }

    /** The body cannot be read from this place on. */
    static RequestMistake malformedBody(String message, String location) {
        return new RequestMistake(PreconditionFailure.MALFORMED_BODY, message + at(location), location);
    }

    /** The request has a parameter or a key twice. */
    public static RequestMistake duplicateKey(String location) {
        var what = location.isEmpty() || location.length() > SHOWN ? "a parameter or a key" : quoted(location);
        return new RequestMistake(PreconditionFailure.DUPLICATE_KEY, "The request has " + what + " twice.", location);
    }

    /**
     * A parameter has a value that is not taken.
     *
     * @param parameter as the vendor names it, such as {@code Attributes[0]}
     * @param received the value, or null if it is missing
     * @param taken what is taken instead: a phrase such as {@code true or false}
     */
    public static RequestMistake unknownValue(String parameter, @Nullable Object received, String taken) {
        var what = received == null ? " is missing" : " is " + describe(received);
        return new RequestMistake(
                PreconditionFailure.UNKNOWN_VALUE, parameter + what + ". It takes " + taken + '.', parameter);
    }

    /** A parameter's value is not of the kind that its place in the body takes. */
    public static RequestMistake malformedValue(String parameter, @Nullable Object received, String taken) {
        return malformedBody(unknownValue(parameter, received, taken).message());
    }

    /** A parameter has a value that is none of these words. */
    public static RequestMistake unknownValue(String parameter, @Nullable Object received, Collection<String> words) {
        return unknownValue(parameter, received, String.join(", ", new TreeSet<>(words)));
    }

    /**
     * Adds what the words of a list reveal, also beside unknown ones, so that they are decided on.
     *
     * @param parameter the parameter with the list, by its catalogue
     * @return a mistake that names all unknown words, or null if there are none
     */
    public static @Nullable RequestMistake addRevealed(
            Set<Capability> set, ParameterValues known, String parameter, List<String> words) {
        var unknown = addKnown(set, known, parameter, words).stream()
                .map(at -> describe(words.get(at)))
                .toList();
        return unknown.isEmpty() ? null : unknownWords(parameter + " is ", unknown, known.words(parameter), parameter);
    }

    /** The same for a list in JSON, whose items are named by their places, and may be no words. */
    public static @Nullable RequestMistake addRevealedByPlace(
            Set<Capability> set, ParameterValues known, String parameter, List<?> items) {
        var unknown = addKnown(set, known, parameter, items);
        var named = unknown.stream()
                .map(at -> parameter
                        + '['
                        + at
                        + ']'
                        + (items.get(at) == null ? " is missing" : " is " + describe(items.get(at))))
                .toList();
        return named.isEmpty()
                ? null
                : unknownWords("", named, known.words(parameter), parameter + '[' + unknown.getFirst() + ']');
    }

    /** Returns the places of the items that are unknown. */
    private static List<Integer> addKnown(Set<Capability> set, ParameterValues known, String parameter, List<?> items) {
        var unknown = new ArrayList<Integer>();
        for (int at = 0; at < items.size(); at++) {
            var reveals = items.get(at) instanceof String word ? known.capabilities(parameter, word) : null;
            if (reveals == null) {
                unknown.add(at);
            } else {
                set.addAll(reveals);
            }
        }
        return unknown;
    }

    private static RequestMistake unknownWords(
            String beginning, List<String> unknown, Set<String> taken, String location) {
        var more = unknown.size() > MOST_NAMED ? " and " + (unknown.size() - MOST_NAMED) + " more" : "";
        var named = unknown.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return new RequestMistake(
                PreconditionFailure.UNKNOWN_VALUE,
                beginning + named + more + ". It takes " + String.join(", ", new TreeSet<>(taken)) + '.',
                location);
    }

    /**
     * The request has a parameter that its operation does not have.
     *
     * @param name as received
     * @param known the parameters there
     */
    public static RequestMistake unknownParameter(String name, Collection<String> known) {
        var others = known.isEmpty()
                ? "None is taken here."
                : "Taken here: " + String.join(", ", new TreeSet<>(known)) + '.';
        return new RequestMistake(
                PreconditionFailure.UNKNOWN_PARAMETER,
                "The parameter " + describe(name) + " is not known. " + others,
                name);
    }

    /** The first of these keys that is not known, as a mistake; null if all are. */
    public static @Nullable RequestMistake unknownKey(String object, Collection<?> keys, Set<String> known) {
        for (var key : keys) {
            var name = String.valueOf(key);
            if (!known.contains(name)) {
                return unknownParameter(object + name, known);
            }
        }
        return null;
    }

    /**
     * Checks the names of parameters.
     *
     * @throws Unreadable if one is not known
     */
    public static void requireKnown(Set<String> names, Set<String> known) throws Unreadable {
        var mistake = unknownKey("", names, known);
        if (mistake != null) {
            throw new Unreadable(mistake);
        }
    }

    /**
     * The body has another form than the operation takes, is compressed, or its type is given twice.
     *
     * @param form as it was taken to be
     */
    public static RequestMistake wrongForm(HttpCall arrival, Form form, RestOperation route) {
        if (arrival.header("Content-Encoding") != null) {
            return malformedBody("The body must not be compressed: send no Content-Encoding.");
        }
        if (arrival.isHeaderRepeated("Content-Type")) {
            return malformedBody("Content-Type is given twice.");
        }
        var taken = route.bodies().stream().sorted().map(RequestMistake::nameOf).collect(Collectors.joining(" or "));
        return malformedBody(
                form == Form.NONE
                        ? "The body is empty. " + route.operation() + " takes " + taken + '.'
                        : route.operation() + " takes " + taken + ". " + contentType(arrival));
    }

    private static String contentType(HttpCall arrival) {
        var type = arrival.header("Content-Type");
        return type == null
                ? "Content-Type is missing."
                : "Content-Type was " + describe(type.split(";", 2)[0].strip()) + '.';
    }

    private static String nameOf(Form form) {
        return switch (form) {
            case NONE -> "no body";
            case JSON -> "a JSON object (application/json)";
            case LIST -> "a JSON array (application/json)";
            case BYTES -> "a picture (application/octet-stream)";
            case FORM -> "a form (multipart/form-data)";
        };
    }

    /** The request has a parameter in a spelling that is not read here. */
    public static RequestMistake unknownSpelling(String name, String spelling) {
        return new RequestMistake(
                PreconditionFailure.UNKNOWN_PARAMETER,
                "The parameter " + describe(name) + " is not known. It is spelled " + describe(spelling) + " here.",
                name);
    }

    /** A part of a form has no file name, where every part must be a file. */
    public static RequestMistake partWithoutFile(String name) {
        return new RequestMistake(
                PreconditionFailure.UNKNOWN_PARAMETER,
                "The part " + describe(name) + " must be a file, with a file name. Other parameters go into the query.",
                name);
    }

    /** The body cannot be read. */
    public static RequestMistake malformedBody(String message) {
        return malformedBody(message, "");
    }

    /** Describes a value: a short plain text or a number as it is, others by their kind only. */
    static String describe(Object received) {
        return switch (received) {
            case String text -> text.length() > SHOWN ? "a text of " + text.length() + " characters" : quoted(text);
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case List<?> list -> "a list of " + list.size();
            case Map<?, ?> _ -> "an object";
            default -> "binary data";
        };
    }

    private static String quoted(String text) {
        var plain = new StringBuilder("'");
        text.chars().forEach(character -> plain.append(character < ' ' || character > '~' ? '?' : (char) character));
        return plain.append('\'').toString();
    }

    /** Returns the normalized request that carries this mistake. */
    public NormalizedRequest.Flawed toFlawedRequest() {
        return new NormalizedRequest.Flawed(Failure.INVALID_PARAMETER, message);
    }

    /** Returns the call of an operation that is not known. */
    public static FaceCall callOfUnknownOperation(String provider, String operation, Set<Capability> capabilities) {
        var doubt = PreconditionFailure.UNKNOWN_OPERATION;
        var nothing = new NormalizedRequest.VendorSpecific(doubt.sentence());
        return new FaceCall(provider, operation, Facts.of(capabilities), nothing, Map.of(), doubt);
    }

    /** Returns the call of a request of which nothing else could be read. */
    public FaceCall toCall(String provider, String operation, Set<Capability> capabilities) {
        return new FaceCall(provider, operation, Facts.of(capabilities), toFlawedRequest(), Map.of(), failure);
    }
}
