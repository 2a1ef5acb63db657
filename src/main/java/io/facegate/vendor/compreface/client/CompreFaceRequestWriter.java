package io.facegate.vendor.compreface.client;

import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.client.MultipartForm;
import io.facegate.vendor.client.RestRequestWriter;
import io.facegate.vendor.client.VendorHttpClient.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes judged calls as new HTTP requests: pictures as files of a form, all else as JSON. */
final class CompreFaceRequestWriter {
    private static final String KEY = "x-api-key";
    private static final String TYPE = "Content-Type";

    private final String base;

    private final Supplier<CompreFaceServiceKeys> keys;

    /** @param base the path prefix before the vendor's own path */
    CompreFaceRequestWriter(String base, Supplier<CompreFaceServiceKeys> keys) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.keys = keys;
    }

    Request write(CompreFaceRequest sent) {
        // Requests a picture by the path without a key.
        var route = sent.operation().equals("DownloadStaticFace")
                ? VendorApi.COMPREFACE.rest().byName("DownloadFace")
                : sent.route();
        var headers = new HashMap<String, String>();
        var key = keys.get().of(route);
        if (key != null && !key.isEmpty()) {
            headers.put(KEY, key);
        }
        var body = body(sent, headers);
        return new Request(
                route.method(),
                base + RestRequestWriter.path(route, sent.path()) + RestRequestWriter.query(sent.query()),
                Map.copyOf(headers),
                body);
    }

    private static ByteBuf body(CompreFaceRequest sent, Map<String, String> headers) {
        if (sent.body().isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        if (sent.body().values().stream().anyMatch(Picture.class::isInstance)) {
            var form = MultipartForm.encode(files(sent.body()));
            headers.put(TYPE, form.type());
            return form.body();
        }
        headers.put(TYPE, "application/json");
        var ids = sent.body().get(CompreFaceRequest.IDS);
        return Unpooled.wrappedBuffer(RestRequestWriter.json(ids == null ? sent.body() : ids));
    }

    /** Returns the pictures of a form; the vendor's forms hold nothing else. */
    private static Map<String, @Nullable Object> files(Map<String, @Nullable Object> fields) {
        if (!fields.values().stream().allMatch(Picture.class::isInstance)) {
            throw new Fault.ProviderDown("The call's body has no place in a request.");
        }
        return fields;
    }
}
