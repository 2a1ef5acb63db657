package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.GoogleAccount;
import io.facegate.SelfSigned;
import io.facegate.ledger.export.KafkaServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
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

    /** The kernel's view of one gateway: who it spoke with, where it wrote, and what it looked for in the user's home. */
    private record Traced(TreeSet<String> peers, TreeSet<String> files, TreeSet<String> home) {
        static Traced of(Path trace, Path home) throws IOException {
            var traced = new Traced(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
            for (var line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
                var connection = CONNECTION.matcher(line);
                if (connection.find()) {
                    traced.peers.add(connection.group(2).replace("::ffff:", "") + ':' + connection.group(1));
                }
                var written = WRITTEN.matcher(line);
                if (written.find() && WRITES.matcher(line).find() && !line.contains("= -1 E")) {
                    traced.files.add(written.group(1));
                }
                if (line.contains('"' + home.toString())) {
                    traced.home.add(line.replaceFirst("^\\d+ ", ""));
                }
            }
            return traced;
        }
    }

    /** A call that a gateway answers while it is looked at. */
    private interface Call {
        void to(Gateway gateway) throws Exception;
    }

    private Traced trace(Map<String, String> environment, List<String> jvm, Call call, String... options)
            throws Exception {
        var home = Files.createDirectories(folder.resolve("home"));
        var temporary = Files.createDirectories(folder.resolve("tmp"));
        var trace = folder.resolve("trace");
        var variables = new HashMap<>(environment);
        variables.put("HOME", home.toString());
        variables.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        variables.put("TMPDIR", temporary.toString());
        var flags = new ArrayList<>(jvm);
        flags.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-Duser.home=" + home, "-XX:-UsePerfData"));
        var gateway = Gateway.traced(trace, folder.resolve("data"), variables, flags, options);
        try {
            call.to(gateway);
        } finally {
            gateway.terminate();
        }
        assertThat(gateway.log()).doesNotContain("ERROR");
        try (var kept = Files.walk(home)) {
            assertThat(kept.filter(Files::isRegularFile))
                    .as("files in the user's home")
                    .isEmpty();
        }
        return Traced.of(trace, home);
    }

    private Traced compare(Gateway.Key key, FakeVendor vendor, String provider) throws Exception {
        var amazon = Map.of(
                "AWS_ENDPOINT_URL_REKOGNITION", vendor.url().toString(),
                "AWS_ACCESS_KEY_ID", "AKIDOFTHEGATEWAY",
                "AWS_SECRET_ACCESS_KEY", "secret-of-the-gateway",
                "AWS_REGION", "us-east-1");
        Call call = gateway -> {
            var answer =
                    Wire.signed(gateway.calls(), key, "CompareFaces", COMPARE).send();
            assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        };
        return trace(amazon, List.of(), call, "--provider", provider);
    }

    /** Whoever was configured, by port on loopback, and nobody else. */
    private void assertQuiet(Traced traced, int... ports) {
        var elsewhere = new TreeSet<>(traced.peers());
        for (int port : ports) {
            elsewhere.remove("127.0.0.1:" + port);
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

    private static void post(Gateway gateway, String path, byte[] body, String... headers) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(gateway.calls().resolve(path))
                    .headers(headers)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    @Test
    void theEmbeddedEngineTellsNobodyThatItRuns() throws Exception {
        var hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start()) {
            var traced = compare(hope, vendor, "local");
            assertQuiet(traced);
            assertThat(traced.files()).as("that the engine ran").anyMatch(file -> file.contains("onnxruntime"));
        }
    }

    @Test
    void aGatewayThatForwardsSpeaksWithItsVendorAndNobodyElse() throws Exception {
        var hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start()) {
            var traced = compare(hope, vendor, "rekognition");
            assertQuiet(traced, vendor.url().getPort());
            assertThat(traced.peers()).as("that the trace sees connections").isNotEmpty();
            assertThat(traced.files()).as("the engine's library").noneMatch(file -> file.contains("onnxruntime"));
        }
    }

    /** Microsoft's library (msal4j) asks the authority that was named, and not its own list of authorities. */
    @Test
    void entrasTokensComeFromTheAuthorityThatWasNamed() throws Exception {
        var hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        var proof = SelfSigned.client(folder);
        try (var vendor = FakeVendor.start();
                var authority = FakeVendor.start(SelfSigned.identity(folder, "ip:127.0.0.1"))) {
            vendor.answers(Answer.of(200, "[]").with("Content-Type", "application/json"));
            authority.answers(
                    Answer.of(200, "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"the-token\"}")
                            .with("Content-Type", "application/json"));
            Call detect = gateway -> post(
                    gateway,
                    "/face/v1.0/detect?returnFaceId=false",
                    Photos.bytes(Photos.ONE),
                    "Ocp-Apim-Subscription-Key",
                    hope.apiKey(),
                    "Content-Type",
                    "application/octet-stream");

            var traced = trace(
                    Map.of(),
                    List.of(
                            "-Djavax.net.ssl.trustStore=" + believing(folder.resolve("vendor.pem")),
                            "-Djavax.net.ssl.trustStorePassword=changeit"),
                    detect,
                    "--provider",
                    "azure",
                    "--azure-endpoint",
                    vendor.url().toString(),
                    "--azure-authority",
                    authority.url().toString(),
                    "--azure-tenant",
                    "tenant-1",
                    "--azure-client",
                    "client-1",
                    "--azure-certificate",
                    proof.toString());

            assertThat(vendor.only().header("authorization")).isEqualTo("Bearer the-token");
            assertQuiet(traced, vendor.url().getPort(), authority.url().getPort());
            assertThat(traced.home()).as("what was looked for in the home").isEmpty();
            assertThat(traced.peers())
                    .as("that the trace sees the authority")
                    .contains("127.0.0.1:" + authority.url().getPort());
        }
    }

    /** Google's library (google-auth) looks for no machine's metadata, and for no gcloud. */
    @Test
    void googlesTokensComeFromTheServerThatTheFileNames() throws Exception {
        var hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start();
                var tokens = FakeVendor.start().answers(GoogleAccount.token("the-token", 3600))) {
            vendor.answers(Answer.of(200, "{\"responses\":[{}]}").with("Content-Type", "application/json"));
            var body = "{\"requests\":[{\"image\":{\"content\":\"" + PHOTO
                    + "\"},\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}";
            Call annotate = gateway -> post(
                    gateway,
                    "/v1/images:annotate",
                    body.getBytes(StandardCharsets.UTF_8),
                    "X-Goog-Api-Key",
                    hope.apiKey(),
                    "Content-Type",
                    "application/json");

            var traced = trace(
                    Map.of(),
                    List.of(),
                    annotate,
                    "--provider",
                    "google",
                    "--google-endpoint",
                    vendor.url().toString(),
                    "--google-credentials",
                    GoogleAccount.write(folder, tokens.url()).toString());

            assertThat(vendor.only().header("authorization")).isEqualTo("Bearer the-token");
            assertQuiet(traced, vendor.url().getPort(), tokens.url().getPort());
            assertThat(traced.home()).as("what was looked for in the home").isEmpty();
        }
    }

    @Test
    void recordsGoToTheBrokerThatWasNamed() throws Exception {
        var hope = Cast.add(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        try (var kafka = new KafkaServer(folder.resolve("kafka"))) {
            kafka.topic("audit");
            Call detect = gateway -> {
                var answer = Wire.signed(
                                gateway.calls(), hope, "DetectFaces", "{\"Image\":{\"Bytes\":\"" + PHOTO + "\"}}")
                        .send();
                assertThat(answer.status()).isEqualTo(200);
                int records = gateway.settledRecords().size();
                assertThat(kafka.events("audit", records)).hasSizeGreaterThanOrEqualTo(records);
            };

            var traced = trace(Map.of(), List.of(), detect, "--kafka", kafka.address(), "--kafka-topic", "audit");

            assertQuiet(traced, Integer.parseInt(kafka.address().split(":")[1]));
            // The JDK looks there itself when the embedded engine first reads a picture.
            traced.home().removeIf(line -> line.contains("/.accessibility.properties\""));
            assertThat(traced.home()).as("what was looked for in the home").isEmpty();
            assertThat(traced.peers()).as("that the trace sees the broker").isNotEmpty();
        }
    }

    /** A store of the only authority that is believed. */
    private Path believing(Path certificate) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            keys.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var store = folder.resolve("believed.p12");
        try (var out = Files.newOutputStream(store)) {
            keys.store(out, "changeit".toCharArray());
        }
        return store;
    }
}
