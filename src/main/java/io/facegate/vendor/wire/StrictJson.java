package io.facegate.vendor.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.RequestPayload;
import io.facegate.call.StrictUtf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strict single-pass parser of one JSON object into JDK types: UTF-8 only, no duplicate keys, nothing after the object,
 * bounded depth. Strings under the blob keys are decoded from base64 in place, without an intermediate text copy.
 */
public final class StrictJson {
    private static final int DEPTH = 32;
    private static final int KEY = 256;
    private static final int NUMBER = 64;
    private static final int TEXT = 1 << 20;
    /** The most tokens of a body. A small object takes twenty times its bytes in memory; no operation needs more. */
    private static final long TOKENS = 100_000;

    /** Accepts UTF-8 only, because the position of a blob is counted in bytes of the body. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(TEXT)
                    .maxNumberLength(NUMBER)
                    .maxNameLength(KEY)
                    .maxTokenCount(TOKENS)
                    .build())
            .build();

    private final RequestPayload body;
    private final Map<Integer, Blob> cuts;
    private final Set<String> blobKeys;
    private final JsonParser parser;

    /** The JSON pointer of the blob being decoded; the parser has already moved past it. */
    private @Nullable JsonPointer blobAt;

    private StrictJson(RequestPayload body, Map<Integer, Blob> cuts, Set<String> blobKeys) throws IOException {
        this.body = body;
        this.cuts = cuts;
        this.blobKeys = blobKeys;
        this.parser = FACTORY.createParser(body.bytes());
    }

    /**
     * Bytes decoded from base64, not yet known to be a picture.
     *
     * @param base64 the part of the body that held them, if it is the canonical encoding of these bytes; else null
     */
    public record Blob(byte[] bytes, RequestPayload.@Nullable Part base64) {
        /**
         * Decodes base64 from the body. Padding may be missing. Unused trailing bits must be zero, because decoders
         * differ on whether they ignore them.
         *
         * @throws IllegalArgumentException when it is not base64
         */
        static Blob decode(RequestPayload body, int from, int to) {
            var part = new RequestPayload.Part(body, from, to);
            var bytes = part.decoded();
            if (!part.isExact(bytes)) {
                throw new IllegalArgumentException("stray bits");
            }
            return new Blob(bytes, part.isCanonicalBase64Of(bytes) ? part : null);
        }

        @Override
        public String toString() {
            return "Blob[" + bytes.length + " bytes]";
        }
    }

    /** A request cannot be parsed; carries the reason. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient RequestMistake mistake;

        public Unreadable(PreconditionFailure doubt) {
            this(doubt, "");
        }

        public Unreadable(PreconditionFailure doubt, String where) {
            this(RequestMistake.unspecific(doubt, where));
        }

        public Unreadable(RequestMistake mistake) {
            super(mistake.failure().code(), null, false, false);
            this.mistake = mistake;
        }

        /** Returns the mistake, as its caller is told. */
        public RequestMistake mistake() {
            return mistake;
        }

        public PreconditionFailure preconditionFailure() {
            return mistake.failure();
        }

