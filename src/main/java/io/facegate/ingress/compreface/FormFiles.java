package io.facegate.ingress.compreface;

import io.facegate.call.Doubt;
import io.facegate.call.Payload;
import io.facegate.ingress.Multipart;
import io.facegate.ingress.StrictJson.Blob;
import io.facegate.ingress.StrictJson.Unreadable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a form whose every part is a file. */
final class FormFiles {
    /** One more than any operation has. */
    private static final int PARTS = 3;

    private FormFiles() {}

    /**
     * The files by name.
     *
     * @throws Unreadable when it is not that, or not whole
     */
    static Map<String, @Nullable Object> read(String type, Payload body) throws Unreadable {
        var files = new LinkedHashMap<String, @Nullable Object>();
        for (var part : Multipart.read(type, body, PARTS).entrySet()) {
            if (!part.getValue().file()) {
                // What would be a parameter on another server is none here: those stand in the query.
                throw new Unreadable(Doubt.UNKNOWN_PARAMETER);
            }
            files.put(part.getKey(), new Blob(part.getValue().bytes(), null));
        }
        return files;
    }
}
