package io.facegate;

import static io.facegate.Stage.fields;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.MemoryHandles;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.catalogue.VendorApi;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Ledger;
import io.facegate.policy.PolicyEngine;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.fetch.Web;
import io.facegate.vendor.wire.HttpAnswer;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All operations of Azure Face through the whole gateway, on one resource that several organisations share: each asked for
 * what was made before, and answered with every field of the published model.
 */
class EveryAzureOperationTest {
    private static final Instant BEFORE = Instant.parse("2020-06-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "c5c24a82-6845-4031-9d5d-978df9175426";

    /** What stays open to police. */
    private static final Set<Capability> OPEN = EnumSet.of(Capability.GALLERY_ERASE, Capability.STATEFUL_CONTROL_STOP);

    /** They reach beyond the resource; Microsoft has retired them. */
    private static final Set<String> CLOSED =
            Set.of("TakeSnapshot", "ApplySnapshot", "UpdateSnapshot", "DeleteSnapshot", "GetSnapshot", "ListSnapshots");

    private static final Set<String> DESCRIBING = Set.of(
            "age",
            "gender",
            "emotion",
            "smile",
            "facialHair",
            "hair",
            "makeup",
            "glasses",
            "accessories",
            "mask",
            "occlusion");

    @TempDir
    private static Path data;

    private static final MemoryHandles HANDLES = new MemoryHandles();
    private static Vertx vertx;
    private static FakeAzureResource vendor;
    private static Ledger ledger;
    private static AzureProvider provider;
    private static VendorCallHandler plain;
    private static VendorCallHandler obliging;
    private static VendorCallHandler fetching;
    private static Web web;
    private static int made;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        vendor = FakeAzureResource.start();
        ledger = Stage.ledger(data);
        var resource = new AzureResource(
                AzureService.FACE, vendor.url(), AzureCredential.key("key"), null, null, VendorLimits.defaults());
        provider = new AzureProvider(vertx, resource, HANDLES);
        plain = wire("plain", "");
        web = Web.start(Files.createDirectory(data.resolve("web"))).serves("/a.png", Stage.PIXELS);
        var host = Set.of(Objects.requireNonNull(RegisteredResource.parse("url:https://" + Web.HOST)));
        var gate = Stage.gate(
                policies("fetching", ""), ledger, provider, key -> Stage.caller(key, host, AttestedContext.NONE));
        fetching = new VendorCallHandler(gate.withPictureFetcher(web.fetching(vertx)), new AzureFaceWire());
        obliging = wire("obliging", Stage.oblige("azure_face", "redact: [analyze]"));
    }

