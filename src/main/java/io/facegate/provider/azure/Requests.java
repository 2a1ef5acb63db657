package io.facegate.provider.azure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.rest.Route;
import io.facegate.provider.Form;
import io.facegate.provider.Upstream.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes requests anew from what was judged. */
final class Requests {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String TYPE = "Content-Type";

    /** Those that ask with POST and change nothing. */
    private static final Set<String> READING = Set.of("Verify", "Identify", "FindSimilar", "Group");

    private final Service service;
    private final String base;

    /** @param base the path before the vendor's own */
    Requests(Service service, String base) {
        this.service = service;
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** @param access what the resource is shown */
    Request of(FaceCall call, Map.Entry<String, String> access) {
        var route = service.routes().of(call.operation());
        var body = call.params().get("body");
        var headers = new HashMap<String, String>();
        headers.put(access.getKey(), access.getValue());
        var content = body(body, headers);
        var uri = base
                + path(route, words(call.params().get("path")))
                + query(words(call.params().get("query")));
        return new Request(route.method(), uri, Map.copyOf(headers), content);
    }

    /** Whether doing it twice changes nothing. */
    boolean readOnly(FaceCall call) {
        return service == Service.VISION
                || READING.contains(call.operation())
                || service.routes().of(call.operation()).method().equals("GET")
                || call.facts().capabilities().equals(Set.of(Capability.DETECT));
    }

    private static String path(Route route, Map<?, ?> values) {
        return route.path().stream()
                .map(segment -> Route.open(segment) ? encoded(values.get(Route.name(segment))) : segment)
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String query(Map<?, ?> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(one -> encoded(one.getKey()) + '=' + encoded(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(@Nullable Object word) {
        return URLEncoder.encode(Objects.toString(word), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<?, ?> words(@Nullable Object held) {
        return held instanceof Map<?, ?> words ? words : Map.of();
    }

    private static ByteBuf body(@Nullable Object body, Map<String, String> headers) {
        return switch (body) {
            case null -> Unpooled.EMPTY_BUFFER;
            case Picture picture -> {
                headers.put(TYPE, "application/octet-stream");
                yield Unpooled.wrappedBuffer(picture.bytes());
            }
            case Map<?, ?> parameters
            when parameters.values().stream().anyMatch(Picture.class::isInstance) -> {
                var form = Form.of(parts(parameters));
                headers.put(TYPE, form.type());
                yield form.body();
            }
            case Map<?, ?> parameters -> {
                headers.put(TYPE, "application/json");
                yield Unpooled.wrappedBuffer(json(parameters));
            }
            default -> throw new Fault.ProviderDown("The call's body has no place in a request.");
        };
    }

    /** The fields of a form: what is an object there is JSON. */
    private static Map<String, Object> parts(Map<?, ?> fields) {
        var parts = new LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> parts.put(
                String.valueOf(name),
                value instanceof Map<?, ?> object
                        ? new String(json(object), StandardCharsets.UTF_8)
                        : Objects.requireNonNull(value)));
        return parts;
    }

    private static byte[] json(Map<?, ?> parameters) {
        var bytes = new ByteArrayOutputStream(256);
        try (var generator = JSON.createGenerator(bytes)) {
            value(generator, parameters);
        } catch (IOException impossible) {
            throw new Fault.ProviderDown("The call's parameters cannot be written as JSON.");
        }
        return bytes.toByteArray();
    }

    /** As deep as a body was read. */
    private static void value(JsonGenerator to, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case String text -> to.writeString(text);
            case Boolean flag -> to.writeBoolean(flag);
            case Long number -> to.writeNumber(number);
            case Double number -> to.writeNumber(number);
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
}
