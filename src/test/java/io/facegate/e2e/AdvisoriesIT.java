package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No library that is packaged is touched by an advisory of the kept copy, but for those that somebody accepted. */
class AdvisoriesIT {
    private static final Path SBOM = Path.of("target/quarkus-run-cyclonedx.json");

    private static JsonNode sbom() throws IOException {
        return Gateway.JSON.readTree(SBOM.toFile());
    }

    private static AdvisorySnapshot snapshot() throws IOException {
        return AdvisorySnapshot.read(AdvisorySnapshot.FOLDER.resolve("snapshot.json"));
    }

    /** The advisories, without the versions that they touch. */
    private static Set<String> touching(JsonNode sbom) throws IOException {
        var touching = new TreeSet<String>();
        snapshot().touching(sbom).forEach(one -> touching.add(one.substring(0, one.lastIndexOf(' '))));
        return touching;
    }

    @Test
    void noPackagedLibraryIsTouched() throws IOException {
        var accepted = AdvisorySnapshot.accepted(AdvisorySnapshot.FOLDER.resolve("accepted.txt"));
        assertThat(touching(sbom()))
                .as("Raise the version in pom.xml, or say in accepted.txt why it does not concern Facegate")
                .isEqualTo(accepted.keySet());
        assertThat(accepted.values()).noneMatch(String::isBlank);
    }

    /** The copy is of what is packaged: each library that it tells of is in the SBOM. */
    @Test
    void theCopyIsOfWhatIsPackaged() throws IOException {
        var packaged = new TreeSet<String>();
        sbom().path("components")
                .forEach(one -> packaged.add(
                        one.path("group").asText() + ':' + one.path("name").asText()));
        assertThat(packaged).containsAll(snapshot().libraries());
        assertThat(snapshot().size()).isGreaterThan(20);
    }

    /** Broken control: an older Netty is found. */
    @Test
    void aPlantedOldLibraryIsFound() throws IOException {
        var old = sbom();
        old.path("components").forEach(one -> {
            if (one.path("name").asText().equals("netty-codec-http2")) {
                ((ObjectNode) one).put("version", "4.1.123.Final");
            }
        });
        assertThat(touching(old)).contains("GHSA-prj3-ccx8-p6x4 io.netty:netty-codec-http2");
    }
}
