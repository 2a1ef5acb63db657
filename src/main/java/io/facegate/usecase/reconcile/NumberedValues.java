package io.facegate.usecase.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that many permits share, by small numbers. */
final class NumberedValues<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    /** The number of a value. */
    short number(T value) {
        var known = numbers.get(value);
        if (known == null) {
            known = Math.min(values.size(), Short.MAX_VALUE);
            numbers.put(value, known);
            values.add(value);
        }
        return known.shortValue();
    }

    T get(short number) {
        return values.get(number);
    }

    /** All values, in the order of their numbers. */
    List<T> all() {
        return List.copyOf(values);
    }
}
