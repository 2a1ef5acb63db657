package io.facegate.vendor.azure.wire;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the gallery that a call names in its path or body: a face list or a person group. */
final class AzureFaceGalleryRefs {
    private static final List<String> NAMES =
            List.of("faceListId", "largeFaceListId", "personGroupId", "largePersonGroupId", "dynamicPersonGroupId");

    private AzureFaceGalleryRefs() {}

    /** Returns the gallery that the call touches, or null. */
    static @Nullable String findGallery(AzureParameters given) {
        return NAMES.stream()
                .flatMap(name -> Stream.of(given.path().get(name), given.body().get(name)))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse(null);
    }
}
