package io.facegate.ingress;

import io.facegate.call.PreconditionFailure;
import io.facegate.ingress.StrictJson.Unreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the address of a request strictly: what two servers might read in two ways has no meaning here. */
public final class StrictUri {
    /** No percent sign: nothing that a path names needs one, and what hides behind one is another path. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~:-]|[A-Za-z0-9._~:-]{2,255}");

    /** A name in a path; nothing in it is a sign of addresses, even where it is decoded twice. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}/;\\\\%?#]{1,255}");

    private static final Set<String> DOTS = Set.of(".", "..");

    private static final Pattern QUERY = Pattern.compile("[!$'()*,./0-9:;=@A-Z_a-z~%-]*");

    private static final List<String> OVERRIDES =
            List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

    private StrictUri() {}

    /** The segments of the path, or null when it or its method can be read in more than one way. */
    public static @Nullable List<String> path(HttpCall arrival) {
        return OVERRIDES.stream().anyMatch(name -> arrival.header(name) != null)
                ? null
                : segments(arrival.head().path());
    }

    /** The segments of a path, or null when it can be read in more than one way. */
    public static @Nullable List<String> segments(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        var segments = List.of(path.substring(1).split("/", -1));
        return segments.stream().allMatch(StrictUri::plain) ? segments : null;
    }

    /**
     * What stands behind a beginning of the path as its last segment, decoded: a name that somebody chose.
     *
     * @return null when the path begins otherwise, or what follows can be read in more than one way
     */
    public static @Nullable String name(HttpCall arrival, String beginning) {
        var path = arrival.head().path();
        if (!path.startsWith(beginning) || OVERRIDES.stream().anyMatch(name -> arrival.header(name) != null)) {
            return null;
        }
        var coded = path.substring(beginning.length());
        try {
            var name = coded.matches(".*[/;].*") ? "" : decoded("", coded);
            return NAME.matcher(name).matches() && !DOTS.contains(name) ? name : null;
        } catch (Unreadable otherwise) {
            return null;
        }
    }

    private static boolean plain(String segment) {
        return SEGMENT.matcher(segment).matches() && !segment.equals("..");
    }

    /**
     * The parameters of the query, decoded.
     *
     * @throws Unreadable when one is named twice, or a server might read them another way
     */
    public static Map<String, String> query(HttpCall arrival) throws Unreadable {
        var query = arrival.head().query();
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Unreadable(PreconditionFailure.UNKNOWN_PARAMETER, pair);
            }
            var name = pair.substring(0, equals);
            if (parameters.put(name, decoded(name, pair.substring(equals + 1))) != null) {
                throw new Unreadable(PreconditionFailure.DUPLICATE_KEY, name);
            }
        }
        return parameters;
    }

    private static String decoded(String name, String value) throws Unreadable {
        if (!QUERY.matcher(value).matches()) {
            throw new Unreadable(PreconditionFailure.UNKNOWN_VALUE, name);
        }
        var bytes = ByteBuffer.allocate(value.length());
        try {
            for (int at = 0; at < value.length(); at++) {
                if (value.charAt(at) == '%') {
                    bytes.put((byte) HexFormat.fromHexDigits(value, at + 1, at + 3));
                    at += 2;
                } else {
                    bytes.put((byte) value.charAt(at));
                }
            }
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException | IllegalArgumentException | IndexOutOfBoundsException broken) {
            throw new Unreadable(PreconditionFailure.UNKNOWN_VALUE, name);
        }
    }
}
