package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container image that {@code ./facegate image} writes, and the gateway that runs from its unpacked files. */
class ImageIT {
    /** The user that Kubernetes' restricted policy would pick, other than the image's own. */
    private static final String NOBODY = "65534";

    /** Root of the image, read-only; {@code /data} and {@code /tmp} are mounts, as a container's are. */
    private static final String CONTAINER = """
        set -e
        root=$1; data=$2; shift 2
        mount --bind "$root" "$root"
        mount -o remount,ro,bind "$root"
        mount -t tmpfs tmpfs "$root/tmp"
        mount --bind "$data" "$root/data"
        mount --rbind /proc "$root/proc"
        mount --rbind /dev "$root/dev"
        exec "$@"
        """;

    @TempDir
    private static Path folder;

    private static Path image;
    private static Path root;
    private static JsonNode config;

    @BeforeAll
    static void writeAndUnpack() throws Exception {
        image = folder.resolve("image");
        root = Files.createDirectory(folder.resolve("root"));
        // As docs/releasing.md says it.
        command("openssl genpkey -algorithm ed25519 -out release.key").expect(0);
        command("openssl pkey -in release.key -pubout -out facegate-release.pem")
                .expect(0);
        write("image", "--sign", "release.key");
        var manifest = manifest(image);
        config = json(blob(image, manifest.get("config")));
        for (var layer : manifest.get("layers")) {
            run("tar", "-xzpf", blob(image, layer).toString(), "-C", root.toString(), "--numeric-owner");
        }
    }

    /** Writes the image of the packaged gateway into a folder below that of the test. */
    private static void write(String output, String... more) throws IOException {
        var words = new ArrayList<>(List.of("image", "--output", output));
        words.addAll(Arrays.asList(more));
        var written = Gateway.Result.of(Launcher.of(folder, words.toArray(String[]::new)), 10)
                .expect(0);
        assertThat(written.out()).startsWith("facegate:").contains("@sha256:");
    }

    private static JsonNode manifest(Path image) throws Exception {
        var listed = json(image.resolve("index.json")).get("manifests");
        assertThat(listed).hasSize(1);
        return json(blob(image, listed.get(0)));
    }

    private static Gateway.Result command(String line) {
        return Gateway.Result.of(new ProcessBuilder("sh", "-c", line).directory(folder.toFile()));
    }

    private static JsonNode json(Path file) throws IOException {
        return Gateway.parsed(Files.readString(file));
    }

