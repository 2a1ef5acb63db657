package io.facegate.vendor.wire;

import io.facegate.call.FaceCall;
import io.facegate.catalogue.RestOperations.Found;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads requests of REST APIs: an unknown operation and an unreadable request are calls too, with their mistake. */
public final class RestRequestReader {
    /** The operation's name in the record of a request that has none. */
    private static final String NO_OPERATION = "unknown";

    private RestRequestReader() {}

    /** Reads a request of a known operation. */
    @FunctionalInterface
    public interface OperationReader {
        FaceCall read(Found operation) throws Unreadable;
    }

    /**
     * Returns the call of a request.
     *
     * @param found its operation, or null if it has none
     */
    public static FaceCall read(String provider, @Nullable Found found, OperationReader reader) {
        if (found == null) {
            return RequestMistake.callOfUnknownOperation(provider, NO_OPERATION, Set.of());
        }
        try {
            return reader.read(found);
        } catch (Unreadable unreadable) {
            var route = found.route();
            return unreadable.mistake().toCall(provider, route.operation(), route.capabilities());
        }
    }
}
