package io.facegate.call;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.Set;

/** Type of the value of an obligation, in the order in which the sentences about a record tell them. */
public enum ObligationType {
    /** A number from 0 to 1. */
    SHARE(Double.class, 1),
    /** A number of results. */
    RESULTS(Integer.class, 4096),
    /** A number of people. */
    PEOPLE(Integer.class, 9),
    FLAG(Boolean.class, 1),
    /** Attributes of faces. */
    CAPABILITIES(Capability.class, 0),
    /** Words that are free. */
    NOTICES(String.class, 0),
    /** A length of time such as PT24H. */
    LENGTH(Duration.class, 0),
    /** A length of days, months or years such as P30D. */
    PERIOD(Period.class, 0),
    /** Words of a closed list. */
    DUTIES(String.class, 0);

    private final Class<?> of;
    private final int most;

    ObligationType(Class<?> of, int most) {
        this.of = of;
        this.most = most;
    }

    /** The greatest number, for {@link #SHARE}, {@link #RESULTS} and {@link #PEOPLE}. */
    public int max() {
        return most;
    }

    /** True if a value is a set. */
    public boolean isSet() {
        return this == CAPABILITIES || this == NOTICES || this == DUTIES;
    }

    Object requireType(Object value) {
        boolean right =
                isSet() ? value instanceof Set<?> set && set.stream().allMatch(of::isInstance) : of.isInstance(value);
        if (!right) {
            throw new IllegalArgumentException(value + " is not of the type " + this);
        }
        return value instanceof Set<?> set ? Set.copyOf(set) : value;
    }

    double size(Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Duration length -> length.toMillis();
            case Period period -> LocalDate.EPOCH.plus(period).toEpochDay();
            default -> throw new IllegalArgumentException(this + " has no bound");
        };
    }

    int compare(Object one, Object other) {
        return one instanceof Duration first && other instanceof Duration second
                ? first.compareTo(second)
                : Double.compare(size(one), size(other));
    }

    /** A value as policies write it: a number, {@code true}, a text, or a sorted list of words. */
    Object toPolicyForm(Object value) {
        return switch (value) {
            case Set<?> set -> Obligations.words(set).stream().sorted().toList();
            case Duration _, Period _ -> value.toString();
            default -> value;
        };
    }

    /** How several values of one kind are merged: the strictest holds. */
    public enum Bound {
        /** The greatest value holds. */
        AT_LEAST,
        /** The least value holds. */
        AT_MOST,
        /** All values hold together. */
        ALL
    }
}
