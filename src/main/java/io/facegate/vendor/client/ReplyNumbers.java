package io.facegate.vendor.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/** Numbers of a vendor's reply that may be absent. */
public final class ReplyNumbers {
    private ReplyNumbers() {}

    /** Returns the number, as a number or as text; empty if it is absent or not a number. */
    public static OptionalDouble of(JsonNode value) {
        double number = value.asDouble(Double.NaN);
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
