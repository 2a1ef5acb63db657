package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.catalogue.RestOperations;
import io.facegate.catalogue.VendorApi;

/** An Azure service: its name in calls, its operations and the form of its answers. */
public enum AzureService {
    /** Answers with objects, lists or an empty body. */
    FACE(VendorApi.AZURE_FACE),

    /** Answers with objects. */
    VISION(VendorApi.AZURE_VISION);

    private final VendorApi api;

    AzureService(VendorApi api) {
        this.api = api;
    }

    /** Returns the vendor name of the service's wire. */
    public String code() {
        return api.word();
    }

    VendorApi api() {
        return api;
    }

    RestOperations routes() {
        return this == FACE ? VendorApi.AZURE_FACE.rest() : VendorApi.AZURE_VISION.rest();
    }

    /** Returns true if the status means success. */
    boolean isAnswer(int status) {
        return switch (status) {
            case 200 -> true;
            case 201, 202, 204 -> this == FACE;
            default -> false;
        };
    }

    /** Returns true if an answer may have no body. */
    boolean mayReplyEmpty() {
        return this == FACE;
    }

    /** Returns true if the JSON type is one that the service answers with. */
    boolean isAnswer(JsonNode body) {
        return body.isObject() || (this == FACE && body.isArray());
    }
}
