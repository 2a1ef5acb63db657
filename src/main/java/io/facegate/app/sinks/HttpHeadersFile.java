package io.facegate.app.sinks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file of HTTP headers, {@code NAME: VALUE} on each line. They may be secrets: no message repeats them. */
final class HttpHeadersFile {
    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9-]{1,64}): ?([\\x20-\\x7e]{1,8000})");
    private static final long LARGEST = 16 * 1024;

    private HttpHeadersFile() {}

    /** Reads the headers; none without a file. */
    static Map<String, String> read(@Nullable Path file) throws IOException {
        var headers = new HashMap<String, String>();
        if (file == null) {
            return headers;
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too large for a file of headers");
        }
        for (var line :
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
            var found = LINE.matcher(line.strip());
            if (found.matches()) {
                headers.put(found.group(1), found.group(2));
            } else if (!line.isBlank()) {
                throw new IOException(file + " must hold headers, NAME: VALUE on each line");
            }
        }
        return headers;
    }
}
