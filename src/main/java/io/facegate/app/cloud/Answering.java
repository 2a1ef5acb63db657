package io.facegate.app.cloud;

import java.util.List;
import java.util.Set;

/**
 * Who answers permitted calls, as its operator named them.
 *
 * @param names each at most once
 */
public record Answering(List<String> names) {
    private static final String LOCAL = "local";
    private static final String REKOGNITION = "rekognition";
    private static final String AZURE = "azure";
    private static final String COMPREFACE = "compreface";
    private static final Set<String> KNOWN = Set.of(LOCAL, REKOGNITION, AZURE, COMPREFACE);

    public Answering {
        names = List.copyOf(names);
    }

    /** Those that a list with commas names. */
    public static Answering of(String list) {
        return new Answering(List.of(list.split(",", -1)));
    }

    /** Whether each of them is known, and named once. */
    public boolean fits() {
        return KNOWN.containsAll(names) && Set.copyOf(names).size() == names.size();
    }

    /** Whether the embedded engine answers what no vendor named here does. */
    boolean local() {
        return names.contains(LOCAL);
    }

    boolean rekognition() {
        return names.contains(REKOGNITION);
    }

    boolean azure() {
        return names.contains(AZURE);
    }

    boolean compreFace() {
        return names.contains(COMPREFACE);
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
