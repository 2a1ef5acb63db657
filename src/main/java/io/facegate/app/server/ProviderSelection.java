package io.facegate.app.server;

import io.facegate.vendor.client.ProviderRoute;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The providers that answer permitted calls, as the operator named them.
 *
 * @param names each at most once
 * @param rules the routes file, which assigns calls to providers, or null
 */
public record ProviderSelection(
        List<String> names, @Nullable Path rules) {
    private static final String LOCAL = "local";
    private static final String REKOGNITION = "rekognition";
    private static final String AZURE = "azure";
    private static final String GOOGLE = "google";
    private static final String COMPREFACE = "compreface";

    /** Vendor words of policies for each provider. */
    private static final Map<String, Set<String>> KNOWN = Map.of(
            LOCAL, Set.of("local"),
            REKOGNITION, Set.of("rekognition"),
            AZURE, Set.of("azure_face", "azure_vision"),
            GOOGLE, Set.of("google_vision"),
            COMPREFACE, Set.of("compreface"));

    public ProviderSelection {
        names = List.copyOf(names);
    }

    /** Parses a comma-separated list. */
    public static ProviderSelection parse(String list, @Nullable Path rules) {
        return new ProviderSelection(List.of(list.split(",", -1)), rules);
    }

    /** Why the selection is invalid, or null. */
    public @Nullable String problem() {
        if (!KNOWN.keySet().containsAll(names) || Set.copyOf(names).size() != names.size()) {
            return "--provider is " + this
                    + "; it must name some of local, rekognition, azure, google and compreface, each once.";
        }
        try {
            routes();
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--routes: " + unfit.getMessage();
        }
    }

    /** The routing rules. */
    List<ProviderRoute> routes() {
        return rules == null ? List.of() : RoutesFile.read(rules, words());
    }

    private Set<String> words() {
        return names.stream()
                .flatMap(name -> Objects.requireNonNull(KNOWN.get(name)).stream())
                .collect(Collectors.toSet());
    }

    public boolean rekognition() {
        return names.contains(REKOGNITION);
    }

    boolean azure() {
        return names.contains(AZURE);
    }

    boolean google() {
        return names.contains(GOOGLE);
    }

    boolean compreFace() {
        return names.contains(COMPREFACE);
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
