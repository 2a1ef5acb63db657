package io.facegate.call;

import java.util.Set;
import java.util.function.Predicate;

/** Headers by which a proxy marks a forwarded request. */
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

    /** True if a request has any of them. A proxy may add none, so their absence proves nothing. */
    public static boolean isForwarded(Predicate<String> hasHeader) {
        for (var name : NAMES) {
            if (hasHeader.test(name)) {
                return true;
            }
        }
        return false;
    }
}
