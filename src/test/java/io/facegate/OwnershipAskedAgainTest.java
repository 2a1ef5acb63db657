package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor.Answer;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.OwnedResource;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.compreface.client.CompreFaceServiceKeys;
import io.facegate.vendor.compreface.wire.Requests;
import io.facegate.vendor.google.client.GoogleProject;
import io.facegate.vendor.google.client.GoogleVisionProvider;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A call whose resource changes between the decision and the sending is not sent: at each vendor, on each wire. */
class OwnershipAskedAgainTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Picture PICTURE = new Picture(Requests.PIXELS, Picture.Format.PNG, 2, 2);
    private static final String PROJECT = "arn:aws:rekognition:eu-west-1:123456789012:project/cats/";
    private static final NormalizedRequest AS_IT_IS = new NormalizedRequest.VendorSpecific("as it is");
    private static final Set<Capability> MADE_WITH = Set.of(Capability.LIVENESS);
    private static final Caller RESCUE = TestCaller.of(TestOrganisation.of("rescue", "nonprofit")
                    .purposes("search")
                    .build())
            .purpose("search")
            .by("api_key", "FGAK")
            .build();

    /** Calls that name a resource; those of the neutral API are translated before they are judged. */
    static final Map<String, FaceCall> CALLS = Map.ofEntries(
            rekognition("SearchFaces", "CollectionId", "g"),
            rekognition("GetFaceSearch", "JobId", "j-1"),
            rekognition("GetFaceLivenessSessionResults", "SessionId", "s-1"),
            rekognition("StartStreamProcessor", "Name", "door"),
            rekognition("DescribeProjectVersions", "ProjectArn", PROJECT + "1"),
            rekognition("DetectCustomLabels", "ProjectVersionArn", PROJECT + "version/first/1"),
            rekognition("DescribeDataset", "DatasetArn", PROJECT + "dataset/train/1"),
            rekognition("ListStreamProcessors", "NextToken", "p-1"),
            azure("AddFaceListFace", Map.of("faceListId", "g"), PICTURE),
            azure("Verify", Map.of(), Map.of("faceId1", "f-1", "faceId2", "f-2")),
            azure("GetLivenessSessionResult", Map.of("sessionId", "s-1"), Map.of()),
            azure("GetSessionImage", Map.of("sessionImageId", "i-1"), Map.of()),
            azure("GetOperationStatus", Map.of("operationId", "o-1"), Map.of()),
            azure("GetPerson", Map.of("personId", "p-1"), Map.of()),
            compreface("Recognize", Map.of()),
            compreface("VerifyFace", Map.of("image_id", "0b4c6e4a-0000-4000-8000-000000000001")),
            google("GetOperation", Map.of("operation", "o-1"), Map.of()),
            google("ListOperations", Map.of(), Map.of("pageToken", "p-1")),
            neutral("rekognition", new NormalizedRequest.SearchByPicture("g", PICTURE, 0.9, 1)),
            neutral("rekognition", new NormalizedRequest.ReadLiveness("s-1")),
            neutral("azure_face", new NormalizedRequest.Enroll("g", PICTURE, null, 1)),
            neutral("azure_face", new NormalizedRequest.ReadLiveness("s-1")),
            neutral("compreface", new NormalizedRequest.SearchByPicture("compreface", PICTURE, 0.9, 1)));

    static final Set<String> NAMES = CALLS.keySet();

    @TempDir
    private Path folder;

    private final OneOwner owner = new OneOwner();
    private final Map<String, Provider> providers = new HashMap<>();
    private FakeVendor vendor;
    private FakeVendor tokens;

    /** Registry in which every resource has the same owner and purpose, which change. */
    private static final class OneOwner implements ResourceOwners {
        private String organisation = "rescue";
        private String purpose = "search";
        private Set<Capability> capabilities = MADE_WITH;
        private boolean isErased;
        private boolean isDown;

        @Override
        public Optional<OwnedResource> find(ResourceId handle) {
            if (isDown) {
                throw new Fault.RegistryDown("The registry is down.");
            }
            return isErased
                    ? Optional.empty()
                    : Optional.of(new OwnedResource(
                            handle, organisation, purpose, capabilities, null, "", "t", "d", Instant.EPOCH, null));
        }

        @Override
        public void register(OwnedResource owned) {}

        @Override
        public void remove(ResourceId handle) {}
    }

    @BeforeEach
    void open() throws Exception {
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "secret");
        vendor = FakeVendor.start().answers(Answer.of(200, "{}"));
        tokens = FakeVendor.start().answers(GoogleAccount.token("token-1", 3600));
        var url = vendor.url();
        var limits = VendorLimits.defaults();
        var keys = CompreFaceServiceKeys.of(FakeCompreFace.KEYS);
        var account = GoogleAccount.write(folder, tokens.url());
        var settings = new RekognitionSettings("eu-west-1", url, null, null, limits);
        var azure = new AzureResource(AzureService.FACE, url, AzureCredential.key("key"), null, null, limits);
        providers.put("rekognition", RekognitionProvider.create(VERTX, settings, owner, FileFollower.ONCE));
        providers.put("azure_face", new AzureProvider(VERTX, azure, owner));
        providers.put(
                "compreface",
                new CompreFaceProvider(VERTX, new CompreFaceServer(url, keys, null, null, limits), owner));
        providers.put(
                "google_vision",
                new GoogleVisionProvider(VERTX, new GoogleProject(url, account, null, null, limits), owner));
    }

    @AfterEach
    void close() throws Exception {
        for (var provider : providers.values()) {
            ((AutoCloseable) provider).close();
        }
        vendor.close();
        tokens.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void aCallWhoseResourceChangesHandsIsNotSent(String name) {
        var call = judged(name);
        owner.organisation = "others";
        isNotSent(call);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void aCallWhoseResourceServesAnotherPurposeIsNotSent(String name) {
        var call = judged(name);
        owner.purpose = "access_control";
        isNotSent(call);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void aCallWhoseResourceIsErasedIsNotSent(String name) {
        var call = judged(name);
        owner.isErased = true;
        isNotSent(call);
    }

    /** What was made anew with more than was judged is not used by that decision. */
    @ParameterizedTest
    @FieldSource("NAMES")
    void aCallWhoseResourceIsMadeAnewWithOtherCapabilitiesIsNotSent(String name) {
        var call = judged(name);
        owner.capabilities = Set.of(Capability.IDENTIFY_LIVE);
        if (call.facts().capabilities().containsAll(MADE_WITH)) {
            isNotSent(call);
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void aCallWhoseOwnerCannotBeReadAgainIsNotSent(String name) {
        var call = judged(name);
        owner.isDown = true;
        assertThatThrownBy(() -> send(call)).isInstanceOf(Fault.RegistryDown.class);
        assertThat(vendor.seen()).isEmpty();
    }

    /** The control: what did not change is sent. */
    @ParameterizedTest
    @FieldSource("NAMES")
    void aCallWhoseResourceDidNotChangeIsSent(String name) {
        try {
            send(judged(name));
        } catch (Fault.ProviderDown emptyAnswer) {
            // The vendor's answer is of no interest.
        }
        assertThat(vendor.seen()).isNotEmpty();
    }

    private FaceCall judged(String name) {
        var asked = Objects.requireNonNull(CALLS.get(name));
        var way = provider(asked).plan(RESCUE, asked).ways().getFirst();
        var call = way.prepareForDecision(way.call());
        assertThat(call.preconditionFailure()).isNull();
        return call;
    }

    private void isNotSent(FaceCall call) {
        var pass = Passes.of(RESCUE, call);
        assertThat(provider(call).send(pass)).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(Reply.Failure.NOT_FOUND);
            assertThat(failed.message()).contains("so this call was stopped");
        });
        assertThat(vendor.seen()).isEmpty();
        assertThat(pass.trail().isNotForwarded()).isTrue();
    }

    private Reply send(FaceCall call) {
        return provider(call).send(Passes.of(RESCUE, call));
    }

    private Provider provider(FaceCall call) {
        return Objects.requireNonNull(providers.get(call.engine()));
    }

    private static Map.Entry<String, FaceCall> rekognition(String operation, String field, String value) {
        return call("rekognition", operation, Map.of(field, value));
    }

    private static Map.Entry<String, FaceCall> azure(String operation, Map<String, Object> path, Object body) {
        return call("azure_face", operation, rest(path, Map.of(), body));
    }

    private static Map.Entry<String, FaceCall> compreface(String operation, Map<String, Object> path) {
        return call("compreface", operation, rest(path, Map.of(), Map.of("file", PICTURE)));
    }

    private static Map.Entry<String, FaceCall> google(
            String operation, Map<String, Object> path, Map<String, Object> query) {
        var all = new HashMap<>(path);
        all.put("version", "v1");
        return call("google_vision", operation, Map.of("path", all, "query", query));
    }

    private static Map<String, Object> rest(Map<String, Object> path, Map<String, Object> query, Object body) {
        var all = new HashMap<>(path);
        all.put("version", "v1.2");
        return Map.of("path", all, "query", query, "body", body);
    }

    private static Map.Entry<String, FaceCall> call(String vendor, String operation, Map<String, Object> params) {
        var facts = Facts.of(Set.of(Capability.JOB_RESULT));
        return Map.entry(vendor + ' ' + operation, new FaceCall(vendor, operation, facts, AS_IT_IS, params, null));
    }

    private static Map.Entry<String, FaceCall> neutral(String engine, NormalizedRequest ask) {
        var route = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "x", null, engine);
        var call = new FaceCall(
                "facegate", "x", Facts.of(Set.of(Capability.JOB_RESULT)), ask, Map.of(), null, route, null);
        return Map.entry("neutral " + engine + ' ' + ask.getClass().getSimpleName(), call);
    }
}
