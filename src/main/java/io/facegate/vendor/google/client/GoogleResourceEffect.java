package io.facegate.vendor.google.client;

import io.facegate.call.FaceCall;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.RestRequestWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The long-running operation, page, project and product sets that one call names, with its effect on them. */
record GoogleResourceEffect(FaceCall call, RestOperation route, OperationEffect effect) {
    private static final String PAGE = "pageToken";

    static GoogleResourceEffect ofCall(FaceCall call) {
        var known = VendorApi.GOOGLE_VISION.requireOperation(call.operation());
        return new GoogleResourceEffect(call, Objects.requireNonNull(known.route()), known.effect());
    }

    /** Returns the operation that it refers to, or null. */
    private @Nullable ResourceId operation() {
        if (effect.act() == OperationEffect.Act.USES) {
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
        return effect.lists() != null
                        && RestRequestWriter.asMap(call.params().get(GoogleRequestWriter.QUERY))
                                        .get(PAGE)
                                instanceof String token
                ? page(token)
                : null;
    }

    /** Returns the operation or the page of a list that it names. */
    NamedResources namedResources() {
        var one = effect.lists() == null ? operation() : page();
        return one == null
                ? NamedResources.NONE
                : new NamedResources(Set.of(one), effect.act() == OperationEffect.Act.FORGETS);
    }

    /** Returns true if the call names a Google project or a resource in one: the account of the project's owner. */
    boolean namesProject() {
        var body = call.params().get(GoogleRequestWriter.BODY);
        boolean path = RestRequestWriter.asMap(call.params().get(GoogleRequestWriter.PATH))
                .containsKey("project");
        return (path && effect.act() != OperationEffect.Act.INHERITS)
                || (body instanceof Map<?, ?> given && given.get("parent") != null);
    }

    /** Returns true if it touches product sets, which share the project under names that any caller can choose. */
    boolean touchesProducts() {
        return effect.soleOwnerOnly() || holdsProducts(call.params().get(GoogleRequestWriter.BODY));
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
