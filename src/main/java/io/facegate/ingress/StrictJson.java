package io.facegate.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.facegate.call.Doubt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object into JDK types, once, strictly: no key twice, nothing after it, bounded depth. Strings under a
 * blob's key are decoded from base64 where they stand, without a copy as text.
 */
public final class StrictJson {
    private static final int DEPTH = 32;
    private static final int TEXT = 1 << 20;
    /** A small object takes twenty times its bytes in memory; no operation's body needs this many tokens. */
    private static final long TOKENS = 100_000;

    /** UTF-8 only: the place of a blob is counted in the bytes of the body. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(TEXT)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .maxTokenCount(TOKENS)
                    .build())
            .build();

    private final byte[] body;
    private final String blobKey;
    private final JsonParser parser;

    private StrictJson(byte[] body, String blobKey) throws IOException {
        this.body = body;
        this.blobKey = blobKey;
        this.parser = FACTORY.createParser(body);
    }

    /** Base64 that was decoded: some bytes the caller sent, before anybody knows of what. */
    public record Blob(byte[] bytes) {
        @Override
        public String toString() {
            return "Blob[" + bytes.length + " bytes]";
        }
    }

    /** Why a body is not what it should be. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final Doubt doubt;

        Unreadable(Doubt doubt) {
            super(doubt.code(), null, false, false);
            this.doubt = doubt;
        }

        public Doubt doubt() {
            return doubt;
        }
    }

    /**
     * Reads a whole body.
     *
     * @param blobKey the key whose strings are base64
     * @return maps, lists, strings, longs, doubles, booleans, nulls and blobs
     */
    public static Map<String, @Nullable Object> read(byte[] body, String blobKey) throws Unreadable {
        try {
            var reader = new StrictJson(body, blobKey);
            if (reader.parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable(Doubt.MALFORMED_BODY);
            }
            var object = reader.object();
            if (reader.parser.nextToken() != null) {
                throw new Unreadable(Doubt.MALFORMED_BODY);
            }
            return object;
        } catch (JsonParseException broken) {
            boolean twice = String.valueOf(broken.getOriginalMessage()).startsWith("Duplicate field");
            throw new Unreadable(twice ? Doubt.DUPLICATE_KEY : Doubt.MALFORMED_BODY);
        } catch (IOException | IllegalArgumentException broken) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
    }

    private Map<String, @Nullable Object> object() throws IOException {
        var object = new LinkedHashMap<String, @Nullable Object>();
        var token = parser.nextToken();
        while (token != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && key.equals(blobKey)) {
                int start = (int) parser.currentTokenLocation().getByteOffset() + 1;
                token = parser.nextToken();
                object.put(key, new Blob(decode(start, lastQuote())));
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
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException(token.name());
        };
    }

    private static Double finite(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("not a number");
        }
        return number;
    }

    /** Where the string before the current token ends. */
    private int lastQuote() {
        int at = (int) parser.currentTokenLocation().getByteOffset() - 1;
        while (body[at] != '"') {
            at--;
        }
        return at;
    }

    private byte[] decode(int start, int end) throws IOException {
        var text = ByteBuffer.wrap(body, start, end - start);
        try {
            return exact(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException escaped) {
            return unescaped(start, end);
        }
    }

    /** Some clients write {@code \/} for a slash; they pay for it with a second look. */
    private byte[] unescaped(int start, int end) throws IOException {
        try (var again = FACTORY.createParser(body, start - 1, end - start + 2)) {
            again.nextToken();
            return again.getBinaryValue();
        }
    }

    private static byte[] exact(ByteBuffer decoded) {
        if (decoded.arrayOffset() == 0 && decoded.remaining() == decoded.array().length) {
            return decoded.array();
        }
        var bytes = new byte[decoded.remaining()];
        decoded.get(bytes);
        return bytes;
    }
}