    @AfterAll
    static void close() throws Exception {
        provider.close();
        ledger.close();
        vendor.close();
        web.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    static Stream<String> operations() {
        return VendorApi.AZURE_FACE.rest().all().stream()
                .map(RestOperation::operation)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isForwardedAsMicrosoftPublishesItAndNamesAreTheCallers(String operation) throws Exception {
        var request = request("rescue", operation);

        var answer = call(plain, "rescue", request, NOW);

        if (CLOSED.contains(operation)) {
            assertThat(text(answer)).containsPattern("gallery_not_owned|unknown_handle");
            return;
        }
        assertThat(answer.status()).as(text(answer)).isLessThan(300);
        var seen = vendor.seen().getLast();
        assertThat(seen.operation()).isEqualTo(operation);
        assertThat(seen.problems()).isEmpty();
        assertThat(text(answer)).doesNotContain("6_rescue_");
        if (seen.address().contains("roup") || seen.address().contains("lists/")) {
            assertThat(seen.address().replace("groupReferences", "")).doesNotContain("/g-");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isRefusedToPoliceInTheUnitedStates(String operation) throws Exception {
        var request = request("police", operation);
        int before = vendor.seen().size();

        var answer = call(plain, "police", request, NOW);

        if (CLOSED.contains(operation)) {
            assertThat(answer.status()).isEqualTo(403);
        } else if (OPEN.containsAll(
                VendorApi.AZURE_FACE.rest().byName(operation).capabilities())) {
            assertThat(answer.status()).as(text(answer)).isLessThan(300);
        } else {
            assertThat(text(answer)).contains("AccessDenied", "microsoft-police-2020/us-police");
        }
        assertThat(vendor.seen().size() > before).isEqualTo(answer.status() < 300);
    }

    /** What one organisation made, another asks for in the very same words. */
    @ParameterizedTest
    @MethodSource("operations")
    void whatOneMadeAnotherCannotUse(String operation) throws Exception {
        var request = request("rescue", operation);
        int before = vendor.seen().size();
        var kept = vendor.kept();

        var answer = call(plain, "thief", request, NOW);

        assertThat(vendor.kept()).containsAll(kept);
        if (CLOSED.contains(operation)) {
            assertThat(answer.status()).isEqualTo(403);
        } else if (!namesSomething(request)) {
            assertThat(answer.status()).as(text(answer)).isLessThan(300);
            assertOwn("5_thief_", answer);
        } else if (vendor.seen().size() > before) {
            // Erasing by name goes to the thief's own name, where there is nothing.
            assertThat(operation).startsWith("Delete");
            assertThat(vendor.seen().getLast().address()).contains("/5_thief_").doesNotContain("6_rescue_");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(text(answer)).doesNotContain("5_thief_");
        } else {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(text(answer)).containsPattern("\\((unknown_handle|gallery_not_owned)\\)");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatWasMadeForOnePurposeIsNotUsedForAnother(String operation) throws Exception {
        var request = request("rescue", operation);

        var answer = call(plain, "rescue/other", request, NOW);

        if (CLOSED.contains(operation)) {
            assertThat(answer.status()).isEqualTo(403);
        } else if (namesSomething(request) && !operation.startsWith("Delete")) {
            assertThat(text(answer)).contains("AccessDenied", "(handle_purpose)");
        } else {
            assertThat(answer.status()).as(text(answer)).isLessThan(300);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nothingThatDescribesAFaceIsGivenWhereItIsRedacted(String operation) throws Exception {
        var answer = call(obliging, "rescue", request("rescue", operation), NOW);

        if (CLOSED.contains(operation)) {
            assertThat(answer.status()).isEqualTo(403);
        } else if (operation.equals("GetSessionImage")) {
            assertThat(text(answer)).as("nothing can be left out of a picture").contains("(obligation_unenforceable)");
        } else {
            assertThat(answer.status()).as(text(answer)).isLessThan(300);
            assertThat(fields(answer)).doesNotContainAnyElementsOf(DESCRIBING);
        }
    }

    /** The control: without the record it goes through, so nobody else stops it. */
    @Test
    void theVendorItselfStopsNobody() throws Exception {
        var request = request("rescue", "Verify");
        assertThat(call(plain, "thief", request, NOW).status()).isEqualTo(403);
        var own = new AzureResource(
                AzureService.FACE, vendor.url(), AzureCredential.key("key"), "thief", null, VendorLimits.defaults());
        try (var unwatched = new AzureProvider(vertx, own, new MemoryHandles())) {
            assertThat(call(wire("unwatched", "", unwatched), "thief", request, NOW)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void listsHoldTheCallersOwnAndGoOnWhereTheyEnded() throws Exception {
        for (int at = 0; at < 5; at++) {
            assertThat(call(
                                    plain,
                                    "lists",
                                    new Request("PUT", "/face/v1.2/persongroups/p" + at, "{\"name\":\"n\"}", null),
                                    NOW)
                            .status())
                    .isEqualTo(200);
            vendor.keep("personGroupId/5_listr_p" + at);
            vendor.keep("personGroupId/0_p" + at);
        }
        var first = JSON.readTree(list("lists", "?top=2").body());
        assertThat(first.findValuesAsText("personGroupId")).containsExactly("p0", "p1");
        var next = JSON.readTree(list("lists", "?start=p1&top=2").body());
        assertThat(next.findValuesAsText("personGroupId")).containsExactly("p2", "p3");
        var last = JSON.readTree(list("lists", "?start=p3&top=2").body());
        assertThat(last.findValuesAsText("personGroupId")).containsExactly("p4");
        assertThat(list("nobody", "").body()).isEqualTo("[]".getBytes(UTF_8));
    }

    private static HttpAnswer list(String who, String query) {
        return call(plain, who, new Request("GET", "/face/v1.2/persongroups" + query, "", null), NOW);
    }

    @Test
    void aFaceIdIsOnRecordForAsLongAsItIsGoodForAndAnErasedGalleryNoLonger() throws Exception {
        var detect = new Request("POST", "/face/v1.2/detect?faceIdTimeToLive=60", "", Stage.PIXELS);
        var id = JSON.readTree(call(plain, "rescue", detect, NOW).body())
                .at("/0/faceId")
                .asText();
        var owned = HANDLES.all().stream()
                .filter(one -> one.handle().id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(owned.organisation()).isEqualTo("rescue");
        assertThat(owned.capabilities()).contains(Capability.ENROLL);
        assertThat(Duration.between(owned.created(), owned.expires())).isEqualTo(Duration.ofMinutes(1));
        call(plain, "gone", new Request("PUT", "/face/v1.2/facelists/x", "{\"name\":\"n\"}", null), NOW);
        assertThat(HANDLES.all()).anyMatch(one -> one.organisation().equals("gone"));
        call(plain, "gone", new Request("DELETE", "/face/v1.2/facelists/x", "", null), NOW);
        assertThat(HANDLES.all()).noneMatch(one -> one.organisation().equals("gone"));
    }

    @Test
    void aNameThatHasNoRoomIsToldSo() {
        var name = "n".repeat(60);
        var answer = call(
                plain, "rescue", new Request("PUT", "/face/v1.2/facelists/" + name, "{\"name\":\"n\"}", null), NOW);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).contains("BadArgument", "at most 55 characters");
    }

    @Test
    void aSessionsImageComesAsItIsAndIsJudgedAsTheSessionToo() throws Exception {
        var request = request("rescue", "GetSessionImage");
        var answer = call(plain, "rescue", request, NOW);
        assertThat(answer.body()).isEqualTo(FakeAzureResource.PICTURE);
        assertThat(answer.headers())
                .contains(Map.entry("Content-Type", "application/octet-stream"), Map.entry("Cache-Control", "no-store"))
                .doesNotContain(Map.entry("Content-Type", "application/json; charset=utf-8"));
        var strict = wire("strict", """
              - id: none
                effect: refuse
                match: {capability: liveness}
                reason: {code: ban, text: No.}
                citation: {ref: A house rule, checked: 2026-11-24}
            """);
        assertThat(text(call(strict, "rescue", request, NOW))).contains("house/none");
        assertThat(call(plain, "rescue", new Request("GET", "/face/v1.2/sessionImages/" + ID, "", null), NOW)
                        .status())
                .as("one that no result has told of")
                .isEqualTo(403);
    }

    @Test
    void howWorkWentIsToldToWhoStartedItAndJudgedAsWhatStartedIt() throws Exception {
        var request = request("rescue", "GetOperationStatus");
        assertThat(call(plain, "rescue", request, NOW).status()).isEqualTo(200);
        var id = request.target().replaceFirst(".*/", "");
        assertThat(HANDLES.all())
                .filteredOn(one -> one.handle().id().equals(id))
                .singleElement()
                .satisfies(one -> assertThat(one.capabilities()).containsExactly(Capability.GALLERY_ADMIN));
        var strict = wire("working", """
              - id: none
                effect: refuse
                match: {capability: gallery_admin}
                reason: {code: ban, text: No.}
                citation: {ref: A house rule, checked: 2026-11-24}
            """);
        assertThat(text(call(strict, "rescue", request, NOW))).contains("house/none");
    }

    /** @param body JSON, where there are no bytes */
    private record Request(String method, String target, String body, byte[] bytes) {}

    /** That all galleries that an answer names are kept under that beginning. */
    private static void assertOwn(String prefix, HttpAnswer answer) throws Exception {
        var told = answer.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(answer.body());
        for (var field : List.of(
                "faceListId", "largeFaceListId", "personGroupId", "largePersonGroupId", "dynamicPersonGroupId")) {
            assertThat(told.findValuesAsText(field))
                    .allSatisfy(name -> assertThat(vendor.kept()).contains(field + '/' + prefix + name));
        }
    }

    private static boolean namesSomething(Request request) {
        return request.target().matches(".*/(g-|d-)[0-9].*")
                ? !request.method().equals("PUT") || request.body().contains("addPersonIds")
                : (request.body() + request.target())
                                .matches(".*(faceId|persons/|personIds|essions/|Images/|operations/|Id\":\"g-).*")
                        && !request.target().contains("faceIdTimeToLive");
    }

    /** A request that names what the organisation made before. */
    private static Request request(String who, String operation) throws Exception {
        var route = VendorApi.AZURE_FACE.rest().byName(operation);
        var version = route.versions().contains("v1.2") ? "v1.2" : new TreeSet<>(route.versions()).last();
        var target = new StringBuilder();
        for (var segment : route.path()) {
            target.append('/')
                    .append(
                            RestOperation.open(segment)
                                    ? segment(who, route, RestOperation.name(segment), version)
                                    : segment);
        }
        if (route.bodies().equals(Set.of(Form.FORM))) {
            return new Request(route.method(), target.toString(), "", form());
        }
        boolean bytes = route.bodies().contains(Form.BYTES);
        return new Request(
                route.method(), target.toString(), bytes ? "" : body(who, route), bytes ? Stage.PIXELS : null);
    }

    /** As the client writes it: words, and a picture as a file. */
    private static byte[] form() {
        var form = new ByteArrayOutputStream();
        form.writeBytes("--b\r\nContent-Disposition: form-data; name=\"livenessOperationMode\"\r\n\r\nPassive\r\n"
                .getBytes(UTF_8));
        form.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"verifyImage\"; filename=\"a.png\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(UTF_8));
        form.writeBytes(Stage.PIXELS);
        form.writeBytes("\r\n--b--\r\n".getBytes(UTF_8));
        return form.toByteArray();
    }

    private static String segment(String who, RestOperation route, String name, String version) throws Exception {
        boolean group = route.path().stream().anyMatch(one -> one.matches("\\{(large)?[pP]ersonGroupId}"));
        return switch (name) {
            case "version" -> version;
            case "recognitionModel" -> "recognition_04";
            case "faceListId" -> gallery(who, route, name, "CreateFaceList");
            case "largeFaceListId" -> gallery(who, route, name, "CreateLargeFaceList");
            case "personGroupId" -> gallery(who, route, name, "CreatePersonGroup");
            case "largePersonGroupId" -> gallery(who, route, name, "CreateLargePersonGroup");
            case "dynamicPersonGroupId" -> gallery(who, route, name, "CreateDynamicPersonGroup");
            case "personId" -> group ? ID : made(who, "CreatePerson", "/personId");
            case "sessionId" -> session(who, route);
            case "sessionImageId" -> made(who, "GetLivenessSessionResult", "/results/attempts/0/result/sessionImageId");
            case "operationId" -> work(who);
            default -> ID;
        };
    }

    /** What goes on after a person was made. */
    private static String work(String who) throws Exception {
        return before(who, request(who, "CreatePerson")).headers().stream()
                .filter(header -> header.getKey().equals("Operation-Location"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow()
                .replace("/face/v1.1-preview.1/operations/", "");
    }

    private static String gallery(String who, RestOperation route, String name, String create) throws Exception {
        var id = "g-" + ++made;
        if (!route.operation().equals(create)) {
            var path = "/"
                    + String.join(
                            "/", VendorApi.AZURE_FACE.rest().byName(create).path());
            var version =
                    new TreeSet<>(VendorApi.AZURE_FACE.rest().byName(create).versions()).last();
            var target = path.replace("{version}", version).replace('{' + name + '}', id);
            before(who, new Request("PUT", target, "{\"name\":\"n\"}", null));
        }
        return id;
    }

    private static String session(String who, RestOperation route) throws Exception {
        var address = String.join("/", route.path()).replaceFirst("/\\{sessionId}.*", "");
        var create = VendorApi.AZURE_FACE.rest().all().stream()
                .filter(one -> one.method().equals("POST")
                        && String.join("/", one.path()).equals(address))
                .findFirst()
                .orElseThrow();
        return made(who, create.operation(), "/sessionId");
    }

    private static String body(String who, RestOperation route) throws Exception {
        var operation = route.operation();
        if (operation.matches("(Get|Delete|Train|List).*")) {
            return "";
        }
        return switch (operation) {
            case "Verify" -> "{\"faceId1\":\"" + face(who) + "\",\"faceId2\":\"" + face(who) + "\"}";
            case "Group" -> "{\"faceIds\":[\"" + face(who) + "\",\"" + face(who) + "\"]}";
            case "FindSimilar" ->
                "{\"faceId\":\"" + face(who) + "\",\"faceListId\":\""
                        + gallery(who, route, "faceListId", "CreateFaceList") + "\"}";
            case "Identify" ->
                "{\"faceIds\":[\"" + face(who) + "\"],\"personGroupId\":\""
                        + gallery(who, route, "personGroupId", "CreatePersonGroup") + "\"}";
            case "CreateDynamicPersonGroup", "UpdateDynamicPersonGroup" ->
                "{\"name\":\"n\",\"addPersonIds\":[\"" + made(who, "CreatePerson", "/personId") + "\"]}";
            case "TakeSnapshot" -> "{\"type\":\"FaceList\",\"objectId\":\"g\",\"applyScope\":[\"" + ID + "\"]}";
            case "ApplySnapshot" -> "{\"objectId\":\"g\"}";
            case "UpdateSnapshot" -> "{\"userData\":\"n\"}";
            default ->
                operation.contains("Liveness")
                        ? "{\"livenessOperationMode\":\"Passive\"}"
                        : route.parameters().contains("name") ? "{\"name\":\"n\"}" : "{\"userData\":\"n\"}";
        };
    }

    private static String face(String who) throws Exception {
        return JSON.readTree(before(who, new Request("POST", "/face/v1.2/detect", "", Stage.PIXELS))
                        .body())
                .at("/0/faceId")
                .asText();
    }

    private static String made(String who, String operation, String field) throws Exception {
        return JSON.readTree(before(who, request(who, operation)).body())
                .at(field)
                .asText();
    }

    /** A call of the time before the ban. */
    private static HttpAnswer before(String who, Request request) {
        var answer = call(plain, who, request, BEFORE);
        assertThat(answer.status()).as(request.target() + ": " + text(answer)).isLessThan(300);
        return answer;
    }

    private static HttpAnswer call(VendorCallHandler wire, String who, Request request, Instant now) {
        var body = request.bytes() == null ? request.body().getBytes(UTF_8) : request.bytes();
        var type = request.target().endsWith("WithVerify-sessions")
                ? "multipart/form-data; boundary=b"
                : request.bytes() == null ? "application/json" : "application/octet-stream";
        var target = request.method() + ' ' + request.target();
        return wire.handle(Stage.arrival(target, body, now, "Ocp-Apim-Subscription-Key", who, "Content-Type", type));
    }

    private static VendorCallHandler wire(String name, String rules) throws IOException {
        return wire(name, rules, provider);
    }

    private static VendorCallHandler wire(String name, String rules, AzureProvider answering) throws IOException {
        return Stage.wire(new AzureFaceWire(), policies(name, rules), ledger, answering, Stage::caller);
    }

    private static PolicyEngine policies(String name, String rules) throws IOException {
        var pack = "microsoft-police-2020.yaml";
        var all = "  - {id: all, effect: permit, match: {provider: azure_face}}\n" + rules;
        return Stage.policies(data.resolve(name), Map.of(pack, Stage.shipped(pack)), all);
    }

    /** The operations that Microsoft publishes with a picture at a URL. */
    static Stream<String> picturesAtUrls() {
        return AzureModels.rows("azure-face-parameters.tsv")
                .filter(row -> row[3].equals("body") && row[4].equals("url"))
                .map(row -> VendorApi.AZURE_FACE.rest().all().stream()
                        .filter(route ->
                                route.method().equals(row[1]) && ("/" + String.join("/", route.path())).equals(row[2]))
                        .findFirst()
                        .orElseThrow()
                        .operation())
                .distinct();
    }

    /** The other form of a picture is its bytes, which every test here sends. */
    @Test
    void whatTakesAPictureAtAUrlTakesItsBytes() {
        assertThat(picturesAtUrls())
                .hasSize(6)
                .containsExactlyInAnyOrderElementsOf(VendorApi.AZURE_FACE.rest().all().stream()
                        .filter(route -> route.bodies().contains(Form.BYTES))
                        .map(RestOperation::operation)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("picturesAtUrls")
    void aPictureAtAUrlIsForwardedAsItsBytes(String operation) throws Exception {
        var bytes = request("rescue", operation);
        var url = new Request(bytes.method(), bytes.target(), "{\"url\":\"https://" + Web.HOST + "/a.png\"}", null);

        for (var request : List.of(bytes, url)) {
            var answer = call(fetching, "rescue", request, NOW);

            assertThat(answer.status()).as(text(answer)).isLessThan(300);
            assertThat(vendor.seen().getLast().body()).isEqualTo(new String(Stage.PIXELS, ISO_8859_1));
        }
    }

    @Test
    void aFormIsWrittenAnewWithItsPicture() throws Exception {
        var request = request("rescue", "CreateLivenessWithVerifySession");
        assertThat(call(plain, "rescue", request, NOW).status()).isEqualTo(200);
        var sent = vendor.seen().getLast().body();
        assertThat(sent)
                .contains("name=\"livenessOperationMode\"\r\n\r\nPassive\r\n", "filename=\"picture.png\"")
                .contains(new String(Stage.PIXELS, ISO_8859_1))
                .doesNotContain("a.png", "--b\r\n");
    }

    @Test
    void theTableHasEveryOperation() {
        assertThat(VendorApi.AZURE_FACE.rest().all().stream()
                        .map(RestOperation::operation)
                        .collect(Collectors.toSet()))
                .hasSize(97);
    }
}
