package io.facegate.catalogue;

import io.facegate.call.SimilarityScale;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that is known of an API as data.
 *
 * @param title the vendor's name of it
 * @param operations all operations by name, in the file's order
 * @param words values of parameters that decide what a call reveals
 * @param fields fields of its replies, where a name means the same everywhere
 * @param shapes fields of its replies, where a name means something else in each object
 * @param resources fields of its requests and replies that name stored resources; {@code Parent/Field} where only that
 *     parent's field does, {@code /Field} where only a parameter does
 * @param similarityMaximum the greatest similarity in the vendor's numbers; the least is 0
 * @param scales the scales of its similarities; for a request, the first that is of it
 * @param clientRepeats what its clients send again by themselves
 * @param leftOut what the vendor's model has and Facegate refuses, with the reasons
 */
public record ApiCatalogue(
        String title,
        Map<String, VendorOperation> operations,
        ParameterValues words,
        ReplyFields fields,
        ReplyShapes shapes,
        Map<String, ResourceField> resources,
        double similarityMaximum,
        List<SimilarityScale> scales,
        ClientRetryBehaviour clientRepeats,
        List<LeftOut> leftOut) {
    /**
     * A part of the vendor's model that Facegate refuses.
     *
     * @param name such as an operation, or {@code Operation.parameter}
     */
    public record LeftOut(String name, String why) {}

    /** The resource fields among the parameters of an operation, also inside of its parameters' objects. */
    public Map<String, ResourceField> resourcesOf(VendorOperation operation) {
        var taken = new TreeMap<>(resources);
        taken.keySet().removeIf(field -> !operation.takes(ResourceField.parameter(field)));
        return taken;
    }

    /** Converts a similarity from 0 to 1 to the vendor's numbers, with every digit. */
    public BigDecimal toVendorScale(double similarity) {
        return BigDecimal.valueOf(similarity).multiply(BigDecimal.valueOf(similarityMaximum));
    }

    /** Returns true if the API's replies have similarities, as far as is known. */
    public boolean namesSimilarities() {
        return fields.similarity() != null || shapes.hasScores();
    }
}
