package io.facegate.vendor.wire;

import io.facegate.call.RequestPayload;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parser of {@code multipart/form-data} bodies: in memory, a few parts at most, no duplicate names. */
public final class MultipartReader {
    private static final RequestMistake NO_FORM = RequestMistake.malformedBody(
            "The body is not a complete multipart/form-data form with the boundary that Content-Type names.");
    /** The most bytes of headers before a part's content. */
    private static final int HEAD = 16 * 1024;

    private static final char UNREADABLE = '\ufffd';

    /** Allocates on the heap, where memory for bodies is accounted for. */
    private static final UnpooledByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    private MultipartReader() {}

    /**
     * One part of a form.
     *
     * @param file whether the part has a file name
     */
    public record Part(byte[] bytes, boolean file) {
        /** Prints only the size. */
        @Override
        public String toString() {
            return "Part[" + bytes.length + " bytes]";
        }
    }

    /**
     * Returns the parts by name.
     *
     * @param type the body's content type
     * @param most the most parts allowed
     * @throws Unreadable when the body is not such a form, or is incomplete
     */
    public static Map<String, Part> read(String type, RequestPayload body, int most) throws Unreadable {
        var content = HEAP.compositeBuffer(1).addComponent(true, Unpooled.wrappedBuffer(body.bytes()));
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", content);
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        var memory = new DefaultHttpDataFactory(false);
        memory.setMaxLimit(body.length());
        HttpPostMultipartRequestDecoder decoder = null;
        try {
            // One more than allowed, so that an extra part is detected.
            decoder = new HttpPostMultipartRequestDecoder(memory, request, StandardCharsets.UTF_8, most + 1, HEAD);
            return parts(decoder, most);
        } catch (RuntimeException | IOException broken) {
            // Netty throws a dozen exception types here; the caller gets one error for all of them.
            throw new Unreadable(NO_FORM);
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
            memory.cleanAllHttpData();
            content.release();
        }
    }

    /** Returns true if a name was not valid UTF-8: Netty decodes invalid bytes to {@link #UNREADABLE}. */
    private static boolean isBroken(HttpData data) {
        return data.getName().indexOf(UNREADABLE) >= 0
                || (data instanceof FileUpload file
                        && String.valueOf(file.getFilename()).indexOf(UNREADABLE) >= 0);
    }

    private static Map<String, Part> parts(HttpPostMultipartRequestDecoder decoder, int most)
            throws Unreadable, IOException {
        var parts = new LinkedHashMap<String, Part>();
        for (var found : decoder.getBodyHttpDatas()) {
            if (!(found instanceof HttpData data) || isBroken(data)) {
                throw new Unreadable(NO_FORM);
            }
            if (parts.put(data.getName(), new Part(data.get(), data instanceof FileUpload)) != null) {
                throw new Unreadable(RequestMistake.duplicateKey(data.getName()));
            }
        }
        if (parts.size() > most) {
            throw new Unreadable(RequestMistake.malformedBody("The form has more than " + most + " parts."));
        }
        if (parts.isEmpty() || decoder.currentPartialHttpData() != null) {
            throw new Unreadable(NO_FORM);
        }
        return parts;
    }
}
