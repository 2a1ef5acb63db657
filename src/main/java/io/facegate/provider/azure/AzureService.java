package io.facegate.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.RestOperations;

/** A service of Azure's: what calls name it, its operations, and how its answers look. */
public enum AzureService {
    /** It answers with objects, lists, or nothing at all. */
    FACE("azure_face"),

    /** It answers with objects. */
    VISION("azure_vision");

    private final String code;

    AzureService(String code) {
        this.code = code;
    }

    /** The vendor that calls of its wire name. */
    public String code() {
        return code;
    }

    RestOperations routes() {
        return this == FACE ? RestOperations.AZURE_FACE : RestOperations.AZURE_VISION;
    }

    /** Whether that status says that it did what was asked. */
    boolean isAnswer(int status) {
        return switch (status) {
            case 200 -> true;
            case 201, 202, 204 -> this == FACE;
            default -> false;
        };
    }

    /** Whether an answer may have no body. */
    boolean maySayNothing() {
        return this == FACE;
    }

    /** Whether its answers are of that type. */
    boolean isAnswer(JsonNode body) {
        return body.isObject() || (this == FACE && body.isArray());
    }
}
