package io.facegate;

import static io.facegate.Stage.fields;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Ledger;
import io.facegate.registry.OwnedResources;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.google.client.GoogleProject;
import io.facegate.vendor.google.client.GoogleVisionProvider;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All operations of Google Vision in all versions through the whole gateway, on one project that several organisations share:
 * each asked with everything that Google's messages have room for, and answered with it.
 */
class EveryGoogleOperationTest {
    private static final Instant BEFORE = Instant.parse("2020-06-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PIXELS =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAADklEQVR4nGOoBwMGCAUAKboF9Rf06ToAAAAASUVORK5CYII=";
    private static final Set<String> EMOTIONS =
            Set.of("joyLikelihood", "sorrowLikelihood", "angerLikelihood", "surpriseLikelihood", "headwearLikelihood");

    @TempDir
    private static Path data;

    private static Vertx vertx;
    private static FakeGoogleVision vendor;
    private static FakeVendor tokens;
    private static Ledger ledger;
    private static OwnedResources handles;
    private static final Map<String, GoogleVisionProvider> PROVIDERS = new LinkedHashMap<>();

    /** Where the project is of one organisation alone, and where several share it. */
    private static VendorCallHandler rescues;

    private static VendorCallHandler polices;
    private static VendorCallHandler shared;
    private static VendorCallHandler obliging;
    private static VendorCallHandler detecting;
    private static VendorCallHandler pinning;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        tokens = FakeVendor.start().answers(GoogleAccount.token("gateway", 3600));
        vendor = FakeGoogleVision.start("gateway");
        ledger = Stage.ledger(data);
        handles = OwnedResources.open(data, InstantSource.system());
        var account = GoogleAccount.write(data, tokens.url());
        for (var owner : List.of("rescue", "police", "")) {
            PROVIDERS.put(
                    owner,
                    new GoogleVisionProvider(
                            vertx,
                            new GoogleProject(
                                    vendor.url(),
                                    account,
                                    owner.isEmpty() ? null : owner,
                                    null,
                                    VendorLimits.defaults()),
                            handles));
        }
        var all = "  - {id: all, effect: permit, match: {provider: google_vision}}\n";
        rescues = wire("rescue", "plain", all);
        polices = wire("police", "plain", all);
        shared = wire("", "plain", all);
        obliging = wire("rescue", "obliging", all + Stage.oblige("google_vision", "redact: [analyze]"));
        pinning = wire("rescue", "pinning", all + documented());
        detecting = wire("rescue", "detecting", """
              - {id: all, effect: permit, match: {provider: google_vision}}
              - id: no-analysis
                effect: refuse
                match: {provider: google_vision, capability: analyze}
                reason: {code: house_rule, text: Nobody is analysed here.}
                citation: {ref: A house rule, checked: 2026-11-24}
            """);
    }

    /** The rule that the documentation gives. */
    private static String documented() throws IOException {
        var doc = Files.readString(Path.of("docs/google.md"));
        int from = doc.indexOf("  - id: nothing-unpinned");
        return doc.substring(from, doc.indexOf("```", from));
    }