    /** A blob whose name is the digest of its bytes, and whose size is as described. */
    private static Path blob(Path image, JsonNode described) throws Exception {
        var digest = described.get("digest").asText();
        var file = image.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
        var bytes = Files.readAllBytes(file);
        assertThat("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(digest);
        assertThat(described.get("size").asLong()).isEqualTo(bytes.length);
        return file;
    }

    private static void run(String... command) {
        Gateway.Result.of(new ProcessBuilder(command)).expect(0);
    }

    /** Decision 0171: all but the JVM's start-up cache, which stands alone at the end. */
    @Test
    void aSecondBuildHasTheSameLayersButTheStartUpCache() throws Exception {
        write("again");
        var again = folder.resolve("again");
        var second = manifest(again);
        var layers = digests(manifest(image).get("layers"));
        var others = digests(second.get("layers"));
        assertThat(layers).hasSize(6).doesNotHaveDuplicates();
        assertThat(others.subList(0, 5)).isEqualTo(layers.subList(0, 5));
        assertThat(others.getLast())
                .as("the control: the layer that differs with each build")
                .isNotEqualTo(layers.getLast());
        assertThat(config.at("/history/5/comment").asText()).isEqualTo("start-up cache");
        assertThat(withoutLastLayer(json(blob(again, second.get("config"))))).isEqualTo(withoutLastLayer(config));
    }

    private static List<String> digests(JsonNode layers) {
        return StreamSupport.stream(layers.spliterator(), false)
                .map(layer -> layer.get("digest").asText())
                .toList();
    }

    private static JsonNode withoutLastLayer(JsonNode config) {
        JsonNode copy = config.deepCopy();
        ((ArrayNode) copy.at("/rootfs/diff_ids")).remove(5);
        return copy;
    }

    /** By the command of docs/releasing.md as it stands there, for what its other commands wrote. */
    @Test
    void theSignatureIsVerifiedByTheCommandOfThePage() throws IOException {
        var verify = commandOfThePage();
        assertThat(command(verify).expect(0).out()).contains("Signature Verified Successfully");
        var index = image.resolve("index.json");
        var signed = Files.readAllBytes(index);
        try {
            var changed = signed.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(index, changed);
            assertThat(command(verify).code()).as("the control: a changed byte").isEqualTo(1);
        } finally {
            Files.write(index, signed);
        }
        command("openssl genpkey -algorithm ed25519 | openssl pkey -pubout -out other.pem")
                .expect(0);
        assertThat(command(verify.replace("facegate-release.pem", "other.pem")).code())
                .as("the control: another key")
                .isEqualTo(1);
    }

    private static String commandOfThePage() throws IOException {
        var found = Pattern.compile("`(openssl pkeyutl -verify [^`]*index\\.json[^`]*)`")
                .matcher(Files.readString(Path.of("docs/releasing.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void saysHowItIsRun() {
        var run = config.get("config");
        assertThat(run.get("User").asText()).isEqualTo("65532:65532");
        assertThat(words(run.get("Entrypoint")))
                .startsWith("/opt/java/bin/java")
                .endsWith("/app/quarkus-run.jar");
        assertThat(words(run.get("Cmd"))).containsExactly("serve");
        assertThat(run.get("Volumes").has("/data")).isTrue();
        assertThat(run.get("Labels").properties())
                .extracting(Map.Entry::getKey)
                .contains(
                        "org.opencontainers.image.version",
                        "org.opencontainers.image.revision",
                        "org.opencontainers.image.licenses");
        assertThat(config.get("rootfs").get("diff_ids")).hasSize(6);
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(((ArrayNode) array).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** An engine that builds deploy/Dockerfile makes an image that is run in the same way. */
    @Test
    void theDockerfileSaysTheSame() throws IOException {
        var dockerfile = Files.readString(Path.of("deploy/Dockerfile"));
        var run = config.get("config");
        assertThat(instruction(dockerfile, "ENTRYPOINT")).isEqualTo(run.get("Entrypoint"));
        assertThat(instruction(dockerfile, "CMD")).isEqualTo(run.get("Cmd"));
        assertThat(instruction(dockerfile, "VOLUME")).isEqualTo(Gateway.parsed("[\"/data\"]"));
        assertThat(dockerfile).contains("\nUSER " + run.get("User").asText() + "\n");
        for (var set : run.get("Env")) {
            assertThat(dockerfile).contains(set.asText());
        }
        run.get("ExposedPorts")
                .fieldNames()
                .forEachRemaining(
                        port -> assertThat(dockerfile).containsPattern("EXPOSE .*" + port.replace("/tcp", "")));
    }

    private static JsonNode instruction(String dockerfile, String word) {
        var lines =
                dockerfile.lines().filter(line -> line.startsWith(word + " ")).toList();
        assertThat(lines).hasSize(1);
        return Gateway.parsed(lines.getFirst().substring(word.length()));
    }

    /** Nobody in the container can change a file of the image, or start a shell. */
    @Test
    void holdsNothingThatCanBeChangedOrMisused() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            var open = all.filter(file -> !file.startsWith(root.resolve("data")))
                    .filter(file -> !file.equals(root.resolve("tmp")))
                    .filter(ImageIT::canBeChangedByOthers)
                    .toList();
            assertThat(open).isEmpty();
        }
        for (var shell : List.of("bin/sh", "bin/bash", "usr/bin", "sbin", "opt/java/bin/keytool")) {
            assertThat(root.resolve(shell)).doesNotExist();
        }
        assertThat(root.resolve("opt/java/bin/java")).isExecutable();
        assertThat(root.resolve("app/licenses/LICENSE")).hasSameTextualContentAs(Path.of("LICENSE"));
        assertThat(root.resolve("policies/invariants.yaml")).exists();
    }

    /** The SBOM names each library of the image by its SHA-256; an engine puts it in the same place. */
    @Test
    void theBillOfMaterialsIsInIt() throws Exception {
        assertThat(unnamed(root.resolve("app/sbom.cdx.json"), root.resolve("app/lib")))
                .isEmpty();
        assertThat(Files.readString(Path.of("deploy/Dockerfile")))
                .contains("cp target/quarkus-run-cyclonedx.json /image/app/sbom.cdx.json ");
        var another = Files.writeString(folder.resolve("another.cdx.json"), "{\"bomFormat\":\"CycloneDX\"}");
        assertThat(unnamed(another, root.resolve("app/lib")))
                .as("the control: an SBOM of something else")
                .isNotEmpty();
    }

    /** Jars in a folder whose SHA-256 an SBOM does not have. */
    static List<Path> unnamed(Path billOfMaterials, Path libraries) throws Exception {
        var bill = Files.readString(billOfMaterials);
        assertThat(Gateway.parsed(bill).get("bomFormat").asText()).isEqualTo("CycloneDX");
        var unnamed = new ArrayList<Path>();
        try (Stream<Path> all = Files.walk(libraries)) {
            for (var jar : all.filter(each -> each.toString().endsWith(".jar")).toList()) {
                var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
                if (!bill.contains('"' + HexFormat.of().formatHex(digest) + '"')) {
                    unnamed.add(jar);
                }
            }
        }
        return unnamed;
    }

    private static boolean canBeChangedByOthers(Path file) {
        try {
            var permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                    || permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || ((int) Files.getAttribute(file, "unix:mode") & 06000) != 0;
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void theControlSeesAFileThatOthersCanChange() throws IOException {
        var open = Files.createFile(folder.resolve("open"));
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(canBeChangedByOthers(open)).isTrue();
    }

    /** An organisation and a key through the image's own commands, and a call that the embedded engine answers. */
    @Test
    void servesFromAReadOnlyRootWithoutRights() throws Exception {
        var data = Files.createDirectory(folder.resolve("data"));
        if (isRoot()) {
            run("chown", NOBODY + ":" + NOBODY, data.toString());
        }
        inContainer(
                data,
                "org",
                "add",
                "--id",
                "hope",
                "--name",
                "Hope",
                "--type",
                "nonprofit.child_protection",
                "--jurisdiction",
                "US-NY",
                "--purpose",
                "missing_person");
        var key = Gateway.parsed(inContainer(data, "key", "mint", "--org", "hope", "--json"));
        var process = container(data, "serve", "--json", "--port", "0", "--health-port", "0")
                .redirectError(folder.resolve("serve.log").toFile())
                .start();
        try (BufferedReader out = process.inputReader()) {
            var line = out.readLine();
            assertThat(line).as(Files.readString(folder.resolve("serve.log"))).isNotNull();
            assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "mountinfo")))
                    .as("the root is read-only")
                    .contains(root + " / ro,");
            var calls = URI.create(Gateway.parsed(line).get("calls").asText());
            var sdk = new Sdk(calls);
            try (var client = sdk.client(new Gateway.Key(
                    key.get("accessKeyId").asText(),
                    key.get("secretAccessKey").asText(),
                    key.get("apiKey").asText()))) {
                var answer = client.detectFaces(call -> call.image(JavaSdkIT.image(Photos.ONE)));
                assertThat(answer.faceDetails()).hasSize(1);
            }
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(inContainer(data, "ledger", "verify")).contains("verif");
    }

    private static String inContainer(Path data, String... words) throws IOException {
        return Gateway.Result.of(container(data, words)).expect(0).out();
    }

    /** The image's own entry point and environment, in a mount namespace of its own. */
    private static ProcessBuilder container(Path data, String... words) {
        var command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!isRoot()) {
            command.add("--map-root-user");
        }
        command.addAll(List.of("sh", "-c", CONTAINER, "container", root.toString(), data.toString(), "chroot"));
        if (isRoot()) {
            command.add("--userspec=" + NOBODY + ":" + NOBODY);
        }
        command.add(root.toString());
        command.addAll(words(config.get("config").get("Entrypoint")));
        command.addAll(Arrays.asList(words));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        for (var set : config.get("config").get("Env")) {
            var parts = set.asText().split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        }
        return builder;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
