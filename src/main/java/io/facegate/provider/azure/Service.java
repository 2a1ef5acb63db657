package io.facegate.provider.azure;

import io.facegate.call.rest.Routes;

/** A service of Azure's: what calls name it, and its operations. */
public enum Service {
    FACE("azure_face"),
    VISION("azure_vision");

    private final String code;

    Service(String code) {
        this.code = code;
    }

    /** The vendor that calls of its wire name. */
    public String code() {
        return code;
    }

    Routes routes() {
        return this == FACE ? Routes.AZURE_FACE : Routes.AZURE_VISION;
    }
}
