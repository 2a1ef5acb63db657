package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the process does to the world through a start, a call and a stop, as the kernel saw it: it looks nobody up, connects
 * to nobody who was not configured, and writes nowhere but in its data folder and its temporary folder.
 */
class QuietIT {
    private static final String PHOTO = Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE));
    private static final String COMPARE =
            "{\"SourceImage\":{\"Bytes\":\"%s\"},\"TargetImage\":{\"Bytes\":\"%s\"}}".formatted(PHOTO, PHOTO);

    private static final Pattern CONNECTION = Pattern.compile(
            "(?:connect|sendto|sendmsg)\\(.*sin6?_port=htons\\((\\d+)\\).*inet_(?:addr|pton)\\([^\"]*\"([^\"]+)\"");
    private static final Pattern WRITTEN = Pattern.compile(
            "\\b(?:open|openat|mkdir|mkdirat|rename|renameat|renameat2|creat|link|linkat|symlink|symlinkat)"
                    + "\\([^\"]*\"([^\"]+)\".*");
    private static final Pattern WRITES =
            Pattern.compile("O_WRONLY|O_RDWR|O_CREAT|\\b(?:mkdir|rename|creat|link|symlink)");
    private static final List<String> HARMLESS = List.of("/dev/", "/proc/");

    @TempDir
    private Path folder;

    /** The kernel's view of one gateway: who it spoke with, and where it wrote. */
    private record Traced(TreeSet<String> peers, TreeSet<String> files) {
        static Traced of(Path trace) throws IOException {
            var traced = new Traced(new TreeSet<>(), new TreeSet<>());
            for (var line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
                var connection = CONNECTION.matcher(line);
                if (connection.find()) {
                    traced.peers.add(connection.group(2) + ':' + connection.group(1));
                }
                var written = WRITTEN.matcher(line);
                if (written.find() && WRITES.matcher(line).find() && !line.contains("= -1 E")) {
                    traced.files.add(written.group(1));
                }
            }
            return traced;
        }
    }

    private Traced trace(Gateway.Key key, FakeVendor vendor, String provider) throws IOException {
        var home = Files.createDirectories(folder.resolve("home"));
        var temporary = Files.createDirectories(folder.resolve("tmp"));
        var trace = folder.resolve("trace");
        var gateway = Gateway.traced(
                trace,
                folder.resolve("data"),
                Map.of(
                        "HOME", home.toString(),
                        "XDG_CACHE_HOME", home.resolve("cache").toString(),
                        "TMPDIR", temporary.toString(),
                        "AWS_ENDPOINT_URL_REKOGNITION", vendor.url().toString(),
                        "AWS_ACCESS_KEY_ID", "AKIDOFTHEGATEWAY",
                        "AWS_SECRET_ACCESS_KEY", "secret-of-the-gateway",
                        "AWS_REGION", "us-east-1"),
                List.of("-Djava.io.tmpdir=" + temporary, "-Duser.home=" + home, "-XX:-UsePerfData"),
                "--provider",
                provider);
        try {
            var answer =
                    Wire.signed(gateway.calls(), key, "CompareFaces", COMPARE).send();
            assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        } finally {
            gateway.terminate();
        }
        assertThat(gateway.log()).doesNotContain("ERROR");
        try (var kept = Files.walk(home)) {
            assertThat(kept.filter(Files::isRegularFile))
                    .as("files in the user's home")
                    .isEmpty();
        }
        return Traced.of(trace);
    }

    private void assertQuiet(Traced traced, FakeVendor vendor) {
        var elsewhere = new ArrayList<String>();
        for (var peer : traced.peers()) {
            if (!peer.equals("127.0.0.1:" + vendor.url().getPort())
                    && !peer.equals("::ffff:127.0.0.1:" + vendor.url().getPort())) {
                elsewhere.add(peer);
            }
        }
        assertThat(elsewhere).as("look-ups and connections").isEmpty();
        assertThat(traced.files().stream()
                        .filter(file -> file.startsWith("/"))
                        .filter(file -> !file.startsWith(folder.toString()))
                        .filter(file -> HARMLESS.stream().noneMatch(file::startsWith)))
                .as("files outside the data folder and the temporary folder")
                .isEmpty();
        assertThat(traced.files()).as("that the trace sees files").anyMatch(file -> file.contains("ledger.db"));
    }

    @Test
    void theEmbeddedEngineTellsNobodyThatItRuns() throws IOException {
        var hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start()) {
            var traced = trace(hope, vendor, "local");
            assertQuiet(traced, vendor);
            assertThat(traced.files()).as("that the engine ran").anyMatch(file -> file.contains("onnxruntime"));
        }
    }

    @Test
    void aGatewayThatForwardsSpeaksWithItsVendorAndNobodyElse() throws IOException {
        var hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start()) {
            var traced = trace(hope, vendor, "rekognition");
            assertQuiet(traced, vendor);
            assertThat(traced.peers()).as("that the trace sees connections").isNotEmpty();
            assertThat(traced.files()).as("the engine's library").noneMatch(file -> file.contains("onnxruntime"));
        }
    }
}
