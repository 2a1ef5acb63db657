package io.facegate.call;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's operation, as classified in the table of operations.
 *
 * @param capabilities capabilities regardless of the parameters
 * @param ifSeveral capabilities added if the target picture holds more than one face
 * @param decidedBy the parameter that can change its capabilities, or null
 * @param threshold the parameter with the requested similarity, or null
 * @param thresholdDefault the vendor's default for that parameter, 0 to 100
 * @param parameters all parameters in the vendor's model
 */
public record VendorOperation(
        String name,
        Set<Capability> capabilities,
        Set<Capability> ifSeveral,
        @Nullable String decidedBy,
        @Nullable String threshold,
        double thresholdDefault,
        Set<String> parameters) {
    public VendorOperation {
        capabilities = Set.copyOf(capabilities);
        ifSeveral = Set.copyOf(ifSeveral);
        parameters = Set.copyOf(parameters);
    }

    /** Returns Amazon Rekognition's operation of that name, or null; an unknown one is refused. */
    public static @Nullable VendorOperation ofRekognition(String name) {
        return VendorOperations.REKOGNITION.get(name);
    }

    /** Operation names of all APIs: five vendors' tables and the neutral API. */
    public static Set<String> names() {
        return VendorOperations.NAMES;
    }

    /** All Amazon Rekognition operations. */
    public static Collection<VendorOperation> ofRekognition() {
        return VendorOperations.REKOGNITION.values();
    }
}
