package io.facegate.provider.google;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.handle.Handle;
import io.facegate.call.handle.Kind;
import io.facegate.call.rest.Route;
import io.facegate.call.rest.Routes;
import io.facegate.provider.Rest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one call does to what the vendor keeps, as its address says. */
record Deed(FaceCall call, Route route) {
    private static final String PAGE = "pageToken";

    static Deed of(FaceCall call) {
        return new Deed(call, Routes.GOOGLE_VISION.of(call.operation()));
    }

    /** Whether its answer names an operation that goes on. */
    boolean starts() {
        var last = route.path().getLast();
        return last.endsWith(":asyncBatchAnnotate") || last.endsWith(":import") || last.endsWith(":purge");
    }

    /** Whether it lists operations, whoever's they are. */
    boolean lists() {
        return route.path().getLast().equals("operations");
    }

    /** Whether it is judged as what started the operation that it goes back to. */
    boolean inherits() {
        return route.capabilities().contains(Capability.JOB_RESULT) && !lists();
    }

    boolean stops() {
        return route.capabilities().contains(Capability.STATEFUL_CONTROL_STOP);
    }

    boolean forgets() {
        return stops() && route.method().equals("DELETE");
    }

    /** The operation that it goes back to, or null. */
    @Nullable
    Handle operation() {
        if (!inherits() && !stops()) {
            return null;
        }
        var path = Rest.path(route, Rest.words(call.params().get(Requests.PATH)));
        var verb = Route.verb(route.path().getLast());
        return job(path.substring(path.indexOf('/', 1) + 1, path.length() - verb.length()));
    }

    /** Where a list of operations goes on, or null. */
    @Nullable
    Handle page() {
        return lists() && Rest.words(call.params().get(Requests.QUERY)).get(PAGE) instanceof String token
                ? page(token)
                : null;
    }

    /** Whether it names a project, or what is kept in one: the account of the one whom it belongs to. */
    boolean namesProject() {
        var body = call.params().get(Requests.BODY);
        boolean path = Rest.words(call.params().get(Requests.PATH)).containsKey("project");
        return (path && !inherits()) || (body instanceof Map<?, ?> given && given.get("parent") != null);
    }

    /** Whether it touches sets of products, which lie in the project under names that anybody chooses. */
    boolean touchesProducts() {
        return route.capabilities().contains(Capability.NOT_FACE)
                || holds(call.params().get(Requests.BODY));
    }

    private static boolean holds(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.containsKey("productSearchParams") || map.values().stream().anyMatch(Deed::holds);
            case java.util.List<?> list -> list.stream().anyMatch(Deed::holds);
            case null, default -> false;
        };
    }

    static Handle job(String name) {
        return new Handle(Requests.PROVIDER, Kind.JOB, name);
    }

    static Handle page(String token) {
        return new Handle(Requests.PROVIDER, Kind.PAGE, token);
    }
}
