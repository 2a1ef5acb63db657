package io.facegate.vendor.google.client;

import io.facegate.call.FaceCall;
import io.facegate.call.VendorTrail;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.client.RestRequestWriter;
import io.facegate.vendor.client.VendorHttpClient.Request;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;

/** Writes judged calls as new HTTP requests. */
final class GoogleRequestWriter {
    static final String PROVIDER = "google_vision";
    static final String PATH = "path";
    static final String QUERY = "query";
    static final String BODY = "body";

    private final String base;

    /** @param base the path prefix before the vendor's own path */
    GoogleRequestWriter(String base) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** @param own the headers that authenticate the gateway */
    Request write(FaceCall call, Map<String, String> own) {
        var route = VendorApi.GOOGLE_VISION.rest().byName(call.operation());
        var headers = new HashMap<>(own);
        var trail = VendorTrail.current();
        if (trail != null) {
            // Google returns no request id; its audit logs keep this reason.
            headers.put("X-Goog-Request-Reason", "facegate decision/" + trail.decision());
        }
        var body = Unpooled.EMPTY_BUFFER;
        if (call.params().get(BODY) instanceof Map<?, ?> parameters) {
            headers.put("Content-Type", "application/json");
            body = Unpooled.wrappedBuffer(RestRequestWriter.json(parameters));
        }
        var uri = base
                + RestRequestWriter.path(
                        route, RestRequestWriter.asMap(call.params().get(PATH)))
                + RestRequestWriter.query(RestRequestWriter.asMap(call.params().get(QUERY)));
        return new Request(route.method(), uri, headers, body);
    }
}
