package io.facegate.provider.compreface;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.call.rest.Route;
import io.facegate.call.rest.Routes;
import io.facegate.provider.Upstream.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes requests anew from what was judged: pictures always as files of a form, all else as JSON. */
final class Requests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;
    private static final String KEY = "x-api-key";
    private static final String TYPE = "Content-Type";

    /** Those that change something. */
    private static final Set<String> WRITING = Set.of(
            "AddFace",
            "AddSubject",
            "RenameSubject",
            "DeleteFace",
            "DeleteFaces",
            "DeleteFacesById",
            "DeleteSubject",
            "DeleteSubjects",
            "Migrate");

    private final String base;
    private final ServiceKeys keys;

    /** @param base the path before the vendor's own */
    Requests(String base, ServiceKeys keys) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.keys = keys;
    }

    Request of(Sent sent) {
        // A picture is asked for by the path that holds no key.
        var route = sent.operation().equals("DownloadStaticFace") ? Routes.COMPREFACE.of("DownloadFace") : sent.route();
        var headers = new HashMap<String, String>();
        var key = keys.of(route);
        if (key != null && !key.isEmpty()) {
            headers.put(KEY, key);
        }
        var body = body(sent, headers);
        return new Request(
                route.method(), base + path(route, sent.path()) + query(sent.query()), Map.copyOf(headers), body);
    }

    /** Whether doing it twice changes nothing. */
    static boolean readOnly(Sent sent) {
        return !WRITING.contains(sent.operation());
    }

    private static String path(Route route, Map<String, String> values) {
        return route.path().stream()
                .map(segment -> Route.open(segment) ? encoded(values.get(Route.name(segment))) : segment)
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(one -> encoded(one.getKey()) + '=' + encoded(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(@Nullable String word) {
        return URLEncoder.encode(Objects.toString(word), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ByteBuf body(Sent sent, Map<String, String> headers) {
        if (sent.body().isEmpty()) {
            return Unpooled.EMPTY_BUFFER;
        }
        if (sent.body().values().stream().anyMatch(Picture.class::isInstance)) {
            // Nobody knew it before, so no picture holds it.
            var bytes = new byte[BYTES];
            RANDOM.nextBytes(bytes);
            var boundary = "facegate-" + HexFormat.of().formatHex(bytes);
            headers.put(TYPE, "multipart/form-data; boundary=" + boundary);
            return form(sent.body(), boundary);
        }
        headers.put(TYPE, "application/json");
        var ids = sent.body().get(Sent.IDS);
        try {
            return Unpooled.wrappedBuffer(JSON.writeValueAsBytes(ids == null ? sent.body() : ids));
        } catch (IOException impossible) {
            throw new Fault.ProviderDown("The call's parameters cannot be written as JSON.");
        }
    }

    /** The bytes of a picture are sent from where they are. */
    private static ByteBuf form(Map<String, @Nullable Object> files, String boundary) {
        var form = Unpooled.compositeBuffer();
        files.forEach((name, file) -> {
            if (!(file instanceof Picture picture)) {
                throw new Fault.ProviderDown("The call's body has no place in a request.");
            }
            var type = picture.format().name().toLowerCase(Locale.ROOT);
            form.addComponent(
                    true,
                    text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                            + "\"; filename=\"picture." + type + "\"\r\nContent-Type: image/" + type + "\r\n\r\n"));
            form.addComponent(true, Unpooled.wrappedBuffer(picture.bytes()));
            form.addComponent(true, text("\r\n"));
        });
        return form.addComponent(true, text("--" + boundary + "--\r\n"));
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
