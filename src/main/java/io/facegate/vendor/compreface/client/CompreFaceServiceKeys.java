package io.facegate.vendor.compreface.client;

import io.facegate.catalogue.RestOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** API keys of a server's services, one per service, by the service's name in paths. */
public final class CompreFaceServiceKeys {
    private static final Set<String> SERVICES = Set.of("detection", "recognition", "verification");
    private static final Pattern LINE =
            Pattern.compile("\\s*([a-z]+)\\s*[:=]\\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\s*");

    private final Map<String, String> byService;

    private CompreFaceServiceKeys(Map<String, String> byService) {
        this.byService = byService;
    }

    /**
     * Parses lines such as {@code recognition: 00000000-0000-0000-0000-000000000002}.
     *
     * @throws IllegalArgumentException when the text has another form; the message repeats nothing of it
     */
    public static CompreFaceServiceKeys of(String text) {
        var keys = new LinkedHashMap<String, String>();
        for (var line : text.lines().filter(line -> !line.isBlank()).toList()) {
            var parts = LINE.matcher(line);
            if (!parts.matches()
                    || !SERVICES.contains(parts.group(1))
                    || keys.put(parts.group(1), parts.group(2)) != null) {
                throw malformed();
            }
        }
        if (keys.isEmpty()) {
            throw malformed();
        }
        return new CompreFaceServiceKeys(keys);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("it must hold a line SERVICE: KEY for each of detection, recognition and"
                + " verification that there is, one at least, with the service's key, a UUID");
    }

    /** Returns the key for a route: empty where none is needed, null where it is missing. */
    @Nullable
    String of(RestOperation route) {
        var service = route.path().get(2).equals("static")
                ? "recognition"
                : route.path().get(2);
        return SERVICES.contains(service) ? byService.get(service) : "";
    }

    /** Omits the keys. */
    @Override
    public String toString() {
        return "CompreFaceServiceKeys" + byService.keySet();
    }
}
