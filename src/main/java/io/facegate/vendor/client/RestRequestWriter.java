package io.facegate.vendor.client;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.RequestPayload;
import io.facegate.catalogue.RestOperation;
import io.facegate.json.JsonMappers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes judged parameters as a new REST request: path, query and JSON. */
public final class RestRequestWriter {

    private RestRequestWriter() {}

    /** Returns the path of a route with its placeholders filled in. */
    public static String path(RestOperation route, Map<?, ?> values) {
        return route.path().stream()
                .map(segment -> RestOperation.open(segment)
                        ? encoded(values.get(RestOperation.name(segment))) + RestOperation.verb(segment)
                        : segment)
                .collect(Collectors.joining("/", "/", ""));
    }

    /** Returns the query with its question mark, or an empty string. */
    public static String query(Map<?, ?> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(one -> encoded(one.getKey()) + '=' + encoded(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** Returns the value as a map, or an empty map when it is none. */
    public static Map<?, ?> asMap(@Nullable Object held) {
        return held instanceof Map<?, ?> words ? words : Map.of();
    }

    private static String encoded(@Nullable Object word) {
        return URLEncoder.encode(Objects.toString(word), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Returns an object or a list as JSON; pictures and other bytes as base64.
     *
     * @throws Fault.ProviderDown when a value cannot be written as JSON
     */
    public static byte[] json(Object parameters) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var generator = JsonMappers.FACTORY.createGenerator(bytes)) {
            value(generator, parameters);
        } catch (IOException impossible) {
            throw new Fault.ProviderDown("The call's parameters cannot be written as JSON.");
        }
        return bytes.toByteArray();
    }

    /** Recursion is as deep as the body that was read. */
    private static void value(JsonGenerator to, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case String text -> to.writeString(text);
            case Boolean flag -> to.writeBoolean(flag);
            case Long number -> to.writeNumber(number);
            case Double number -> to.writeNumber(number);
            case Picture picture -> picture(to, picture);
            case byte[] bytes -> to.writeBinary(bytes);
            case Iterable<?> list -> {
                to.writeStartArray();
                for (var item : list) {
                    value(to, item);
                }
                to.writeEndArray();
            }
            case Map<?, ?> object -> {
                to.writeStartObject();
                for (var field : object.entrySet()) {
                    to.writeFieldName(String.valueOf(field.getKey()));
                    value(to, field.getValue());
                }
                to.writeEndObject();
            }
            default -> throw new IOException("no JSON");
        }
    }

    /** Reuses the received base64 when it is the canonical encoding of the bytes. */
    private static void picture(JsonGenerator to, Picture picture) throws IOException {
        var from = picture.base64();
        if (from == null) {
            to.writeBinary(picture.bytes());
        } else {
            RequestPayload whole = from.payload();
            to.writeRawUTF8String(whole.bytes(), from.from(), from.to() - from.from());
        }
    }
}
