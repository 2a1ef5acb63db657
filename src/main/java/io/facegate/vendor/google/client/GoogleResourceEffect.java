package io.facegate.vendor.google.client;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperations;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.RestRequestWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Effect of one call on stored resources, derived from its path. */
record GoogleResourceEffect(FaceCall call, RestOperation route) {
    private static final String PAGE = "pageToken";

    static GoogleResourceEffect ofCall(FaceCall call) {
        return new GoogleResourceEffect(call, RestOperations.GOOGLE_VISION.byName(call.operation()));
    }

    /** Returns true if its answer names a long-running operation. */
    boolean startsOperation() {
        var last = route.path().getLast();
        return last.endsWith(":asyncBatchAnnotate") || last.endsWith(":import") || last.endsWith(":purge");
    }

    /** Returns true if it lists operations, which may belong to any organisation. */
    boolean lists() {
        return route.path().getLast().equals("operations");
    }

    /** Returns true if it is judged by the capabilities of the call that started its operation. */
    boolean inheritsCapabilities() {
        return route.capabilities().contains(Capability.JOB_RESULT) && !lists();
    }

    boolean stops() {
        return route.capabilities().contains(Capability.STATEFUL_CONTROL_STOP);
    }

    boolean deletesOperation() {
        return stops() && route.method().equals("DELETE");
    }

    /** Returns what it does to the existing resource that it names. */
    OperationEffect.Act act() {
        if (stops()) {
            return deletesOperation() ? OperationEffect.Act.FORGETS : OperationEffect.Act.STOPS;
        }
        return inheritsCapabilities() ? OperationEffect.Act.INHERITS : OperationEffect.Act.USES;
    }

    /** Returns the operation that it refers to, or null. */
    @Nullable
    ResourceId operation() {
        if (!inheritsCapabilities() && !stops()) {
            return null;
        }
        var path = RestRequestWriter.path(
                route, RestRequestWriter.asMap(call.params().get(GoogleRequestWriter.PATH)));
        var verb = RestOperation.verb(route.path().getLast());
        return job(path.substring(path.indexOf('/', 1) + 1, path.length() - verb.length()));
    }

    /** Returns the page token of a list of operations, or null. */
    @Nullable
    ResourceId page() {
        return lists()
                        && RestRequestWriter.asMap(call.params().get(GoogleRequestWriter.QUERY))
                                        .get(PAGE)
                                instanceof String token
                ? page(token)
                : null;
    }

    /** Returns the operation or the page of a list that it names. */
    NamedResources namedResources() {
        var one = lists() ? page() : operation();
        return one == null ? NamedResources.NONE : new NamedResources(Set.of(one), deletesOperation());
    }

    /** Returns true if the call names a Google project or a resource in one: the account of the project's owner. */
    boolean namesProject() {
        var body = call.params().get(GoogleRequestWriter.BODY);
        boolean path = RestRequestWriter.asMap(call.params().get(GoogleRequestWriter.PATH))
                .containsKey("project");
        return (path && !inheritsCapabilities()) || (body instanceof Map<?, ?> given && given.get("parent") != null);
    }

    /** Returns true if it touches product sets, which share the project under names that any caller can choose. */
    boolean touchesProducts() {
        return route.capabilities().contains(Capability.NOT_FACE)
                || holdsProducts(call.params().get(GoogleRequestWriter.BODY));
    }

    private static boolean holdsProducts(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.containsKey("productSearchParams")
                        || map.values().stream().anyMatch(GoogleResourceEffect::holdsProducts);
            case List<?> list -> list.stream().anyMatch(GoogleResourceEffect::holdsProducts);
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
