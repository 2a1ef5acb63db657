package io.facegate.vendor.compreface.wire;

import io.facegate.call.RequestPayload;
import io.facegate.vendor.wire.MultipartReader;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parser of a form in which every part is a file. */
final class CompreFaceFormFiles {
    /** One more than any operation takes. */
    private static final int PARTS = 3;

    private CompreFaceFormFiles() {}

    /**
     * Returns the files by name.
     *
     * @throws Unreadable when the body is not such a form, or is incomplete
     */
    static Map<String, @Nullable Object> read(String type, RequestPayload body) throws Unreadable {
        var files = new LinkedHashMap<String, @Nullable Object>();
        for (var part : MultipartReader.read(type, body, PARTS).entrySet()) {
            if (!part.getValue().file()) {
                // A form field is no parameter here: CompreFace reads parameters from the query.
                throw new Unreadable(RequestMistake.partWithoutFile(part.getKey()));
            }
            files.put(part.getKey(), new Blob(part.getValue().bytes(), null));
        }
        return files;
    }
}
