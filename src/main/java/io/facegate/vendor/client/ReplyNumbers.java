package io.facegate.vendor.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import java.util.OptionalDouble;

/** Numbers of a vendor's reply, which may be absent or no numbers. */
public final class ReplyNumbers {
    private ReplyNumbers() {}

    /**
     * Returns a similarity, 0 to 1.
     *
     * @param most the greatest similarity in the vendor's numbers
     * @throws Fault.ProviderDown when it is no number from 0 to that
     */
    public static double requireSimilarity(JsonNode value, double most) {
        double number = value.doubleValue();
        if (!value.isNumber() || !(number >= 0 && number <= most)) {
            throw new Fault.ProviderDown(
                    "The vendor's answer has a similarity that is no number from 0 to its greatest.");
        }
        return number / most;
    }

    /**
     * Returns the number of a field.
     *
     * @throws Fault.ProviderDown when it has none, or one that is too great
     */
    public static double require(JsonNode from, String field) {
        var value = from.path(field);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new Fault.ProviderDown("The vendor's answer has no number in " + field + '.');
        }
        return value.doubleValue();
    }

    /** Returns the number, as a number or as text; empty if it is absent, not a number, or too great for one. */
    public static OptionalDouble of(JsonNode value) {
        double number = value.asDouble(Double.NaN);
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
