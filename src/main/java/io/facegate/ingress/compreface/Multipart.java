package io.facegate.ingress.compreface;

import io.facegate.call.Doubt;
import io.facegate.call.Payload;
import io.facegate.ingress.StrictJson.Blob;
import io.facegate.ingress.StrictJson.Unreadable;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a {@code multipart/form-data} body whose every part is a file: in memory, a few parts at most, no name twice. */
final class Multipart {
    /** One more than any operation has. */
    private static final int PARTS = 3;

    /** What may stand before a part's content. */
    private static final int HEAD = 16 * 1024;

    /** Within the heap, whose room for bodies is measured. */
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    private Multipart() {}

    /**
     * The parts by name.
     *
     * @throws Unreadable when it is not that, or not whole
     */
    static Map<String, @Nullable Object> read(String type, Payload body) throws Unreadable {
        var content = HEAP.compositeBuffer(1).addComponent(true, Unpooled.wrappedBuffer(body.bytes()));
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", content);
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        var files = new DefaultHttpDataFactory(false);
        files.setMaxLimit(body.length());
        HttpPostMultipartRequestDecoder decoder = null;
        try {
            decoder = new HttpPostMultipartRequestDecoder(files, request, StandardCharsets.UTF_8, PARTS, HEAD);
            return parts(decoder);
        } catch (RuntimeException | IOException broken) {
            // The library has a dozen words for it, and none of them is the caller's business.
            throw new Unreadable(Doubt.MALFORMED_BODY);
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
            files.cleanAllHttpData();
            content.release();
        }
    }

    private static Map<String, @Nullable Object> parts(HttpPostMultipartRequestDecoder decoder)
            throws Unreadable, IOException {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
            if (!(data instanceof FileUpload file)) {
                // What would be a parameter on another server is none here: those stand in the query.
                throw new Unreadable(Doubt.UNKNOWN_PARAMETER);
            }
            if (parts.put(file.getName(), new Blob(file.get(), null)) != null) {
                throw new Unreadable(Doubt.DUPLICATE_KEY);
            }
        }
        if (parts.isEmpty() || decoder.currentPartialHttpData() != null) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        return parts;
    }
}
