package io.facegate.vendor.azure.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.RequestPayload;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Credential;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.wire.HttpCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How image analysis is read, classified, and judged by the shipped policies. */
class AzureVisionRequestReaderTest {
    static final String PEOPLE = "POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=people";
    static final String FACES = "POST /vision/v3.2/analyze?visualFeatures=Faces";
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Set<Capability> NO_FACE = Set.of(Capability.NOT_FACE, Capability.ANALYZE_LABELS);

    private static PolicyEngine policies;

    @BeforeAll
    static void load() throws IOException {
        policies = PolicyEngine.load(Path.of("policies"));
    }

    private static List<String[]> reference() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/azure-vision-reference.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    /** The vendor reads names in any case; two of one name are refused, and so is what only looks like one. */
    @Test
    void namesAreReadInAnyCaseAndSentInTheModels() {
        var analyze = "POST /computervision/imageanalysis:analyze?API-Version=2024-02-01";
        var read = read(analyze + "&Features=Caption,PEOPLE,sMartCrops&smartCrops-aspect-ratios=0.9,1.33"
                + "&gender-neutral-caption=True");
        assertThat(read.preconditionFailure()).isNull();
        assertThat(read.facts().capabilities()).isEqualTo(NO_FACE);
        assertThat(read.params().get("query"))
                .isEqualTo(Map.of(
                        "api-version", "2024-02-01",
                        "features", "caption,people,smartCrops",
                        "smartcrops-aspect-ratios", "0.9,1.33",
                        "gender-neutral-caption", "true"));
        assertThat(read(analyze + "&features=people&Features=caption").preconditionFailure())
                .isEqualTo(PreconditionFailure.DUPLICATE_KEY);
        assertThat(read(analyze + "&features=p%C4%B1ople").preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_VALUE);
        assertThat(read("POST /vision/v3.2/analyze?visualfeatures=faces,Description&details=celebrities")
                        .facts()
                        .capabilities())
                .contains(Capability.DETECT, Capability.CELEBRITY);
    }

    static Stream<String> targets() throws IOException {
        return reference().stream().map(row -> row[0]);
    }

