package io.facegate;

import static io.facegate.Stage.fields;
import static io.facegate.Stage.header;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Credential;
import io.facegate.ledger.Ledger;
import io.facegate.registry.OwnedResources;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.compreface.client.CompreFaceServiceKeys;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.compreface.wire.Requests;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All operations of CompreFace from a client's bytes to a server's and back, on a server that several share. */
class EveryCompreFaceOperationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Vertx VERTX = Vertx.vertx();
    private static final String JANE = "Jane Doe";

    /** What the caller need not have made. */
    private static final Set<String> NAMING_NOTHING =
            Set.of("Detect", "Verify", "VerifyEmbeddings", "AddFace", "AddSubject", "GetConfig", "GetConsistence");

    @TempDir
    private Path data;

    private FakeCompreFace server;
    private Ledger ledger;
    private OwnedResources handles;
    private CompreFaceProvider provider;
    private VendorCallHandler wire;
    private String id = "";

    @BeforeEach
    void open() throws IOException {
        server = FakeCompreFace.start();
        ledger = Stage.ledger(data);
        handles = OwnedResources.open(data, InstantSource.system());
        provider = provider(null);
        wire = wire("plain", "", provider);
    }

    @AfterEach
    void close() {
        provider.close();
        handles.close();
        ledger.close();
        server.close();
    }

    static Stream<String> operations() {
        return VendorApi.COMPREFACE.rest().all().stream()
                .map(RestOperation::operation)
                .sorted();
    }

    /** A picture comes as a file or as base64; both reach the server as the file that they are. */
    @ParameterizedTest
    @MethodSource("operations")
    void everyFormOfAPictureIsForwarded(String operation) throws IOException {
        var route = VendorApi.COMPREFACE.rest().byName(operation);
        if (!route.bodies().contains(RestOperation.Form.FORM)) {
            return;
        }
        assertThat(route.bodies()).containsExactlyInAnyOrder(RestOperation.Form.FORM, RestOperation.Form.JSON);
        id = teach("rescue", JANE, Requests.PIXELS);
        int before = server.seen().size();
        call(wire, "rescue", operation);
        assertThat(server.seen().subList(before, server.seen().size()))
                .hasSize(2)
                .allSatisfy(seen -> {
                    assertThat(seen.files().keySet()).containsExactlyInAnyOrderElementsOf(route.parameters());
                    assertThat(seen.files().values()).allMatch(picture -> Arrays.equals(picture, Requests.PIXELS));
                });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isForwardedAnewAndAnsweredWithTheCallersOwnNames(String operation) throws IOException {
        id = teach("rescue", JANE, Requests.PIXELS);

        var answers = call(wire, "rescue", operation);

        for (var answer : answers) {
            if (operation.equals("Migrate")) {
                assertThat(text(answer)).contains("gallery_not_owned");
                continue;
            }
            assertThat(answer.status()).as(text(answer)).isIn(200, 201);
            assertThat(text(answer)).doesNotContain("6.rescue.");
            assertThat(header(answer, "Facegate-Decision")).isNotEmpty();
        }
        for (var seen : server.seen()) {
            assertThat(seen.path()).doesNotContain("FGAK", "/static/");
            assertThat(seen.query().getOrDefault("subject", "6.rescue.")).startsWith("6.rescue.");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isRefusedToPoliceUnderTheMoratoriumUnlessItErases(String operation) throws IOException {
        id = teach("rescue", JANE, Requests.PIXELS);
        int before = server.seen().size();
        var open = Set.of(Capability.GALLERY_ERASE, Capability.ADMIN);

        for (var answer : call(wire, "police", operation)) {
            boolean may = open.containsAll(
                    VendorApi.COMPREFACE.rest().byName(operation).capabilities());
            if (!may) {
                assertThat(answer.status()).isEqualTo(403);
                assertThat(text(answer)).containsPattern("moratorium|gallery_not_owned|unknown_handle");
                assertThat(server.seen()).hasSize(before);
            }
        }
    }

    /** What one organisation made, another asks for in the very same words. */
    @ParameterizedTest
    @MethodSource("operations")
    void whatOneMadeAnotherCannotUse(String operation) throws IOException {
        id = teach("rescue", JANE, Requests.PIXELS);
        int before = server.seen().size();

        for (var answer : call(wire, "thief", operation)) {
            if (NAMING_NOTHING.contains(operation)) {
                assertThat(answer.status()).as(text(answer)).isIn(200, 201);
            } else if (server.seen().size() > before) {
                // Erasing by name goes to the thief's own names, where there is nothing.
                assertThat(operation).isIn("DeleteSubject", "DeleteSubjects", "DeleteFaces");
                assertThat(server.seen().subList(before, server.seen().size()).toString())
                        .doesNotContain("6.rescue.");
            } else {
                assertThat(text(answer)).containsPattern("unknown_handle|gallery_not_owned");
            }
            assertThat(server.subjects()).contains("6.rescue." + JANE);
        }
        assertThat(picture("rescue").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatWasMadeForOnePurposeIsNotUsedForAnother(String operation) throws IOException {
        id = teach("rescue", JANE, Requests.PIXELS);
        boolean erases =
                VendorApi.COMPREFACE.rest().byName(operation).capabilities().contains(Capability.GALLERY_ERASE);
        boolean makes = Set.of("AddFace", "AddSubject").contains(operation);

        for (var answer : call(wire, "rescue/other", operation).subList(0, 1)) {
            if (operation.equals("Migrate")) {
                assertThat(text(answer)).contains("gallery_not_owned");
            } else if (makes || !(erases || NAMING_NOTHING.contains(operation))) {
                assertThat(text(answer)).contains("handle_purpose");
            } else {
                assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nothingThatDescribesAFaceIsGivenWhereItIsRedacted(String operation) throws IOException {
        id = teach("rescue", JANE, Requests.PIXELS);
        var obliging =
                wire("obliging", Stage.oblige("compreface", "redact: [analyze], min_similarity: 0.99"), provider);
        var route = VendorApi.COMPREFACE.rest().byName(operation);
        server.tellsEverything();

        for (var answer : call(obliging, "rescue", operation)) {
            if (answer.status() == 403 || route.capabilities().contains(Capability.MEDIA_READ)) {
                continue;
            }
            assertThat(fields(answer)).doesNotContain("age", "gender", "mask", "undescribed", "similarity");
        }
    }

    /** The control: without the obligation, the server's words reach the caller. */
    @Test
    void whatIsNotRedactedIsGiven() throws IOException {
        teach("rescue", JANE, Requests.PIXELS);
        server.tellsEverything();
        var answer = form(wire, "rescue", "POST /api/v1/recognition/recognize");
        assertThat(text(answer)).contains("\"age\"", "\"gender\"", "\"mask\"", "0.97858", "undescribed");
    }

    @Test
    void aPictureIsSentByteForByteInAFormOfOurs() throws IOException {
        var picture = Requests.PIXELS;
        var json = Requests.of(
                "POST /api/v1/detection/detect?limit=3&face_plugins=pose",
                Requests.JSON,
                Requests.json(Map.of("file", picture)),
                Map.of("x-api-key", "rescue", "X-Secret", "nothing"));
        assertThat(wire.handle(json).status()).isEqualTo(200);
        assertThat(server.last().files().get("file")).isEqualTo(picture);
        assertThat(server.last().query()).isEqualTo(Map.of("limit", "3", "face_plugins", "pose"));
        assertThat(server.last().type()).startsWith("multipart/form-data; boundary=facegate-");
    }

    /** Others' subjects are nearer; the caller's own is found all the same, and nobody else's. */
    @Test
    void recognisesAmongItsOwnAndTellsOfNoOther() throws IOException {
        teach("beacon", "A", Requests.PIXELS);
        teach("beacon", "B", Requests.PIXELS);
        teach("rescue", JANE, Requests.PIXELS);

        var found = JSON.readTree(form(wire, "rescue", "POST /api/v1/recognition/recognize")
                        .body())
                .at("/result/0/subjects");

        assertThat(found).isEqualTo(JSON.readTree("[{\"similarity\":0.97858,\"subject\":\"Jane Doe\"}]"));
    }

    @Test
    void listsAndErasesAllOfItsOwn() throws IOException {
        teach("beacon", "A", Requests.PIXELS);
        for (var name : List.of("A", "B", "C")) {
            teach("rescue", name, Requests.PIXELS);
        }
        assertThat(get("rescue", "GET /api/v1/recognition/subjects").toString())
                .isEqualTo("{\"subjects\":[\"A\",\"B\",\"C\"]}");
        var page = get("rescue", "GET /api/v1/recognition/faces?page=1&size=2");
        assertThat(page.get("faces")).hasSize(1);
        assertThat(page.at("/faces/0/subject").asText()).isEqualTo("C");
        assertThat(page.get("total_elements").asInt()).isEqualTo(3);
        assertThat(page.get("total_pages").asInt()).isEqualTo(2);
        assertThat(get("rescue", "DELETE /api/v1/recognition/faces").toString()).isEqualTo("{\"deleted\":3}");
        assertThat(get("rescue", "DELETE /api/v1/recognition/subjects").toString())
                .isEqualTo("{\"deleted\":3}");
        assertThat(server.subjects()).containsExactly("6.beacon.A");
    }

    @Test
    void aMistakeIsToldInTheCallersOwnNames() throws IOException {
        teach("rescue", JANE, Requests.PIXELS);
        var gone = send("rescue", "DELETE /api/v1/recognition/subjects/Nobody", "", new byte[0]);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(text(gone)).contains("Subject Nobody not found", "\"code\":42");
        var long50 = send(
                "rescue",
                "POST /api/v1/recognition/subjects",
                Requests.JSON,
                ("{\"subject\":\"" + "x".repeat(42) + "\"}").getBytes(UTF_8));
        assertThat(text(long50)).contains("at most 41 characters", "\"code\":26");
    }

    @Test
    void whoeverOwnsTheServerHasItsNamesAndNobodyElseHasAny() throws IOException {
        try (var own = provider("rescue")) {
            wire = wire("own", "", own);
            id = teach("rescue", JANE, Requests.PIXELS);
            assertThat(server.subjects()).containsExactly(JANE);
            assertThat(text(form(wire, "beacon", "POST /api/v1/recognition/recognize")))
                    .contains("gallery_not_owned");
            assertThat(text(form(wire, "beacon", "POST /api/v1/recognition/faces?subject=A")))
                    .contains("gallery_not_owned");
            assertThat(form(wire, "beacon", "POST /api/v1/detection/detect").status())
                    .isEqualTo(200);
            assertThat(picture("rescue").body()).isEqualTo(Requests.PIXELS);
            assertThat(header(picture("rescue"), "Content-Type")).isEqualTo("application/octet-stream");
            assertThat(send("rescue", "POST /api/v1/migrate", "", new byte[0]).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aServiceWithoutAKeyHasNobodyWhoAnswers() throws IOException {
        var keys =
                CompreFaceServiceKeys.of(FakeCompreFace.KEYS.lines().findFirst().orElseThrow());
        try (var detection = new CompreFaceProvider(
                VERTX, new CompreFaceServer(server.url(), keys, null, null, VendorLimits.defaults()), handles)) {
            wire = wire("detection", "", detection);
            assertThat(form(wire, "rescue", "POST /api/v1/detection/detect").status())
                    .isEqualTo(200);
            assertThat(text(form(wire, "rescue", "POST /api/v1/recognition/faces?subject=A")))
                    .contains("no_provider");
        }
    }

    @Test
    void aKeyThatTheServerDoesNotKnowIsNoMistakeOfTheCaller() throws IOException {
        var keys = CompreFaceServiceKeys.of("detection: 00000000-0000-0000-0000-000000000000");
        try (var unknown = new CompreFaceProvider(
                VERTX, new CompreFaceServer(server.url(), keys, null, null, VendorLimits.defaults()), handles)) {
            wire = wire("unknown", "", unknown);
            var answer = form(wire, "rescue", "POST /api/v1/detection/detect");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(text(answer))
                    .contains("The vendor cannot be reached at the moment.", "\"code\":41")
                    .doesNotContain("00000000");
        }
    }

    private HttpAnswer picture(String who) {
        return send(who, "GET /api/v1/recognition/faces/" + id + "/img", "", new byte[0]);
    }

    private String teach(String who, String subject, byte[] picture) throws IOException {
        var answer = send(
                who,
                "POST /api/v1/recognition/faces?subject=" + subject.replace(" ", "%20"),
                Requests.FORM,
                Requests.form(Map.of("file", picture)));
        assertThat(answer.status()).as(text(answer)).isEqualTo(201);
        return JSON.readTree(answer.body()).get("image_id").asText();
    }

    /** The least requests of an operation, that name what was made. */
    private List<HttpAnswer> call(VendorCallHandler on, String who, String operation) {
        var answers = new ArrayList<HttpAnswer>();
        var route = VendorApi.COMPREFACE.rest().byName(operation);
        for (var least : Requests.least(route, Map.of("x-api-key", who))) {
            var head = least.head();
            boolean key = operation.equals("DownloadStaticFace");
            var moved = new Credential.Request(
                    head.method(),
                    head.path().replace(Requests.ID, id).replace("FGAKPATHKEY", who.replace("/", ".")),
                    head.query(),
                    key ? List.of() : head.headers(),
                    head.source(),
                    head.confidential());
            var body = operation.equals("DeleteFacesById")
                    ? ("[\"" + id + "\"]").getBytes(UTF_8)
                    : least.body().bytes();
            answers.add(on.handle(new HttpCall(moved, new io.facegate.call.RequestPayload(body), Requests.NOW)));
        }
        return answers;
    }

    private HttpAnswer form(VendorCallHandler on, String who, String target) {
        return on.handle(Requests.of(
                target, Requests.FORM, Requests.form(Map.of("file", Requests.PIXELS)), Map.of("x-api-key", who)));
    }

    private JsonNode get(String who, String target) throws IOException {
        var answer = send(who, target, "", new byte[0]);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpAnswer send(String who, String target, String type, byte[] body) {
        return wire.handle(Requests.of(target, type, body, Map.of("x-api-key", who)));
    }

    private CompreFaceProvider provider(String owner) {
        var keys = CompreFaceServiceKeys.of(FakeCompreFace.KEYS);
        return new CompreFaceProvider(
                VERTX, new CompreFaceServer(server.url(), keys, owner, null, VendorLimits.defaults()), handles);
    }

    private VendorCallHandler wire(String name, String rules, CompreFaceProvider behind) throws IOException {
        var all = "  - {id: all, effect: permit, match: {provider: compreface}}\n" + rules;
        var policies = Stage.policies(data.resolve(name), Stage.ban("compreface"), all);
        return Stage.wire(new CompreFaceWire(), policies, ledger, behind, Stage::caller);
    }
}
