package io.facegate.vendor.azure.client;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.ResourceField;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resource type that a field names.
 *
 * @param family the path of the collection within which names are unique; empty when they are unique within the kind
 */
record AzureResourceRef(ResourceKind kind, String family) {
    static final String PROVIDER = "azure_face";

    private static @Nullable ResourceField field(String name) {
        return VendorApi.AZURE_FACE.catalogue().resources().get(name);
    }

    /** Returns true if a field names a gallery, or galleries. */
    static boolean isGallery(String field) {
        var known = field(field);
        return known != null && known.kind() == ResourceKind.COLLECTION;
    }

    /** Returns the resource that a field names, or null when it names none. */
    static @Nullable AzureResourceRef forField(RestOperation route, String field) {
        var known = field(field);
        return known == null ? null : forField(route, known.kind(), field);
    }

    /** Returns the resource of that kind that a field names. */
    static AzureResourceRef forField(RestOperation route, ResourceKind kind, String field) {
        var known = field(field);
        var family = known == null ? "" : known.family();
        return new AzureResourceRef(kind, kind == ResourceKind.SESSION ? sessions(route) : family);
    }

    /** Returns the path of the session type that a route belongs to. */
    static String sessions(RestOperation route) {
        return route.path().stream()
                .skip(2)
                .takeWhile(segment -> !RestOperation.open(segment))
                .collect(Collectors.joining("/"));
    }

    ResourceId handle(String id) {
        return new ResourceId(PROVIDER, kind, family.isEmpty() ? id : family + '/' + id);
    }
}
