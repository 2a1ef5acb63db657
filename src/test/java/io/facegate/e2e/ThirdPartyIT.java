package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The SBOM names every library that is packaged, and THIRD-PARTY.md the licence of each; both come from the build. */
class ThirdPartyIT {
    private static final Path SBOM = Path.of("target/quarkus-run-cyclonedx.json");
    private static final Path APP = Path.of("target/quarkus-app");
    private static final Path LIST = Path.of("THIRD-PARTY.md");

    /** Native code of which each machine packages its own. */
    private static final Pattern NATIVE = Pattern.compile("(brotli4j:native)-.*");

    /** Licences under which a library may be packaged. Of a library with several, one is enough. */
    private static final Set<String> ACCEPTED = Set.of(
            "0BSD",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "Go License",
            "LGPL-2.1-or-later",
            "MIT",
            "MIT-0");

    @Test
    void theBillOfMaterialsIsOfWhatIsPackaged() throws Exception {
        assertThat(differences(sbom(), APP)).isEmpty();
    }

    @Test
    void everyLicenceIsListedAndAccepted() throws Exception {
        var licences = licences(sbom());
        assertThat(unaccepted(licences)).isEmpty();
        var listed = page(licences);
        Files.writeString(Path.of("target/THIRD-PARTY.md"), listed);
        assertThat(Files.readString(LIST))
                .as("Where the licences that changed are as they should be: cp target/THIRD-PARTY.md THIRD-PARTY.md")
                .isEqualTo(listed);
    }

    /** What stands ahead of Quarkus's BOM is what is packaged; Microsoft's SDK is, and none of its HTTP clients. */
    @Test
    void whatReadsHostileBytesIsOfTheVersionThatIsNamed() throws Exception {
        var pom = Files.readString(Path.of("pom.xml"));
        assertThat(versions("io.netty", "netty-.*")).containsExactly(named(pom, "netty"));
        assertThat(versions("com.fasterxml.jackson.core", "jackson-(core|databind)"))
                .containsExactly(named(pom, "jackson"));
        assertThat(versions("com.azure", "azure-ai-vision-imageanalysis")).hasSize(1);
        assertThat(versions("com.azure", "azure-core-http-.*")).isEmpty();
        assertThat(versions("io.projectreactor.netty", ".*")).isEmpty();
    }

    private static String named(String pom, String library) {
        var version = Pattern.compile('<' + library + "\\.version>([^<]+)<").matcher(pom);
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    /** The versions of packaged libraries. */
    private static Set<String> versions(String group, String name) throws IOException {
        var versions = new TreeSet<String>();
        for (var each : sbom().path("components")) {
            if (location(each).startsWith("lib/")
                    && each.path("group").asText().equals(group)
                    && each.path("name").asText().matches(name)) {
                versions.add(each.path("version").asText());
            }
        }
        return versions;
    }

    /** Broken controls. */
    @Test
    void aLibraryThatIsNotNamedOrIsAnotherOneIsFound() throws Exception {
        var unnamed = sbom();
        var other = sbom();
        for (var each = unnamed.get("components").elements(); each.hasNext(); ) {
            if (location(each.next()).contains("netty-codec-http2")) {
                each.remove();
            }
        }
        other.get("components").forEach(each -> {
            if (location(each).contains("netty-codec-http2")) {
                each.get("hashes").forEach(hash -> ((ObjectNode) hash).put("content", "00"));
            }
        });
        assertThat(differences(unnamed, APP)).singleElement().asString().contains("netty-codec-http2");
        assertThat(differences(other, APP)).singleElement().asString().contains("netty-codec-http2");
    }

    @Test
    void aLicenceThatNobodyAcceptedOrKnowsIsFound() throws Exception {
        var changed = sbom();
        for (var each : changed.get("components")) {
            if (location(each).contains("netty-codec-http2")) {
                ((ObjectNode) each).remove("licenses");
            } else if (location(each).contains("netty-buffer")) {
                ((ObjectNode) each.at("/licenses/0/license")).put("id", "AGPL-3.0-only");
            }
        }
        assertThat(unaccepted(licences(changed)))
                .containsExactly("io.netty:netty-buffer AGPL-3.0-only", "io.netty:netty-codec-http2 ");
        assertThat(page(licences(changed))).isNotEqualTo(page(licences(sbom())));
    }

    private static JsonNode sbom() throws IOException {
        var sbom = Gateway.JSON.readTree(SBOM.toFile());
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        return sbom;
    }

    /** Jars of a packaged application that the SBOM does not name, or names with another SHA-256; and the reverse. */
    private static List<String> differences(JsonNode sbom, Path app) throws IOException {
        var named = new TreeMap<String, String>();
        for (var each : sbom.path("components")) {
            if (location(each).startsWith("lib/")) {
                named.put(location(each), sha256(each));
            }
        }
        var found = new ArrayList<String>();
        try (var jars = Files.walk(app.resolve("lib"))) {
            for (var jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                var sum = named.remove(app.relativize(jar).toString());
                if (!sha256(Files.readAllBytes(jar)).equals(sum)) {
                    found.add(jar.toString());
                }
            }
        }
        found.addAll(named.keySet());
        return found;
    }

    /** The place of a component in the packaged application, or an empty string where it only took part in the build. */
    private static String location(JsonNode component) {
        return component.at("/evidence/occurrences/0/location").asText();
    }

    private static String sha256(JsonNode component) {
        return component
                .path("hashes")
                .valueStream()
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .collect(Collectors.joining());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException never) {
            throw new AssertionError(never);
        }
    }

    /** The licences of each packaged library, by its coordinates without version. */
    private static TreeMap<String, Set<String>> licences(JsonNode sbom) {
        var licences = new TreeMap<String, Set<String>>();
        for (var each : sbom.path("components")) {
            if (location(each).startsWith("lib/")) {
                var name = each.path("group").asText() + ':' + each.path("name").asText();
                licences.computeIfAbsent(NATIVE.matcher(name).replaceFirst("$1-PLATFORM"), first -> new TreeSet<>())
                        .addAll(each.path("licenses")
                                .valueStream()
                                .map(ThirdPartyIT::licence)
                                .toList());
            }
        }
        return licences;
    }

    private static String licence(JsonNode given) {
        return Stream.of("/expression", "/license/id", "/license/name")
                .map(where -> given.at(where).asText())
                .filter(word -> !word.isEmpty())
                .findFirst()
                .orElse("unknown");
    }

    private static List<String> unaccepted(TreeMap<String, Set<String>> licences) {
        return licences.entrySet().stream()
                .filter(each -> each.getValue().stream().noneMatch(ACCEPTED::contains))
                .map(each -> each.getKey() + ' ' + String.join(", ", each.getValue()))
                .toList();
    }

    private static String page(TreeMap<String, Set<String>> licences) {
        var page = new StringBuilder("""
            # Third-party libraries

            Facegate is packaged with these libraries. Where several licences are named, you may choose one of them. Versions and checksums are in the SBOM that every build
            writes, from which this list is made ([releasing](docs/releasing.md#what-is-in-it)). The face models and other data are in [NOTICE](NOTICE).

            | library | licence |
            |---|---|
            """);
        licences.forEach(
                (library, each) -> page.append("| `%s` | %s |\n".formatted(library, String.join(" or ", each))));
        return page.toString();
    }
}
