package io.facegate.vendor.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.call.ResourceId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A resource that a call created.
 *
 * @param use the only request it may be used for, or empty for any
 * @param token the vendor's own id if {@code id} is the gateway's, or empty
 * @param lifetime after which the vendor forgets it, or null if it keeps it until it is erased
 */
public record NewResource(
        ResourceId id, String use, String token, @Nullable Duration lifetime) {
    /**
     * Returns the id of a created resource in an answer.
     *
     * @throws Fault.ProviderDown when it names none: what nobody is on record for must not be used
     */
    public static String requireId(@Nullable Object id) {
        var text = id instanceof JsonNode node ? node.textValue() : id;
        if (!(text instanceof String given) || given.isEmpty()) {
            throw new Fault.ProviderDown("The provider's answer does not name the resource that it made.");
        }
        return given;
    }

    /** A resource for any use, under the vendor's own id. */
    public NewResource(ResourceId id, @Nullable Duration lifetime) {
        this(id, "", "", lifetime);
    }
}