    @AfterAll
    static void close() throws Exception {
        PROVIDERS.values().forEach(GoogleVisionProvider::close);
        handles.close();
        ledger.close();
        vendor.close();
        tokens.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    /** One operation in one version. */
    record Case(RestOperation route, String version) {
        @Override
        public String toString() {
            return route.operation() + ' ' + version;
        }

        boolean annotates() {
            return route.parameters().contains("requests");
        }

        boolean later() {
            return route.path().getLast().endsWith(":asyncBatchAnnotate");
        }

        boolean products() {
            return route.capabilities().contains(Capability.NOT_FACE);
        }

        boolean lists() {
            return route.operation().equals("ListOperations");
        }

        boolean goesBack() {
            return route.operation().matches("(Get.*|Cancel|Delete)Operation");
        }
    }

    static Stream<Case> cases() {
        return VendorApi.GOOGLE_VISION.rest().all().stream()
                .flatMap(route -> route.versions().stream().sorted().map(version -> new Case(route, version)));
    }

    /** Fetching by three of the four names is a binding that the client adds. */
    @Test
    void theTableHasEveryBindingThatGooglePublishesAndNoOther() throws IOException {
        var published = new TreeSet<String>();
        for (var version : GoogleSchema.versions()) {
            for (var binding : GoogleSchema.of(version).bindings()) {
                if (version.equals("v1") || !binding.path().pattern().contains("operations")) {
                    published.add(version
                            + ' '
                            + binding.method()
                            + ' '
                            + binding.operation()
                            + ' '
                            + binding.path()
                                    .pattern()
                                    .replace("[^/:]+", "x")
                                    .replace("[^:]+", "x")
                                    .split("/")
                                    .length);
                }
            }
        }
        var known = cases().map(one -> one.version()
                        + ' '
                        + one.route().method()
                        + ' '
                        + one.route()
                                .operation()
                                .replaceFirst("^(Project|Location)(?=[AB])", "")
                                .replaceFirst("^Get(Project|Location|Region)Op", "GetOp")
                        + ' '
                        + (one.route().path().size() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        known.removeIf(line -> line.contains("GetOperation") && !line.endsWith(" 4"));
        assertThat(known).isEqualTo(published);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isClassifiedAsTheTableSaysAndForwardedAsGooglePublishes(Case one) throws Exception {
        var request = request("rescue", one);

        var answer = call(rescues, "rescue", request, NOW);

        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(Stage.judged(data)).isEqualTo(expected(one));
        assertThat(vendor.last().problems()).isEmpty();
        var schema = GoogleSchema.of(one.version());
        var binding = schema.find(one.route().method(), bindingPath(request.path()));
        assertThat(vendor.last().operation()).isEqualTo(binding.operation());
        assertThat(schema.problems(binding.reply(), JSON.readTree(answer.body())))
                .isEmpty();
        if (one.annotates() && !one.later()) {
            assertThat(fields(answer)).containsAll(EMOTIONS).contains("webDetection", "labelAnnotations");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedToPoliceUnderTheMoratoriumWhereItsCapabilitiesAre(Case one) throws Exception {
        var request = request("police", one);
        int before = vendor.seen().size();

        var answer = call(polices, "police", request, NOW);

        if (one.products() || one.route().capabilities().contains(Capability.STATEFUL_CONTROL_STOP)) {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        } else {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(text(answer)).contains("PERMISSION_DENIED", "(moratorium)");
            assertThat(vendor.seen()).hasSize(before);
        }
    }

    /** What one organisation made or registered, another asks for in the very same words. */
    @ParameterizedTest
    @MethodSource("cases")
    void whatOneMadeAnotherCannotUse(Case one) throws Exception {
        var request = request("rescue", one);
        int before = vendor.seen().size();

        var answer = call(shared, "thief", request, NOW);

        if (one.lists()) {
            assertThat(JSON.readTree(answer.body()).path("operations")).isEmpty();
            return;
        }
        boolean products = one.products() || String.valueOf(request.body()).contains("productSearchParams");
        if (one.goesBack()) {
            assertThat(text(answer)).contains("PERMISSION_DENIED", "(unknown_handle)");
        } else if (products) {
            assertThat(text(answer)).contains("PERMISSION_DENIED", "(gallery_not_owned)");
        } else if (one.later()) {
            assertThat(text(answer)).contains("PERMISSION_DENIED", "(reference_not_owned)");
        } else {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        }
        assertThat(vendor.seen()).hasSize(answer.status() == 200 ? before + 1 : before);
    }

    /** The same without what only the owner of the project may ask for: now buckets and projects count. */
    @ParameterizedTest
    @MethodSource("cases")
    void bucketsAndProjectsAreForThoseWhoHaveThem(Case one) throws Exception {
        if (!one.annotates()) {
            return;
        }
        var request = request("rescue", one);
        request.body().path("requests").forEach(item -> ((ObjectNode) item).remove("imageContext"));
        boolean names = request.path().contains("projects/") || request.body().has("parent");

        var thief = call(shared, "thief", request, NOW);
        var rescue = call(shared, "rescue", request, NOW);
        request.body().remove("parent");
        var unnamed = call(shared, "rescue", request, NOW);

        assertThat(thief.status()).as(text(thief)).isEqualTo(one.later() || names ? 403 : 200);
        assertThat(rescue.status()).as(text(rescue)).isEqualTo(names ? 403 : 200);
        assertThat(unnamed.status()).as(text(unnamed)).isEqualTo(request.path().contains("projects/") ? 403 : 200);
        if (thief.status() == 403) {
            assertThat(text(thief)).contains("(reference_not_owned)");
        }
    }

    /** Its buckets are registered, and yet what is read from them can be exchanged. */
    @ParameterizedTest
    @MethodSource("cases")
    void aPolicyCanRefuseWhatIsReadFromABucket(Case one) throws Exception {
        var request = request("rescue", one);
        boolean reads = String.valueOf(request.body()).contains("gs://films");

        assertPinned(call(pinning, "rescue", request, NOW), !reads);

        for (var name : List.of("imageUri", "gcsImageUri")) {
            if (one.annotates() && one.route().operation().endsWith("Images")) {
                request.body()
                        .path("requests")
                        .forEach(item -> ((ObjectNode) item.get("image"))
                                .removeAll()
                                .putObject("source")
                                .put(name, "gs://films/a.jpg"));
                assertPinned(call(pinning, "rescue", request, NOW), false);
                assertThat(call(rescues, "rescue", request, NOW).status())
                        .as("the control")
                        .isEqualTo(200);
            }
        }
    }

    /** Every form that Google's model has for an image, in every operation that takes images. */
    static Stream<Arguments> formsOfImages() throws IOException {
        var found = new ArrayList<Arguments>();
        for (var one : cases().filter(
                        each -> each.annotates() && each.route().operation().endsWith("Images"))
                .toList()) {
            var schema = GoogleSchema.of(one.version());
            Stream.of("Image", "ImageSource")
                    .flatMap(message -> schema.fields(message).stream())
                    .filter(form -> !form.equals("source"))
                    .forEach(form -> found.add(Arguments.of(one, form)));
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("formsOfImages")
    void everyFormOfAnImageIsForwarded(Case one, String form) throws Exception {
        var image = JSON.createObjectNode();
        switch (form) {
            case "content" -> image.put("content", PIXELS);
            case "imageUri", "gcsImageUri" -> image.putObject("source").put(form, "gs://films/a.jpg");
            default -> throw new AssertionError("a form that is new: " + form);
        }
        var request = request("rescue", one);
        request.body().path("requests").forEach(item -> ((ObjectNode) item).set("image", image));

        var answer = call(rescues, "rescue", request, NOW);

        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(vendor.last().problems()).isEmpty();
        assertThat(vendor.last().body().path("requests"))
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.path("image")).isEqualTo(image));
    }

    private static void assertPinned(HttpAnswer answer, boolean answered) {
        assertThat(answer.status()).as(text(answer)).isEqualTo(answered ? 200 : 403);
        if (!answered) {
            assertThat(text(answer)).contains("nothing-unpinned", "(reference_not_pinned)");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatWasMadeForOnePurposeIsNotUsedForAnother(Case one) throws Exception {
        if (!one.goesBack()) {
            return;
        }
        var request = request("rescue", one);

        var answer = call(rescues, "rescue/other", request, NOW);

        if (one.route().operation().startsWith("Get")) {
            assertThat(text(answer)).contains("(handle_purpose)");
        } else {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingThatDescribesAFaceIsGivenWhereItIsRedacted(Case one) throws Exception {
        var request = request("rescue", one);

        var answer = call(obliging, "rescue", request, NOW);

        if (one.later()) {
            assertThat(text(answer)).contains("PERMISSION_DENIED", "(obligation_unenforceable)");
            return;
        }
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(fields(answer)).doesNotContainAnyElementsOf(EMOTIONS).doesNotContain("labelAnnotations");
        if (one.annotates()) {
            assertThat(fields(answer)).contains("faceAnnotations", "webDetection");
        }
    }

    /** Who may detect, and no more, is told no more; what goes to a bucket would tell it, and is refused. */
    @ParameterizedTest
    @MethodSource("cases")
    void whatNobodyAskedForIsKeptBackFromThoseWhoMayOnlyDetect(Case one) throws Exception {
        if (!one.annotates()) {
            return;
        }
        var request = request("rescue", one);
        request.body().path("requests").forEach(item -> {
            ((ObjectNode) item).remove("imageContext");
            ((ObjectNode) item).putArray("features").addObject().put("type", "FACE_DETECTION");
        });

        var answer = call(detecting, "rescue", request, NOW);

        if (one.later()) {
            assertThat(answer.status()).isEqualTo(403);
        } else {
            assertThat(answer.status()).as(text(answer)).isEqualTo(200);
            assertThat(Stage.judged(data)).containsExactly(Capability.DETECT);
            assertThat(fields(answer)).contains("faceAnnotations").doesNotContainAnyElementsOf(EMOTIONS);
        }
    }

    /** One page after another, whoever's operations lie between. */
    @Test
    void listsAreEachCallersOwn() throws Exception {
        var mine = new TreeSet<String>();
        for (int made = 0; made < 3; made++) {
            mine.add(start("rescue", "AsyncBatchAnnotateImages"));
            start("police", "AsyncBatchAnnotateImages");
        }
        var request = new Request("GET", "/v1/operations", "", null);
        var listed = new TreeSet<String>();
        for (var next = ""; next != null; ) {
            var page = call(rescues, "rescue", request, NOW);
            assertThat(page.status()).as(text(page)).isEqualTo(200);
            var body = JSON.readTree(page.body());
            body.path("operations").forEach(one -> listed.add(one.path("name").textValue()));
            next = body.path("nextPageToken").textValue();
            if (next != null) {
                request = new Request("GET", "/v1/operations", "pageToken=" + next, null);
                assertThat(text(call(rescues, "thief", request, NOW))).contains("(unknown_handle)");
            }
        }
        assertThat(listed).containsAll(mine);
        for (var name : listed) {
            assertThat(call(rescues, "rescue", new Request("GET", "/v1/" + name, "", null), NOW)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(text(call(rescues, "rescue", new Request("GET", "/v1/operations", "pageToken=2", null), NOW)))
                .contains("(unknown_handle)");
    }

    @Test
    void whatWasErasedIsForgotten() throws Exception {
        var name = start("rescue", "AsyncBatchAnnotateImages");
        assertThat(call(rescues, "rescue", new Request("DELETE", "/v1/" + name, "", null), NOW)
                        .status())
                .isEqualTo(200);
        assertThat(text(call(rescues, "rescue", new Request("GET", "/v1/" + name, "", null), NOW)))
                .contains("(unknown_handle)");
    }

    private static Set<Capability> expected(Case one) {
        var found = EnumSet.noneOf(Capability.class);
        found.addAll(one.route().capabilities());
        if (one.annotates() || one.route().operation().startsWith("Get") && one.goesBack()) {
            found.addAll(Set.of(
                    Capability.DETECT,
                    Capability.ANALYZE_EMOTION,
                    Capability.ANALYZE_OCCLUSION,
                    Capability.ANALYZE_LABELS,
                    Capability.REVERSE_IMAGE_SEARCH,
                    Capability.NOT_FACE));
        }
        if (one.annotates() && one.version().equals("v1p4beta1")) {
            found.add(Capability.CELEBRITY);
        }
        return found;
    }

    /** @param body or null for none */
    private record Request(String method, String path, String query, ObjectNode body) {}

    /** A request with everything, that names what the organisation started before. */
    private static Request request(String who, Case one) throws Exception {
        var schema = GoogleSchema.of(one.version());
        var path = "/" + String.join("/", one.route().path());
        path = path.replace("{version}", one.version())
                .replace("{project}", "p")
                .replace("{location}", "us")
                .replaceAll("\\{(productSet|product|referenceImage)}", "one");
        if (one.goesBack()) {
            path = path.replaceFirst("/v1/.*operations/\\{operation}", "/v1/" + started(who, one));
        }
        var binding = schema.find(one.route().method(), bindingPath(path));
        var query = new ArrayList<String>();
        one.route().query().stream()
                .filter(name -> !name.contains("alt") && !name.equals("prettyPrint"))
                .filter(name -> !(one.lists() && name.equals("pageToken")))
                .sorted()
                .forEach(name -> query.add(name + '=' + (name.equals("pageSize") ? "10" : "displayName")));
        assertThat(binding).as(path).isNotNull();
        if (binding.body().equals("-") || binding.operation().equals("CancelOperation")) {
            return new Request(one.route().method(), path, String.join("&", query), null);
        }
        var body = (ObjectNode) schema.example(schema.bodyOf(binding), false);
        if (binding.body().equals("*")) {
            body.remove(binding.field());
        }
        fill(body);
        body.path("requests").forEach(item -> removeUnknown(schema, item.path("features")));
        return new Request(one.route().method(), path, String.join("&", query), body);
    }

    private static void fill(JsonNode node) {
        for (var entry : List.copyOf(node.properties())) {
            var object = (ObjectNode) node;
            switch (entry.getKey()) {
                case "image" -> object.putObject("image").put("content", PIXELS);
                case "features" -> features(object);
                case "inputConfig" -> input(object, entry.getValue());
                case "gcsDestination" -> object.putObject("gcsDestination").put("uri", "gs://results/to/");
                case "uri" -> object.put("uri", "gs://films/shoe.jpg");
                case "parent" -> object.put("parent", "projects/p/locations/us");
                default -> {
                    if (entry.getValue().isArray()) {
                        entry.getValue().forEach(EveryGoogleOperationTest::fill);
                    } else {
                        fill(entry.getValue());
                    }
                }
            }
        }
    }

    /** Features that this version does not have. */
    private static void removeUnknown(GoogleSchema schema, JsonNode features) {
        for (var each = features.elements(); each.hasNext(); ) {
            if (!schema.problems("Feature", each.next()).isEmpty()) {
                each.remove();
            }
        }
    }

    private static void features(ObjectNode item) {
        var features = item.putArray("features");
        for (int type : new int[] {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 19}) {
            features.addObject().put("type", type).put("maxResults", 5).put("model", "builtin/stable");
        }
    }

    /** Bytes where the answer comes at once, and a file in a bucket where it comes later. */
    private static void input(ObjectNode item, JsonNode config) {
        var input = item.putObject("inputConfig");
        if (config.at("/gcsSource/csvFileUri").isTextual()) {
            input.putObject("gcsSource").put("csvFileUri", "gs://films/list.csv");
        } else if (item.has("outputConfig")) {
            input.put("mimeType", "application/pdf").putObject("gcsSource").put("uri", "gs://films/a.pdf");
        } else {
            input.put("mimeType", "application/pdf").put("content", "JVBERg==");
        }
    }

    /** The name of an operation that the organisation started, of the form that is asked for. */
    private static String started(String who, Case one) throws Exception {
        return start(
                who,
                switch (one.route().operation()) {
                    case "GetProjectOperation" -> "ProjectAsyncBatchAnnotateImages";
                    case "GetLocationOperation" -> "LocationAsyncBatchAnnotateImages";
                    case "GetRegionOperation" -> "AsyncBatchAnnotateFiles";
                    default -> "AsyncBatchAnnotateImages";
                });
    }

    private static String start(String who, String operation) throws Exception {
        var request = request(who, new Case(VendorApi.GOOGLE_VISION.rest().byName(operation), "v1"));
        var answer = call(who.equals("police") ? polices : rescues, who, request, BEFORE);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body()).path("name").textValue();
    }

    private static String bindingPath(String path) {
        return path.replaceFirst("^/v1/(projects/[^/]+/)?(locations/[^/]+/)?operations/", "/v1/operations/");
    }

    private static HttpAnswer call(VendorCallHandler wire, String who, Request request, Instant now) {
        var target = request.method() + ' ' + request.path() + '?' + request.query();
        var body = request.body() == null ? "" : request.body().toString();
        return wire.handle(Stage.arrival(
                target, body.getBytes(UTF_8), now, "X-Goog-Api-Key", who, "Content-Type", "application/json"));
    }

    private static VendorCallHandler wire(String owner, String name, String rules) throws IOException {
        var policies = Stage.policies(data.resolve(name), Stage.ban("google_vision"), rules);
        return Stage.wire(
                new GoogleVisionWire(),
                policies,
                ledger,
                Objects.requireNonNull(PROVIDERS.get(owner)),
                EveryGoogleOperationTest::caller);
    }

    private static Caller caller(String key) {
        var resources = Stream.of("url:gs://films", "output:gs://results")
                .filter(written -> !key.startsWith("thief"))
                .map(RegisteredResource::parse)
                .collect(Collectors.toSet());
        return Stage.caller(key, resources, AttestedContext.NONE);
    }
}
