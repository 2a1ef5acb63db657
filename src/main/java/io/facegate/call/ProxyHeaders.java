package io.facegate.call;

import java.util.Set;
import java.util.function.Predicate;

/** The headers by which a proxy says that it passed a request on for somebody else. */
public final class ProxyHeaders {
    private static final Set<String> NAMES = Set.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "X-Forwarded-Server",
            "X-Real-IP",
            "X-Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "Via");

    private ProxyHeaders() {}

    /** Whether a request has any of them; a proxy may pass a request on without any, so their absence proves nothing. */
    public static boolean areIn(Predicate<String> hasHeader) {
        return NAMES.stream().anyMatch(hasHeader);
    }
}