    private static Set<Capability> expected(String target) throws IOException {
        var row = reference().stream()
                .filter(one -> one[0].equals(target))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(row[1].split(",")).map(Capability::fromCode).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void isClassifiedByWhatItAsks(String target) throws IOException {
        var call = read(target);
        assertThat(call.preconditionFailure()).isNull();
        assertThat(call.provider()).isEqualTo("azure_vision");
        assertThat(call.facts().capabilities()).isEqualTo(expected(target));
    }

    @Test
    void everyOperationOfTheTableIsAsked() throws IOException {
        var asked = targets().map(target -> read(target).operation()).collect(Collectors.toSet());
        assertThat(asked)
                .isEqualTo(VendorApi.AZURE_VISION.rest().all().stream()
                        .map(route -> route.operation())
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void policeInTheUnitedStatesMayAskForNoFace(String target) throws IOException {
        var decision = decide("law_enforcement.police", "suspect_identification", Set.of("approval"), read(target));
        if (NO_FACE.containsAll(expected(target))) {
            assertThat(decision).isInstanceOf(Decision.Permit.class);
        } else {
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Refuse.class,
                            refuse -> assertThat(refuse.refusal().rule()).isEqualTo("microsoft-police-2020/us-police"));
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whoFindsMissingChildrenMayAndForCelebritiesNeedsAnApproval(String target) throws IOException {
        var call = read(target);
        assertThat(decide(
                        "nonprofit.child_protection", "missing_child", Set.of("approval.azure_vision.identify"), call))
                .isInstanceOf(Decision.Permit.class);
        var without = decide("nonprofit.child_protection", "missing_child", Set.of(), call);
        if (expected(target).contains(Capability.CELEBRITY)) {
            assertThat(without)
                    .isInstanceOfSatisfying(
                            Decision.Refuse.class,
                            refuse -> assertThat(refuse.refusal().code()).isEqualTo("approval_missing"));
        } else {
            assertThat(without).isInstanceOf(Decision.Permit.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST /computervision/imageanalysis:analyze?api-version=2024-02-01                                | UNKNOWN_VALUE
        POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=                      | UNKNOWN_VALUE
        POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=Peoples               | UNKNOWN_VALUE
        POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=people,faces          | UNKNOWN_VALUE
        POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=people&Features=tags  | DUPLICATE_KEY
        POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=tags&features=people  | DUPLICATE_KEY
        POST /computervision/imageanalysis:analyze?features=people                                       | UNKNOWN_VALUE
        POST /computervision/imageanalysis:analyze?api-version=2023-02-01-preview&features=people        | UNKNOWN_VALUE
        POST /computervision/imageanalysis:analyze?api-version=2024-02-01&model-name=ours                | UNKNOWN_PARAMETER
        POST /computervision/imageanalysis:segment?api-version=2024-02-01                                | UNKNOWN_OPERATION
        POST /computervision/imageAnalysis:analyze?api-version=2024-02-01&features=people                | UNKNOWN_OPERATION
        POST /computervision/retrieval:vectorizeImage                                                    | UNKNOWN_OPERATION
        GET /computervision/imageanalysis:analyze                                                        | UNKNOWN_OPERATION
        POST /vision/v3.1/analyze?visualFeatures=Faces                                                   | UNKNOWN_OPERATION
        POST /vision/v3.2/analyze?visualFeatures=facess                                                  | UNKNOWN_VALUE
        POST /vision/v3.2/analyze?details=Celebrities,People                                             | UNKNOWN_VALUE
        POST /vision/v3.2/analyze?descriptionExclude=Everybody                                           | UNKNOWN_VALUE
        POST /vision/v3.2/models/people/analyze                                                          | UNKNOWN_OPERATION
        POST /vision/v3.2/describe                                                                       | UNKNOWN_OPERATION
        """)
    void whatIsNotKnownIsADoubt(String target, PreconditionFailure doubt) {
        assertThat(read(target).preconditionFailure()).isEqualTo(doubt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://images.example/a.jpg",
                "http://127.0.0.1/a.jpg",
                "http://169.254.169.254/metadata/identity",
                "http://[fd00::1]/a.jpg",
                "file:///etc/passwd"
            })
    void aPictureAtAUrlIsAReference(String url) {
        var call = AzureVisionRequestReader.read(
                request(PEOPLE, "application/json", ("{\"url\":\"" + url + "\"}").getBytes(StandardCharsets.UTF_8)));
        assertThat(call.facts().references()).containsExactly(Reference.WEB_PICTURE);
        assertThat(call.preconditionFailure()).isNull();
        assertThat(call.request())
                .isInstanceOfSatisfying(
                        NormalizedRequest.PicturesAtUrls.class,
                        elsewhere -> assertThat(elsewhere.urls()).containsExactly(url));
    }

    @Test
    void onlyFacesAreAskedOfTheEngine() {
        assertThat(read(FACES).request()).isInstanceOf(NormalizedRequest.Detect.class);
        assertThat(read(FACES + ",Tags").request()).isInstanceOf(NormalizedRequest.VendorSpecific.class);
        assertThat(read(FACES + "&details=Celebrities").request()).isInstanceOf(NormalizedRequest.VendorSpecific.class);
        assertThat(read(PEOPLE).request()).isInstanceOf(NormalizedRequest.DetectPeople.class);
        assertThat(read(PEOPLE + ",tags").request()).isInstanceOf(NormalizedRequest.VendorSpecific.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&language=e%6e%00",
                "&model-version=newest",
                "&gender-neutral-caption=yes",
                "&smartcrops-aspect-ratios=a"
            })
    void whatTheServiceDoesNotTakeIsTheCallersMistake(String parameter) {
        var call = read(PEOPLE + parameter);
        assertThat(call.preconditionFailure()).isNull();
        assertThat(call.request()).isInstanceOf(NormalizedRequest.Flawed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"url\":7}", "{\"url\":null}"})
    void aBodyWithoutAPictureIsTheCallersMistake(String body) {
        var call = AzureVisionRequestReader.read(
                request(PEOPLE, "application/json", body.getBytes(StandardCharsets.UTF_8)));
        assertThat(call.request()).isInstanceOf(NormalizedRequest.Flawed.class);
    }

    @Test
    void aBodyThatIsNoPictureIsTheCallersMistakeAndAFormIsRefused() {
        assertThat(AzureVisionRequestReader.read(request(PEOPLE, "application/octet-stream", new byte[2000]))
                        .request())
                .isInstanceOf(NormalizedRequest.Flawed.class);
        assertThat(AzureVisionRequestReader.read(request(PEOPLE, "multipart/form-data; boundary=x", new byte[20]))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
        assertThat(AzureVisionRequestReader.read(request(PEOPLE, "application/octet-stream", new byte[0]))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.MALFORMED_BODY);
    }

    private static Decision decide(String type, String purpose, Set<String> evidence, FaceCall call) {
        var organisation = TestOrganisation.of("o", type)
                .named("O")
                .in("US-OR")
                .purposes(purpose)
                .build();
        var caller = TestCaller.of(organisation)
                .purpose(purpose)
                .in("US-OR")
                .attested(new AttestedContext(evidence, Map.of(), null))
                .by("api_key", "key")
                .build();
        return policies.decide(caller, call, NOW);
    }

    static FaceCall read(String target) {
        return AzureVisionRequestReader.read(request(target, "application/octet-stream", Album.bytes("audrey.jpg")));
    }

    static HttpCall request(String target, String type, byte[] body) {
        var words = target.split(" ", 2);
        var address = words[1].split("\\?", 2);
        var head = new Credential.Request(
                words[0],
                address[0],
                address.length == 2 ? address[1] : "",
                List.of(Map.entry("Content-Type", type)),
                "127.0.0.0/24",
                true);
        return new HttpCall(head, new RequestPayload(body), NOW);
    }
}
