package io.facegate.catalogue;

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
 * @param replies what its replies hold
 * @param resources fields of its requests and replies that name stored resources; {@code Parent/Field} where only that
 *     parent's field does, {@code /Field} where only a parameter does
 * @param similarityMaximum the greatest similarity in the vendor's numbers; the least is 0
 * @param leftOut what the vendor's model has and Facegate refuses, with the reasons
 */
public record ApiCatalogue(
        String title,
        Map<String, VendorOperation> operations,
        ParameterValues words,
        Replies replies,
        Map<String, ResourceField> resources,
        int similarityMaximum,
        List<LeftOut> leftOut) {
    /**
     * A part of the vendor's model that Facegate refuses.
     *
     * @param name such as an operation, or {@code Operation.parameter}
     */
    public record LeftOut(String name, String why) {}

    /**
     * What its replies hold.
     *
     * @param fields fields where a name means the same everywhere
     * @param shapes fields where a name means something else in each object
     */
    public record Replies(ReplyFields fields, ReplyShapes shapes) {}

    /** Fields of its replies, where a name means the same everywhere. */
    public ReplyFields fields() {
        return replies.fields();
    }

    /** Fields of its replies, where a name means something else in each object. */
    public ReplyShapes shapes() {
        return replies.shapes();
    }

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
}
