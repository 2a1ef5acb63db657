package io.facegate.call;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One vendor's operation, as the table of operations classifies it.
 *
 * @param capabilities what it does whatever its parameters say
 * @param ifSeveral capabilities it also has when its target holds more than one face
 * @param decidedBy the parameter that can change its capabilities, or null
 * @param threshold the parameter with the similarity asked for, or null
 * @param thresholdDefault what the vendor takes when that parameter is absent, 0 to 100
 * @param parameters all that the vendor's model knows
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

    /** Amazon Rekognition's operation of that name, or null: what is not in the table is refused. */
    public static @Nullable VendorOperation ofRekognition(String name) {
        return VendorOperations.REKOGNITION.get(name);
    }

    /** The names of the operations of all wires: five vendors' tables, and the neutral API. */
    public static Set<String> names() {
        return VendorOperations.NAMES;
    }

    /** All of Amazon Rekognition's operations. */
    public static Collection<VendorOperation> ofRekognition() {
        return VendorOperations.REKOGNITION.values();
    }
}
