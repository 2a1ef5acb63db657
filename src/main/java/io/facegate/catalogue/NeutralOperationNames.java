package io.facegate.catalogue;

import java.util.Set;

/** Operations of the neutral API, which is no vendor's and has no catalogue; a test compares them with its endpoints. */
final class NeutralOperationNames {
    static final Set<String> NAMES = Set.of(
            "detect",
            "analyze",
            "detectPeople",
            "verify",
            "createLivenessSession",
            "readLivenessSession",
            "createGallery",
            "listGalleries",
            "describeGallery",
            "eraseGallery",
            "enroll",
            "listFaces",
            "eraseFace",
            "identify");

    private NeutralOperationNames() {}
}
