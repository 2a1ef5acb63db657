package io.facegate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** A kept copy of security advisories, and which of them touch the libraries of an SBOM. */
final class AdvisorySnapshot {
    static final Path FOLDER = Path.of("src/test/resources/advisories");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode advisories;

    private AdvisorySnapshot(JsonNode advisories) {
        this.advisories = advisories;
    }

    static AdvisorySnapshot read(Path file) throws IOException {
        return of(JSON.readTree(file.toFile()));
    }

    static AdvisorySnapshot of(JsonNode snapshot) {
        return new AdvisorySnapshot(snapshot.path("advisories"));
    }

    int size() {
        return advisories.size();
    }

    /** The libraries that there is an advisory of. */
    TreeSet<String> libraries() {
        var names = new TreeSet<String>();
        advisories.forEach(advisory -> advisory.path("affected")
                .forEach(one -> names.add(one.path("package").asText())));
        return names;
    }

    /** The advisories that touch a component of the SBOM, each as {@code ID group:name version}. */
    List<String> touching(JsonNode sbom) {
        var found = new TreeSet<String>();
        for (var component : sbom.path("components")) {
            var library = component.path("group").asText()
                    + ':'
                    + component.path("name").asText();
            var version = component.path("version").asText();
            for (var advisory : advisories) {
                for (var affected : advisory.path("affected")) {
                    if (affected.path("package").asText().equals(library) && isAffected(affected, version)) {
                        found.add(advisory.path("id").asText() + ' ' + library + ' ' + version);
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private static boolean isAffected(JsonNode affected, String version) {
        var here = new ComparableVersion(version);
        for (var single : affected.path("versions")) {
            if (new ComparableVersion(single.asText()).equals(here)) {
                return true;
            }
        }
        // As OSV evaluates events: in the order of versions, each opens or closes a range.
        boolean isInside = false;
        for (var event : sorted(affected.path("events"))) {
            if (event.has("introduced")) {
                isInside |= isAtLeast(here, event.path("introduced"));
            } else if (event.has("fixed")) {
                isInside &= !isAtLeast(here, event.path("fixed"));
            } else if (event.has("last_affected")) {
                isInside &= here.compareTo(new ComparableVersion(
                                event.path("last_affected").asText()))
                        <= 0;
            }
        }
        return isInside;
    }

    /** 0 is before every version, also before one such as 0.0.1-alpha. */
    private static boolean isAtLeast(ComparableVersion here, JsonNode bound) {
        return bound.asText().equals("0") || here.compareTo(new ComparableVersion(bound.asText())) >= 0;
    }

    private static List<JsonNode> sorted(JsonNode events) {
        var all = new ArrayList<JsonNode>();
        events.forEach(all::add);
        all.sort((one, other) -> {
            boolean isFirst = one.path("introduced").asText().equals("0");
            boolean isOtherFirst = other.path("introduced").asText().equals("0");
            return isFirst || isOtherFirst
                    ? Boolean.compare(isOtherFirst, isFirst)
                    : version(one).compareTo(version(other));
        });
        return all;
    }

    private static ComparableVersion version(JsonNode event) {
        return new ComparableVersion(event.elements().next().asText());
    }

    /** What somebody accepted, by {@code ID group:name}, with the reason. */
    static TreeMap<String, String> accepted(Path file) throws IOException {
        var accepted = new TreeMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            var words = line.split(" ", 3);
            if (!line.startsWith("#") && !line.isBlank()) {
                accepted.put(words[0] + ' ' + words[1], words.length < 3 ? "" : words[2].strip());
            }
        }
        return accepted;
    }
}
