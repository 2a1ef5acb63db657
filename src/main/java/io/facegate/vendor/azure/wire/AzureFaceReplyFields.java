package io.facegate.vendor.azure.wire;

import io.facegate.call.Capability;
import io.facegate.catalogue.ParameterValues;
import io.facegate.catalogue.ReplyFields;
import io.facegate.catalogue.VendorApi;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields of Azure Face replies and attributes that a query may request, with the capabilities that each reveals. */
final class AzureFaceReplyFields {
    private static final ReplyFields FIELDS = VendorApi.AZURE_FACE.catalogue().fields();
    private static final ParameterValues WORDS =
            VendorApi.AZURE_FACE.catalogue().words();

    private AzureFaceReplyFields() {}

    /** Returns the capabilities that a face attribute reveals, or null for an unknown attribute. */
    static @Nullable Set<Capability> attribute(String name) {
        return WORDS.capabilities(AzureFaceCapabilityRules.ATTRIBUTES, name);
    }

    /** Returns the attributes that a call can request. */
    static Set<String> attributes() {
        return WORDS.words(AzureFaceCapabilityRules.ATTRIBUTES);
    }

    /** Returns the capabilities that a field reveals, or null when no reply has the field. */
    static @Nullable Set<Capability> revealedCapabilities(String field) {
        return FIELDS.revealedCapabilities(field);
    }
}
