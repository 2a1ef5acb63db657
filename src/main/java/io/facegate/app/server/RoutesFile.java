package io.facegate.app.server;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.catalogue.VendorApi;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.vendor.client.ProviderRoute;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The routes file, which assigns calls to providers. The first matching rule decides. */
final class RoutesFile {
    private static final Set<String> SETTINGS = Set.of("wires", "organisations", "types", "capabilities", "providers");

    /** The neutral API and those of the vendors. */
    private static final Set<String> WIRES = Stream.concat(
                    Stream.of(CrossVendorRoute.NEUTRAL),
                    Stream.of(VendorApi.values()).map(VendorApi::word))
            .collect(Collectors.toUnmodifiableSet());

    private final StrictYamlFile file;
    private final Set<String> answering;

    private RoutesFile(Path path, Set<String> answering) {
        this.file = new StrictYamlFile(path, "docs/routes.md");
        this.answering = answering;
    }

    /**
     * Reads the rules of a file.
     *
     * @param answering the configured providers, by the words of policies
     * @throws IllegalArgumentException with a sentence for the operator when the file is missing or malformed
     */
    static List<ProviderRoute> read(Path path, Set<String> answering) {
        var file = new RoutesFile(path, answering);
        return file.file.entries("routes", SETTINGS).stream().map(file::route).toList();
    }

    private ProviderRoute route(Map<?, ?> entry) {
        var wires = file.texts(entry.get("wires"), "wires");
        file.require(
                WIRES.containsAll(wires),
                "wires takes " + String.join(", ", WIRES.stream().sorted().toList()));
        var providers = file.texts(entry.get("providers"), "providers");
        file.require(!providers.isEmpty(), "providers is empty, so no provider would answer");
        file.require(
                answering.containsAll(providers),
                "providers may only name those in --provider, here "
                        + String.join(", ", answering.stream().sorted().toList()));
        return new ProviderRoute(
                wires,
                file.texts(entry.get("organisations"), "organisations"),
                types(file.texts(entry.get("types"), "types")),
                capabilities(file.texts(entry.get("capabilities"), "capabilities")),
                List.copyOf(providers));
    }

    private Set<String> types(Set<String> types) {
        for (var type : types) {
            file.require(WordList.ORGANISATIONS.words().contains(type), "there is no organisation type " + type);
        }
        return types;
    }

    private Set<Capability> capabilities(Set<String> codes) {
        var all = EnumSet.noneOf(Capability.class);
        for (var code : codes) {
            var capability = Capability.fromCode(code);
            if (capability == null) {
                throw file.error("there is no capability " + code);
            }
            all.add(capability);
        }
        return all;
    }
}