        /** Returns the query parameter, or the JSON Pointer into the body, where the error is. */
        public String location() {
            return mistake.location();
        }
    }

    /**
     * Reads a whole body.
     *
     * @param blobKeys the keys whose strings are base64
     * @return maps, lists, strings, longs, doubles, booleans, nulls and blobs
     */
    public static Map<String, @Nullable Object> read(RequestPayload body, String... blobKeys) throws Unreadable {
        var keys = Set.of(blobKeys);
        var object = body.length() < Base64BlobExtractor.LONG ? null : tryFastParse(body, keys);
        return object == null ? walk(body, keys) : object;
    }

    /** Reads a whole body that is one array without blobs. */
    public static List<@Nullable Object> list(RequestPayload body) throws Unreadable {
        return whole(body, new HashMap<>(), Set.of(), JsonToken.START_ARRAY, StrictJson::array);
    }

    static Map<String, @Nullable Object> walk(RequestPayload body, Set<String> blobKeys) throws Unreadable {
        return whole(body, new HashMap<>(), blobKeys, JsonToken.START_OBJECT, StrictJson::object);
    }

    /** Fast path: parses the body without its long strings. Returns null on any failure; a full parse may succeed. */
    private static @Nullable Map<String, @Nullable Object> tryFastParse(RequestPayload body, Set<String> blobKeys) {
        try {
            var strings = Base64BlobExtractor.cut(body);
            var unread = strings.blobs();
            // A body of which nothing was removed is parsed itself: its hash is known, and the call's pictures refer to
            // it.
            var object = whole(
                    unread.isEmpty() ? body : new RequestPayload(strings.bodyWithoutBlobs()),
                    unread,
                    blobKeys,
                    JsonToken.START_OBJECT,
                    StrictJson::object);
            return unread.isEmpty() ? object : null;
        } catch (Unreadable | IllegalArgumentException unclear) {
            return null;
        }
    }

    /** Parser of a body's root value. */
    private interface Root<T> {
        T read(StrictJson reader) throws IOException;
    }

    private static <T> T whole(
            RequestPayload body, Map<Integer, Blob> cuts, Set<String> blobKeys, JsonToken first, Root<T> root)
            throws Unreadable {
        StrictJson reader = null;
        try {
            // The parser alone does not reject all invalid UTF-8: it may match an invalid name to an earlier one.
            if (!StrictUtf8.isValid(body.bytes())) {
                throw new Unreadable(RequestMistake.malformedBody("The body is not UTF-8."));
            }
            reader = new StrictJson(body, cuts, blobKeys);
            var read = reader.parser.nextToken() == first ? root.read(reader) : null;
            if (read == null || reader.parser.nextToken() != null) {
                var kind = first == JsonToken.START_ARRAY ? "array" : "object";
                throw new Unreadable(RequestMistake.malformedBody(
                        body.length() == 0
                                ? "The body is empty. It must be one JSON " + kind + '.'
                                : "The body must be one JSON " + kind + ", and nothing else."));
            }
            return read;
        } catch (IOException | IllegalArgumentException broken) {
            throw new Unreadable(
                    isBecauseOf(broken, "Duplicate field")
                            ? RequestMistake.duplicateKey(locationOf(reader))
                            : mistakeAt(reader, broken));
        }
    }

    /** Whether the parser's message begins so: its types tell neither of these apart from other mistakes. */
    private static boolean isBecauseOf(Exception broken, String reason) {
        return broken instanceof JsonParseException parsing
                && String.valueOf(parsing.getOriginalMessage()).startsWith(reason);
    }

    private static RequestMistake mistakeAt(@Nullable StrictJson reader, Exception broken) {
        if (isBecauseOf(broken, "Unexpected end-of-input")) {
            return RequestMistake.malformedBody("The body ends before its JSON is complete. Send all of it.");
        }
        boolean isBlob = reader != null && reader.blobAt != null;
        return RequestMistake.malformedBody(
                isBlob ? "A picture must be base64 of its file's bytes, without line breaks." : explain(broken),
                locationOf(reader));
    }

    private static String explain(Exception broken) {
        return switch (broken) {
            case JsonParseException _ -> "The body is not JSON.";
            case StreamConstraintsException _ ->
                "The body is beyond a limit. It may be nested at most " + DEPTH + " deep, with keys of at most " + KEY
                        + " characters and numbers of at most " + NUMBER + "; a text that is no picture may have at"
                        + " most " + TEXT + ", and the whole " + TOKENS + " parts.";
            default -> "A text in the body is not Unicode, or a number is out of range.";
        };
    }

    private static String locationOf(@Nullable StrictJson reader) {
        if (reader == null) {
            return "";
        }
        var blob = reader.blobAt;
        return (blob == null ? reader.parser.getParsingContext().pathAsPointer() : blob).toString();
    }

    private Map<String, @Nullable Object> object() throws IOException {
        var object = new LinkedHashMap<String, @Nullable Object>();
        var token = parser.nextToken();
        while (token != JsonToken.END_OBJECT) {
            var key = whole(parser.currentName());
            var value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && blobKeys.contains(key)) {
                int start = (int) parser.currentTokenLocation().getByteOffset() + 1;
                blobAt = parser.getParsingContext().pathAsPointer();
                token = parser.nextToken();
                var cut = cuts.remove(start - 1);
                object.put(key, cut == null ? blob(start, lastQuote()) : cut);
                blobAt = null;
            } else {
                object.put(key, value(value));
                token = parser.nextToken();
            }
        }
        return object;
    }

    private List<@Nullable Object> array() throws IOException {
        var array = new ArrayList<@Nullable Object>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private @Nullable Object value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> whole(parser.getText());
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> requireFinite(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException(token.name());
        };
    }

    private static String whole(String text) {
        if (!StrictUtf8.isWhole(text)) {
            throw new IllegalArgumentException("half of a character");
        }
        return text;
    }

    private static Double requireFinite(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("not a number");
        }
        return number;
    }

    /** Returns the offset of the closing quote of the string before the current token. */
    private int lastQuote() {
        int at = (int) parser.currentTokenLocation().getByteOffset() - 1;
        while (body.bytes()[at] != '"') {
            at--;
        }
        return at;
    }

    private Blob blob(int start, int end) {
        for (int at = start; at < end; at++) {
            if (body.bytes()[at] == '\\') {
                var plain = unescape(start, end);
                return new Blob(
                        Blob.decode(new RequestPayload(plain), 0, plain.length).bytes(), null);
            }
        }
        return Blob.decode(body, start, end);
    }

    /** Resolves escapes: some clients escape slashes, or write {@code =} as a Unicode escape. Slower. */
    private byte[] unescape(int start, int end) {
        var plain = new ByteArrayOutputStream(end - start);
        for (int at = start; at < end; at++) {
            byte one = body.bytes()[at];
            if (one != '\\') {
                plain.write(one);
            } else if (body.bytes()[at + 1] == '/') {
                plain.write('/');
                at++;
            } else if (body.bytes()[at + 1] == 'u') {
                var digits = new String(body.bytes(), at + 2, 4, StandardCharsets.US_ASCII);
                // A character above one byte is not base64 either.
                plain.write(Math.min(0xff, HexFormat.fromHexDigits(digits)));
                at += 5;
            } else {
                throw new IllegalArgumentException("not base64");
            }
        }
        return plain.toByteArray();
    }
}
