package io.facegate;

import static io.facegate.Stage.header;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestGateway;
import io.facegate.testkit.TestOrganisation;
import io.facegate.testkit.TestPictures;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.compreface.client.CompreFaceServiceKeys;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.compreface.wire.Requests;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import io.vertx.core.Vertx;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a bank that may verify, and identify nobody, sends as one face on each wire that compares pictures. */
class HiddenCrowdTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final byte[] ONE = Album.bytes("kim1_crop.jpg");
    private static final FaceCounter FULL = (by, picture) -> {
        throw new Fault.Overloaded("Too many pictures are waiting for the face engine.", 2);
    };

    private static final int GREY = BufferedImage.TYPE_BYTE_GRAY;

    private static Vertx vertx;
    private static FakeRekognition amazon;
    private static FakeCompreFace server;
    private static RekognitionProvider rekognition;
    private static CompreFaceProvider compreface;
    private static EmbeddedProvider engine;

    @TempDir
    private static Path shared;

    @TempDir
    private Path data;

    private Ledger ledger;
    private PolicyEngine policies;

    @BeforeAll
    static void open() throws Exception {
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "gateway-secret");
        vertx = Vertx.vertx();
        amazon = FakeRekognition.start(AwsModel.load());
        server = FakeCompreFace.start();
        rekognition = RekognitionProvider.create(
                vertx,
                new RekognitionSettings("us-east-1", amazon.url(), null, null, VendorLimits.defaults()),
                new MemoryHandles(),
                FileFollower.ONCE);
        compreface = new CompreFaceProvider(
                vertx,
                new CompreFaceServer(
                        server.url(),
                        CompreFaceServiceKeys.of(FakeCompreFace.KEYS),
                        null,
                        null,
                        VendorLimits.defaults()),
                new MemoryHandles());
        engine = EmbeddedProvider.open(shared, InstantSource.system());
    }

    @AfterAll
    static void close() throws Exception {
        engine.close();
        rekognition.close();
        compreface.close();
        amazon.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void begin() throws Exception {
        ledger = Stage.ledger(data.resolve("ledger"));
        policies = PolicyEngine.load(Stage.house(
                data.resolve("policies"), "  - {id: verifies, effect: permit, match: {capability: verify}}\n"));
    }

    @AfterEach
    void end() {
        ledger.close();
    }

    /** The wires that compare a picture with a picture. */
    enum Compares {
        REKOGNITION(new RekognitionWire(), "ThrottlingException", 400),
        COMPREFACE(new CompreFaceWire(), "\"code\":0", 429),
        NEUTRAL(new NeutralWire(), "urn:facegate:problem:overloaded", 429);

        private final VendorWire wire;
        private final String throttled;
        private final int status;

        Compares(VendorWire wire, String throttled, int status) {
            this.wire = wire;
            this.throttled = throttled;
            this.status = status;
        }

        private Provider provider() {
            return switch (this) {
                case REKOGNITION -> rekognition;
                case COMPREFACE -> compreface;
                case NEUTRAL ->
                    new ProviderRouting(new LinkedHashMap<>(Map.of("rekognition", rekognition)), null, List.of());
            };
        }

        private int sent() {
            return this == COMPREFACE ? server.seen().size() : amazon.seen().size();
        }

        private HttpAnswer compare(VendorCallHandler wire, String who, byte[] target) {
            return switch (this) {
                case REKOGNITION ->
                    wire.handle(Stage.arrival(
                            "POST /",
                            ("{\"SourceImage\":{\"Bytes\":\"" + base64(ONE) + "\"},\"TargetImage\":{\"Bytes\":\""
                                            + base64(target) + "\"}}")
                                    .getBytes(UTF_8),
                            NOW,
                            "X-Api-Key",
                            who,
                            "Content-Type",
                            "application/x-amz-json-1.1",
                            "X-Amz-Target",
                            "RekognitionService.CompareFaces"));
                case COMPREFACE -> {
                    var form = new LinkedHashMap<String, byte[]>();
                    form.put("source_image", ONE);
                    form.put("target_image", target);
                    yield wire.handle(Requests.of(
                            "POST /api/v1/verification/verify",
                            Requests.FORM,
                            Requests.form(form),
                            Map.of("x-api-key", who)));
                }
                case NEUTRAL ->
                    wire.handle(Stage.arrival(
                            "POST /facegate/v1/verify",
                            ("{\"source\":{\"bytes\":\"" + base64(ONE) + "\"},\"target\":{\"bytes\":\"" + base64(target)
                                            + "\"}}")
                                    .getBytes(UTF_8),
                            NOW,
                            "X-Api-Key",
                            who,
                            "Content-Type",
                            "application/json"));
            };
        }

        private static String base64(byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    private VendorCallHandler wire(Compares on, FaceCounter counter) {
        return new VendorCallHandler(
                TestGateway.of(() -> policies, ledger, on.provider())
                        .counting(counter)
                        .knowing(HiddenCrowdTest::bank),
                on.wire);
    }

    private static Caller bank(String id) {
        var known = TestOrganisation.of(id, "bank")
                .in("US-OR")
                .purposes("onboarding_kyc")
                .build();
        return TestCaller.of(known)
                .purpose("onboarding_kyc")
                .in("US-OR")
                .by("api_key", "FGAK" + id)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void aCrowdBetweenThePixelsOfOneFaceNeverReachesTheVendor(Compares wire) throws Exception {
        int before = wire.sent();

        var crowd =
                wire.compare(wire(wire, engine), "bank", TestPictures.encoded(CrowdPictures.thinned(2, GREY), "png"));

        assertThat(text(crowd)).contains("no_rule_permits");
        assertThat(wire.sent()).isEqualTo(before);
        assertThat(newest("DECISION")).contains("\"faces\":\"several\"", "\"identify.retro\"");

        var one = wire.compare(wire(wire, engine), "bank", TestPictures.encoded(CrowdPictures.person(GREY), "png"));

        assertThat(one.status())
                .as("the same picture of one person: " + text(one))
                .isEqualTo(200);
        assertThat(wire.sent()).isEqualTo(before + 1);
    }

    /** Pictures of a crowd, each hidden in another way. */
    enum Hidden {
        EVERY_THIRD_PIXEL,
        INTERLACED,
        SIXTEEN_BITS,
        PALETTE,
        COLOUR,
        SMALL_BESIDE_A_LARGE_ONE,
        SMALL_AND_TURNED,
        SMALL_IN_A_PROGRESSIVE_JPEG;

        private byte[] picture() throws Exception {
            return switch (this) {
                case EVERY_THIRD_PIXEL -> TestPictures.encoded(CrowdPictures.thinned(3, GREY), "png");
                case INTERLACED -> CrowdPictures.interlaced(CrowdPictures.thinned(2, GREY));
                case SIXTEEN_BITS ->
                    TestPictures.encoded(CrowdPictures.thinned(2, BufferedImage.TYPE_USHORT_GRAY), "png");
                case PALETTE -> TestPictures.encoded(CrowdPictures.thinned(2, BufferedImage.TYPE_BYTE_INDEXED), "png");
                case COLOUR -> TestPictures.encoded(CrowdPictures.thinned(2, BufferedImage.TYPE_3BYTE_BGR), "png");
                case SMALL_BESIDE_A_LARGE_ONE -> Album.jpeg(CrowdPictures.tiny(7200, 5400, 150), false);
                case SMALL_AND_TURNED -> Album.stored(CrowdPictures.tiny(4000, 3000, 100), 6);
                case SMALL_IN_A_PROGRESSIVE_JPEG -> Album.jpeg(CrowdPictures.tiny(2400, 1800, 80), true);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void howeverACrowdIsHiddenItIsCounted(Hidden how) throws Exception {
        int before = amazon.seen().size();

        var answer = Compares.REKOGNITION.compare(wire(Compares.REKOGNITION, engine), "bank", how.picture());

        assertThat(text(answer)).contains("AccessDeniedException", "no_rule_permits");
        assertThat(newest("DECISION")).contains("\"faces\":\"several\"");
        assertThat(amazon.seen()).hasSize(before);
    }

    /** Pictures whose faces nobody here can count. */
    enum Uncounted {
        INTERLACED_AND_LARGE,
        SEE_THROUGH_IN_ONE_PIXEL,
        MANY_SCANS,
        OF_NOBODY;

        private byte[] picture() throws Exception {
            return switch (this) {
                case INTERLACED_AND_LARGE -> CrowdPictures.interlaced(new BufferedImage(4000, 3100, GREY));
                case SEE_THROUGH_IN_ONE_PIXEL -> {
                    var image = CrowdPictures.person(BufferedImage.TYPE_4BYTE_ABGR);
                    for (int y = 0; y < image.getHeight(); y++) {
                        for (int x = 0; x < image.getWidth(); x++) {
                            image.setRGB(x, y, image.getRGB(x, y) | 0xff000000);
                        }
                    }
                    image.setRGB(1001, 1001, 0x00ffffff);
                    yield TestPictures.encoded(image, "png");
                }
                case MANY_SCANS -> CrowdPictures.manyScans(7000);
                case OF_NOBODY -> Album.jpeg(new BufferedImage(200, 200, BufferedImage.TYPE_3BYTE_BGR), false);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeCountedIsRefusedAsSuchAndNotAsAnIdentificationThatNobodyAskedFor(Uncounted what) throws Exception {
        int before = amazon.seen().size();
        long begun = System.nanoTime();

        var answer = Compares.REKOGNITION.compare(wire(Compares.REKOGNITION, engine), "bank", what.picture());

        assertThat(text(answer)).contains("AccessDeniedException", "faces_not_counted");
        assertThat(newest("DECISION"))
                .contains("\"capabilities\":[\"verify\"]", "\"faces\":\"not_counted\"")
                .doesNotContain("identify");
        assertThat(amazon.seen()).hasSize(before);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @EnumSource
    void overloadIsTheWiresThrottlingErrorAndAFaultOnRecord(Compares wire) throws Exception {
        int before = wire.sent();

        var answer = wire.compare(wire(wire, FULL), "bank", ONE);

        assertThat(answer.status()).as(text(answer)).isEqualTo(wire.status);
        assertThat(text(answer)).contains(wire.throttled);
        assertThat(header(answer, "Retry-After")).isEqualTo("2");
        assertThat(header(answer, "Facegate-Decision")).isNotEmpty();
        assertThat(wire.sent()).isEqualTo(before);
        assertThat(newest("DECISION"))
                .contains("\"faces\":\"not_counted\"", "\"capabilities\":[\"verify\"]")
                .doesNotContain("\"verdict\":\"refuse\"");
        assertThat(newest("OUTCOME")).contains("\"status\":\"fault\"", "\"code\":\"overloaded\"");
    }

    /** CompreFace's other comparison: a picture with a face that the collection holds. */
    @Test
    void overloadIsToldSoWhereAPictureIsComparedWithAKeptFaceToo() throws Exception {
        policies = PolicyEngine.load(Stage.house(
                data.resolve("enrolling"), "  - {id: all, effect: permit, match: {provider: compreface}}\n"));
        var taught =
                wire(Compares.COMPREFACE, engine).handle(compreface("POST /api/v1/recognition/faces?subject=Jane"));
        var face = new ObjectMapper().readTree(taught.body()).path("image_id").asText();
        assertThat(face).as(text(taught)).isNotEmpty();
        policies = PolicyEngine.load(Stage.house(
                data.resolve("verifying"), "  - {id: verifies, effect: permit, match: {capability: verify}}\n"));
        var verify = compreface("POST /api/v1/recognition/faces/" + face + "/verify");
        int before = server.seen().size();

        var answer = wire(Compares.COMPREFACE, FULL).handle(verify);

        assertThat(answer.status()).as(text(answer)).isEqualTo(429);
        assertThat(text(answer)).contains("\"code\":0");
        assertThat(header(answer, "Retry-After")).isEqualTo("2");
        assertThat(header(answer, "Facegate-Decision")).isNotEmpty();
        assertThat(server.seen()).hasSize(before);
        assertThat(newest("DECISION"))
                .contains("\"operation\":\"VerifyFace\"", "\"faces\":\"not_counted\"")
                .doesNotContain("\"verdict\":\"refuse\"", "identify");
        assertThat(newest("OUTCOME")).contains("\"status\":\"fault\"", "\"code\":\"overloaded\"");
        assertThat(wire(Compares.COMPREFACE, engine).handle(verify).status())
                .as("the control: with room, it is answered")
                .isEqualTo(200);
    }

    private static HttpCall compreface(String target) {
        return Requests.of(target, Requests.FORM, Requests.form(Map.of("file", ONE)), Map.of("x-api-key", "bank"));
    }

    /** Eight such pictures cost 17 s of a core each, and everybody else was refused after 30 s. */
    @Test
    void onesCostlyPicturesRefuseNobodyElse() throws Exception {
        var costly = CrowdPictures.manyScans(7000);
        var heavy = Album.jpeg(new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR), true);
        var wire = wire(Compares.REKOGNITION, engine);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var attack = IntStream.range(0, 16)
                    .mapToObj(call -> CompletableFuture.supplyAsync(
                            () -> Compares.REKOGNITION.compare(wire, "greedy", call % 2 == 0 ? costly : heavy),
                            threads))
                    .toList();
            var honest = new ArrayList<String>();
            for (int call = 0; call < 3; call++) {
                long begun = System.nanoTime();
                var answer = Compares.REKOGNITION.compare(wire, "honest", ONE);
                honest.add(answer.status() + " " + text(answer));
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
            }
            assertThat(honest).allMatch(answer -> answer.startsWith("200"));
            for (var call : attack) {
                assertThat(text(call.join())).containsPattern("faces_not_counted|ThrottlingException");
            }
        }
    }

    /** The newest record of that kind. */
    private String newest(String kind) {
        ledger.recordAct(new Ledger.Administrative("settle", "test", NOW));
        try (var archive = RecordSearch.open(data.resolve("ledger"))) {
            return archive.find(RecordQuery.matchAll(20)).stream()
                    .map(entry -> new String(entry.json(), UTF_8))
                    .filter(record -> record.contains("\"kind\":\"" + kind + "\""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
