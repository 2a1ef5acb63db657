package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an advisory touches a library is told by Maven's order of versions, and the kept copy can be renewed. */
class AdvisorySnapshotTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static JsonNode sbom(String library, String version) {
        var names = library.split(":");
        return JSON.valueToTree(Map.of(
                "components",
                List.of(Map.of(
                        "group",
                        names[0],
                        "name",
                        names[1],
                        "version",
                        version,
                        "purl",
                        "pkg:maven/" + names[0] + '/' + names[1] + '@' + version))));
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty:netty-codec-http2, 4.1.123.Final, GHSA-prj3-ccx8-p6x4",
        "io.netty:netty-codec-http2, 4.1.124.Final, ",
        "io.netty:netty-codec-http2, 4.1.99.Final, GHSA-prj3-ccx8-p6x4",
        "io.netty:netty-codec-http2, 4.2.3.Final, GHSA-prj3-ccx8-p6x4",
        "io.netty:netty-codec-http2, 4.2.4.Final, ",
        "io.netty:netty-handler, 4.1.136.Final, GHSA-p85m-gvr3-788c",
        "io.netty:netty-handler, 4.1.137.Final, ",
        "com.google.guava:guava, 31.1-jre, GHSA-7g45-4rm6-3mm3",
        "com.google.guava:guava, 33.6.0-jre, ",
        "org.yaml:snakeyaml, 1.33, GHSA-mjmj-j48q-9wg2",
        "org.yaml:snakeyaml, 2.0, ",
        "com.fasterxml.jackson.core:jackson-databind, 2.4.0-rc1, GHSA-jjjh-jjxp-wpff",
        "com.fasterxml.jackson.core:jackson-databind, 2.3.5, ",
        "org.postgresql:postgresql, 42.6.1, ",
        "io.netty:netty-codec-http3, 4.1.1.Final, "
    })
    void aVersionWithinARangeIsTouched(String library, String version, String advisory) throws Exception {
        var snapshot = AdvisorySnapshot.read(AdvisorySnapshot.FOLDER.resolve("snapshot.json"));
        assertThat(snapshot.touching(sbom(library, version)))
                .isEqualTo(advisory == null ? List.of() : List.of(advisory + ' ' + library + ' ' + version));
    }

    /** The script, on an archive as OSV publishes it: what is packaged, not withdrawn, and of Maven. */
    @Test
    void theScriptKeepsWhatIsSaidOfPackagedLibraries() throws Exception {
        var archive = folder.resolve("all.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            write(zip, "GHSA-1", "Maven", "g:a", "");
            write(zip, "GHSA-2", "Maven", "g:b", "");
            write(zip, "GHSA-3", "PyPI", "g:a", "");
            write(zip, "GHSA-4", "Maven", "g:a", "\"withdrawn\":\"2026-01-01T00:00:00Z\",");
        }
        var bill = Files.writeString(
                folder.resolve("sbom.json"), sbom("g:a", "1.5").toString());
        var written = folder.resolve("snapshot.json");
        var run = new ProcessBuilder(
                        "python3",
                        AdvisorySnapshot.FOLDER.resolve("renew.py").toString(),
                        archive.toString(),
                        bill.toString(),
                        written.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).isEqualTo("1 advisories of 1 libraries\n");

        var snapshot = AdvisorySnapshot.read(written);
        assertThat(snapshot.touching(sbom("g:a", "1.5"))).containsExactly("GHSA-1 g:a 1.5");
        assertThat(snapshot.touching(sbom("g:a", "2.0"))).isEmpty();
        assertThat(snapshot.touching(sbom("g:a", "3.1"))).containsExactly("GHSA-1 g:a 3.1");
    }

    private static void write(ZipOutputStream zip, String id, String ecosystem, String library, String more)
            throws Exception {
        zip.putNextEntry(new ZipEntry(id + ".json"));
        zip.write(("{\"id\":\"" + id + "\"," + more + "\"affected\":[{\"package\":{\"ecosystem\":\"" + ecosystem
                        + "\",\"name\":\"" + library + "\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
                        + "[{\"introduced\":\"3.0\"},{\"introduced\":\"0\"},{\"fixed\":\"2.0\"}]}]}]}")
                .getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    @Test
    void whatIsAcceptedHasAReason() throws Exception {
        var file =
                Files.writeString(folder.resolve("accepted.txt"), "# a comment\nGHSA-1 g:a not called\nGHSA-2 g:b\n");
        assertThat(AdvisorySnapshot.accepted(file))
                .containsEntry("GHSA-1 g:a", "not called")
                .containsEntry("GHSA-2 g:b", "");
    }
}
