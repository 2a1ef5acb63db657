package io.facegate.ledger.export;

import java.util.Optional;
import java.util.stream.Stream;

/** Version of the Open Cybersecurity Schema Framework (OCSF) that an event names. */
public enum OcsfVersion {
    V1_3("1.3.0"),
    V1_4("1.4.0"),
    V1_5("1.5.0"),
    V1_6("1.6.0"),
    V1_7("1.7.0"),
    V1_8("1.8.0");

    /** The version of an event unless another is wanted. */
    public static final OcsfVersion DEFAULT = V1_3;

    private final String number;

    OcsfVersion(String number) {
        this.number = number;
    }

    /** Its number, such as {@code 1.3.0}. */
    public String number() {
        return number;
    }

    /** The version with that number. */
    public static Optional<OcsfVersion> find(String number) {
        return Stream.of(values()).filter(one -> one.number.equals(number)).findFirst();
    }

    @Override
    public String toString() {
        return number;
    }
}
