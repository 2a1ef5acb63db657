package io.facegate.vendor.compreface.wire;

import io.facegate.call.Capability;
import io.facegate.catalogue.ParameterValues;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.RequestMistake;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Capabilities that {@code face_plugins} adds. Absent means none; an unknown plugin is a mistake. */
final class CompreFacePlugins {
    static final String PARAMETER = "face_plugins";

    private static final ParameterValues KNOWN =
            VendorApi.COMPREFACE.catalogue().words();

    private CompreFacePlugins() {}

    /** Returns the plugins that a call requests. */
    static List<String> requestedPlugins(CompreFaceParameters given) {
        var asked = given.query().getOrDefault(PARAMETER, "");
        return asked.isEmpty() ? List.of() : List.of(asked.split(",", -1));
    }

    /** Returns the capabilities that a plugin reveals, or null for an unknown plugin. */
    static @Nullable Set<Capability> revealedCapabilities(String name) {
        return KNOWN.capabilities(PARAMETER, name);
    }

    /** Adds to the set; returns the mistake, or null. */
    static @Nullable RequestMistake addCapabilities(Set<Capability> set, CompreFaceParameters given) {
        return RequestMistake.addRevealed(set, KNOWN, PARAMETER, requestedPlugins(given));
    }
}
