package io.facegate.usecase.reconcile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.facegate.catalogue.TrailFormat;
import io.facegate.json.JsonMappers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the JSON of a trail, token by token: objects one after the other or in a list, or in a list under the key
 * {@code Records}, {@code value} or {@code entries}. After what is no JSON it goes on with the next line.
 */
final class TrailReader {
    /** Most bytes of a record. */
    private static final long LARGEST = 2 << 20;

    private static final int BUFFER = 1 << 16;
    private static final Set<String> LISTS = Set.of("records", "value", "entries");

    private final TrailSink sink;
    private final TrailFields fields;
    private boolean isAnythingThere;

    TrailReader(TrailFormat format, TrailSink sink) {
        this.sink = sink;
        this.fields = new TrailFields(format);
    }

    /** Reads all of a stream. One without any JSON value is no trail. */
    void read(InputStream from) throws IOException {
        var in = new PushbackInputStream(from, BUFFER);
        isAnythingThere = false;
        readAll(in);
        if (!isAnythingThere) {
            sink.countUnreadable();
        }
    }

    private void readAll(PushbackInputStream in) throws IOException {
        boolean more = true;
        while (more) {
            try (var parser = JsonMappers.STREAMS.createParser(in)) {
                more = readUntilMistake(parser, in);
            }
        }
    }

    /** Returns false at the end of the stream. */
    private boolean readUntilMistake(JsonParser parser, PushbackInputStream in) throws IOException {
        try {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                isAnythingThere = true;
                readValue(parser, token, true);
            }
            return false;
        } catch (JsonProcessingException mistake) {
            isAnythingThere = true;
            sink.countUnreadable();
            var rest = new ByteArrayOutputStream();
            if (parser.releaseBuffered(rest) > BUFFER) {
                throw new IOException("too much is read ahead", mistake);
            }
            in.unread(rest.toByteArray());
            return skipLine(in);
        }
    }

    private static boolean skipLine(InputStream in) throws IOException {
        int next = in.read();
        while (next >= 0 && next != '\n') {
            next = in.read();
        }
        return next >= 0;
    }

    private void readValue(JsonParser in, JsonToken token, boolean isTop) throws IOException {
        switch (token) {
            case START_OBJECT -> readObject(in, isTop);
            case START_ARRAY -> {
                if (isTop) {
                    readList(in);
                } else {
                    in.skipChildren();
                    sink.countUnreadable();
                }
            }
            default -> sink.countUnreadable();
        }
    }

    private void readList(JsonParser in) throws IOException {
        for (var token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            readValue(in, token, false);
        }
    }

    /** Reads a record, or at the top of a file what holds a list of records. */
    private void readObject(JsonParser in, boolean isTop) throws IOException {
        long start = in.currentTokenLocation().getByteOffset();
        fields.clear();
        boolean isList = false;
        boolean isTooLarge = false;
        for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            var token = in.nextToken();
            if (isTop && token == JsonToken.START_ARRAY && LISTS.contains(name.toLowerCase(Locale.ROOT))) {
                isList = true;
                if (!fields.isEmpty()) {
                    sink.countUnreadable();
                }
                readList(in);
                fields.clear();
            } else {
                readField(in, token, fields.paths().next(name));
                isTooLarge |= in.currentLocation().getByteOffset() - start > LARGEST;
            }
        }
        finish(isList, isTooLarge);
    }

    private void finish(boolean isList, boolean isTooLarge) {
        if (isList ? !fields.isEmpty() : isTooLarge) {
            sink.countUnreadable();
        } else if (!isList) {
            fields.deliver(sink);
        }
    }

    private void readField(JsonParser in, JsonToken token, @Nullable FieldPaths paths) throws IOException {
        if (paths == null) {
            in.skipChildren();
        } else if (token == JsonToken.START_OBJECT && paths.goesOn()) {
            readInside(in, paths);
        } else if (token.isStructStart()) {
            in.skipChildren();
        } else if (token != JsonToken.VALUE_NULL) {
            readScalar(in, token, paths);
        }
    }

    private void readInside(JsonParser in, FieldPaths paths) throws IOException {
        for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            readField(in, in.nextToken(), paths.next(name));
        }
    }

    /** A text may itself be JSON: Azure writes properties so. */
    private void readScalar(JsonParser in, JsonToken token, FieldPaths paths) throws IOException {
        var text = in.getText();
        if (paths.place() >= 0) {
            fields.set(paths.place(), text);
        } else if (token == JsonToken.VALUE_STRING && text.startsWith("{")) {
            try (var inside = JsonMappers.STREAMS.createParser(text)) {
                if (inside.nextToken() == JsonToken.START_OBJECT) {
                    readInside(inside, paths);
                }
            }
        }
    }
}
