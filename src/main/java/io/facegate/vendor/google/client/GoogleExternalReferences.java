package io.facegate.vendor.google.client;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Organisation;
import io.facegate.identity.RegisteredResource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Check of a call's external references against the organisation's registered resources. Buckets are registered as a
 * whole, because Google reads an object by its name alone; web URLs cannot be registered for Google.
 */
final class GoogleExternalReferences {
    /** Fields that hold a reference, at any depth. */
    private static final Set<String> NAMING = Set.of("imageUri", "gcsImageUri", "uri", "csvFileUri");

    private static final String DESTINATION = "gcsDestination";
    private static final Pattern OBJECT =
            Pattern.compile("(gs://[a-z0-9][a-z0-9._-]{1,220}[a-z0-9])/.*", Pattern.DOTALL);

    private final Organisation whose;
    private final Set<Reference> found = EnumSet.noneOf(Reference.class);
    private boolean owned = true;

    private GoogleExternalReferences(Organisation whose) {
        this.whose = whose;
    }

    /** Returns why the organisation's call must not use a reference, or null. */
    static @Nullable PreconditionFailure findPreconditionFailure(Organisation whose, FaceCall call) {
        var pointers = new GoogleExternalReferences(whose);
        pointers.search(call.params().get(GoogleRequestWriter.BODY), Reference.URL);
        // Fetched pictures are bytes by now; URLs that remain are found in the search above.
        pointers.found.add(Reference.WEB_PICTURE);
        boolean all = pointers.found.containsAll(call.facts().references());
        return pointers.owned && all ? null : PreconditionFailure.REFERENCE_NOT_OWNED;
    }

    private void search(@Nullable Object value, Reference kind) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, inner) -> field(String.valueOf(key), inner, kind));
            case Iterable<?> list -> list.forEach(item -> search(item, kind));
            case null, default -> {}
        }
    }

    private void field(String key, @Nullable Object value, Reference kind) {
        if (NAMING.contains(key) && value != null) {
            found.add(kind);
            owned &= value instanceof String name && isRegistered(kind, name);
        } else {
            search(value, key.equals(DESTINATION) ? Reference.OUTPUT : kind);
        }
    }

    private boolean isRegistered(Reference kind, String name) {
        var object = OBJECT.matcher(name);
        return object.matches() && whose.resources().contains(new RegisteredResource(kind, object.group(1)));
    }
}
