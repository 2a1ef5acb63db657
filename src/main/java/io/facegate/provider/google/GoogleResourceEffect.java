package io.facegate.provider.google;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.RestOperation;
import io.facegate.call.RestOperations;
import io.facegate.provider.RestRequestWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one call does to what the vendor keeps, as its address says. */
record GoogleResourceEffect(FaceCall call, RestOperation route) {
    private static final String PAGE = "pageToken";

    static GoogleResourceEffect of(FaceCall call) {
        return new GoogleResourceEffect(call, RestOperations.GOOGLE_VISION.of(call.operation()));
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
    ResourceId operation() {
        if (!inherits() && !stops()) {
            return null;
        }
        var path = RestRequestWriter.path(
                route, RestRequestWriter.words(call.params().get(GoogleRequestWriter.PATH)));
        var verb = RestOperation.verb(route.path().getLast());
        return job(path.substring(path.indexOf('/', 1) + 1, path.length() - verb.length()));
    }

    /** Where a list of operations goes on, or null. */
    @Nullable
    ResourceId page() {
        return lists()
                        && RestRequestWriter.words(call.params().get(GoogleRequestWriter.QUERY))
                                        .get(PAGE)
                                instanceof String token
                ? page(token)
                : null;
    }

    /** Whether it names a project, or what is kept in one: the account of the one whom it belongs to. */
    boolean namesProject() {
        var body = call.params().get(GoogleRequestWriter.BODY);
        boolean path = RestRequestWriter.words(call.params().get(GoogleRequestWriter.PATH))
                .containsKey("project");
        return (path && !inherits()) || (body instanceof Map<?, ?> given && given.get("parent") != null);
    }

    /** Whether it touches sets of products, which lie in the project under names that anybody chooses. */
    boolean touchesProducts() {
        return route.capabilities().contains(Capability.NOT_FACE)
                || holds(call.params().get(GoogleRequestWriter.BODY));
    }

    private static boolean holds(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.containsKey("productSearchParams") || map.values().stream().anyMatch(GoogleResourceEffect::holds);
            case java.util.List<?> list -> list.stream().anyMatch(GoogleResourceEffect::holds);
            case null, default -> false;
        };
    }

    static ResourceId job(String name) {
        return new ResourceId(GoogleRequestWriter.PROVIDER, ResourceKind.JOB, name);
    }

    static ResourceId page(String token) {
        return new ResourceId(GoogleRequestWriter.PROVIDER, ResourceKind.PAGE, token);
    }
}
