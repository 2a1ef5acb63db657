package io.facegate.admin;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;

/** The paths of endpoints, as their annotations say. */
final class AdminEndpoints {
    private AdminEndpoints() {}

    /** The path of an endpoint below the prefix, such as {@code /organisations/{organisation}}. */
    static String path(Method endpoint) {
        var own = endpoint.getAnnotation(Path.class);
        var path = endpoint.getDeclaringClass().getAnnotation(Path.class).value() + (own == null ? "" : own.value());
        return path.substring(AdminAnswer.PREFIX.length());
    }
}
