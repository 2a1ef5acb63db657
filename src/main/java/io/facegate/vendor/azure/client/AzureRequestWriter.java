package io.facegate.vendor.azure.client;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.VendorTrail;
import io.facegate.vendor.client.MultipartForm;
import io.facegate.vendor.client.RestRequestWriter;
import io.facegate.vendor.client.VendorHttpClient.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes judged calls as new HTTP requests. */
final class AzureRequestWriter {
    private static final String TYPE = "Content-Type";

    private final AzureService service;

    private final String base;

    /** @param base the path prefix before the vendor's own path */
    AzureRequestWriter(AzureService service, String base) {
        this.service = service;
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** @param access the authentication header */
    Request write(FaceCall call, Map.Entry<String, String> access) {
        var route = service.routes().byName(call.operation());
        var body = call.params().get("body");
        var headers = headers(access);
        var content = body(body, headers);
        var uri = base
                + RestRequestWriter.path(
                        route, RestRequestWriter.asMap(call.params().get("path")))
                + RestRequestWriter.query(RestRequestWriter.asMap(call.params().get("query")));
        return new Request(route.method(), uri, Map.copyOf(headers), content);
    }

    /** Returns a request that Microsoft's client wrote for the call, with none of its headers but the body's type. */
    Request write(FaceCall call, HttpRequest written, Map.Entry<String, String> access) {
        var route = service.routes().byName(call.operation());
        var url = written.getUrl();
        if (!written.getHttpMethod().toString().equals(route.method())
                || !url.getPath().equals(base + RestRequestWriter.path(route, Map.of()))) {
            throw new Fault.ProviderDown("Microsoft's client asks for another operation than the cleared one.");
        }
        var headers = headers(access);
        headers.put(TYPE, written.getHeaders().getValue(HttpHeaderName.CONTENT_TYPE));
        var content = written.getBodyAsBinaryData();
        return new Request(
                route.method(), url.getFile(), Map.copyOf(headers), Unpooled.wrappedBuffer(content.toBytes()));
    }

    private static Map<String, String> headers(Map.Entry<String, String> access) {
        var headers = new HashMap<String, String>();
        headers.put(access.getKey(), access.getValue());
        var trail = VendorTrail.current();
        if (trail != null) {
            // Azure logs the client's request id.
            headers.put("x-ms-client-request-id", trail.decision());
        }
        return headers;
    }

    /** Returns true if repeating the call has no further effect. */
    boolean readOnly(FaceCall call) {
        // A detection that asks for no face id makes the vendor keep nothing.
        return service.api().isReadOnly(call.operation())
                || call.facts().capabilities().equals(Set.of(Capability.DETECT));
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
                var form = MultipartForm.encode(parts(parameters));
                headers.put(TYPE, form.type());
                yield form.body();
            }
            case Map<?, ?> parameters -> {
                headers.put(TYPE, "application/json");
                yield Unpooled.wrappedBuffer(RestRequestWriter.json(parameters));
            }
            default -> throw new Fault.ProviderDown("The call's body has no place in a request.");
        };
    }

    /** Returns the fields of a form; an object becomes JSON text. */
    private static Map<String, Object> parts(Map<?, ?> fields) {
        var parts = new LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> parts.put(
                String.valueOf(name),
                value instanceof Map<?, ?> object
                        ? new String(RestRequestWriter.json(object), StandardCharsets.UTF_8)
                        : Objects.requireNonNull(value)));
        return parts;
    }
}
