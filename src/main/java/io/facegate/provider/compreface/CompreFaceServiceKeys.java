package io.facegate.provider.compreface;

import io.facegate.call.RestOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of a server's services, one each, by the names that stand in paths. */
public final class CompreFaceServiceKeys {
    private static final Set<String> SERVICES = Set.of("detection", "recognition", "verification");
    private static final Pattern LINE =
            Pattern.compile("\\s*([a-z]+)\\s*[:=]\\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\s*");

    private final Map<String, String> byService;

    private CompreFaceServiceKeys(Map<String, String> byService) {
        this.byService = byService;
    }

    /**
     * Those of a text with a line for each, such as {@code recognition: 00000000-0000-0000-0000-000000000002}.
     *
     * @throws IllegalArgumentException when it is something else; says no word of it
     */
    public static CompreFaceServiceKeys of(String text) {
        var keys = new LinkedHashMap<String, String>();
        for (var line : text.lines().filter(line -> !line.isBlank()).toList()) {
            var parts = LINE.matcher(line);
            if (!parts.matches()
                    || !SERVICES.contains(parts.group(1))
                    || keys.put(parts.group(1), parts.group(2)) != null) {
                throw unfit();
            }
        }
        if (keys.isEmpty()) {
            throw unfit();
        }
        return new CompreFaceServiceKeys(keys);
    }

    private static IllegalArgumentException unfit() {
        return new IllegalArgumentException("it must hold a line SERVICE: KEY for each of detection, recognition and"
                + " verification that there is, one at least, with the service's key, a UUID");
    }

    /** The key that a request of this route is sent with, empty where it needs none; null where there is none. */
    @Nullable
    String of(RestOperation route) {
        var service = route.path().get(2).equals("static")
                ? "recognition"
                : route.path().get(2);
        return SERVICES.contains(service) ? byService.get(service) : "";
    }

    /** Prints no key. */
    @Override
    public String toString() {
        return "ServiceKeys" + byService.keySet();
    }
}
