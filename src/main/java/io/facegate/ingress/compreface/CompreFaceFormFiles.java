package io.facegate.ingress.compreface;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.RequestPayload;
import io.facegate.ingress.MultipartReader;
import io.facegate.ingress.StrictJson.Blob;
import io.facegate.ingress.StrictJson.Unreadable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a form whose every part is a file. */
final class CompreFaceFormFiles {
    /** One more than any operation has. */
    private static final int PARTS = 3;

    private CompreFaceFormFiles() {}

    /**
     * The files by name.
     *
     * @throws Unreadable when it is not that, or not whole
     */
    static Map<String, @Nullable Object> read(String type, RequestPayload body) throws Unreadable {
        var files = new LinkedHashMap<String, @Nullable Object>();
        for (var part : MultipartReader.read(type, body, PARTS).entrySet()) {
            if (!part.getValue().file()) {
                // What would be a parameter on another server is none here: those stand in the query.
                throw new Unreadable(PreconditionFailure.UNKNOWN_PARAMETER);
            }
            files.put(part.getKey(), new Blob(part.getValue().bytes(), null));
        }
        return files;
    }
}
