package io.facegate.vendor.rekognition.client;

import static io.facegate.call.Capability.DETECT;
import static io.facegate.call.Capability.GALLERY_ADMIN;
import static io.facegate.call.Capability.GALLERY_ERASE;
import static io.facegate.call.Capability.GALLERY_READ;
import static io.facegate.call.Capability.IDENTIFY_RETRO;
import static io.facegate.call.Capability.JOB_RESULT;
import static io.facegate.call.Capability.LIVENESS;
import static io.facegate.call.Capability.STATEFUL_CONTROL;
import static io.facegate.call.Capability.STATEFUL_CONTROL_STOP;
import static io.facegate.call.Capability.VIDEO_IDENTIFY;
import static io.facegate.vendor.rekognition.client.Calls.NONPROFIT;
import static io.facegate.vendor.rekognition.client.Calls.WITH_ROLE;
import static io.facegate.vendor.rekognition.client.Calls.caller;
import static io.facegate.vendor.rekognition.client.Calls.organisation;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.OwnedResource;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceKind;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.VendorLimits;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Whose the cloud's handles are: on the way there, on the way back, and before a call is judged. */
class CustodyTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Caller RESCUE = caller(NONPROFIT);
    private static final Caller POLICE = caller(organisation("police", null));

    private final MemoryHandles handles = new MemoryHandles();
    private FakeVendor vendor;
    private RekognitionProvider provider;

    @BeforeEach
    void open() throws IOException {
        vendor = FakeVendor.start();
        provider = provider(handles);
    }

    @AfterEach
    void close() {
        provider.close();
        vendor.close();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aJobIsReadBackByWhoStartedItAndJudgedAsWhatItIs() {
        start(RESCUE);

        var judged = TestPlan.prepared(provider, RESCUE, getFaceSearch());

        assertThat(judged.preconditionFailure()).isNull();
        assertThat(judged.facts().capabilities()).isEqualTo(Set.of(JOB_RESULT, VIDEO_IDENTIFY));
        assertThat(judged.facts().threshold()).isEqualTo(0.9);
    }

    @Test
    void aJobOfSomebodyElseIsAsUnknownAsNone() {
        assertThat(TestPlan.prepared(provider, RESCUE, getFaceSearch()).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        start(RESCUE);

        assertThat(TestPlan.prepared(provider, POLICE, getFaceSearch()).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        assertThat(TestPlan.prepared(provider, RESCUE, call("GetFaceSearch", Map.of(), JOB_RESULT))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
    }

    @Test
    void aContractorReadsForItsPrincipalAndNotForItself() {
        start(RESCUE);
        var contractor = organisation("contractor", null);

        assertThat(TestPlan.prepared(provider, caller(contractor, NONPROFIT), getFaceSearch())
                        .preconditionFailure())
                .isNull();
        assertThat(TestPlan.prepared(provider, caller(NONPROFIT, contractor), getFaceSearch())
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
    }

    @Test
    void aJobIsReadForThePurposeThatItWasStartedFor() {
        start(RESCUE);

        assertThat(TestPlan.prepared(provider, other(RESCUE), getFaceSearch()).preconditionFailure())
                .isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
    }

    @Test
    void aJobIsReadByTheOperationThatFitsIt() {
        start(RESCUE);

        assertThat(TestPlan.prepared(
                                provider, RESCUE, call("GetFaceDetection", Map.of("JobId", "j-1"), JOB_RESULT, DETECT))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
    }

    @Test
    void theAnswerIsWithheldWhenWhatItTellsOfCannotBeRecorded() {
        var full = new MemoryHandles() {
            @Override
            public void register(OwnedResource owned) {
                throw new Fault.RegistryDown("The disk is full.");
            }
        };
        vendor.answers(Answer.of(200, "{\"JobId\":\"j-1\"}"));
        try (var failing = provider(full)) {
            assertThatThrownBy(() -> failing.send(Passes.of(RESCUE, startFaceSearch())))
                    .isInstanceOf(Fault.RegistryDown.class)
                    .hasMessage("The disk is full.");
        }
        assertThat(vendor.seen()).hasSize(1);
    }

    @Test
    void whatFailedIsNotRecorded() {
        vendor.answers(Answer.error(400, "InvalidParameterException"));

        send(RESCUE, startFaceSearch());

        assertThat(handles.all()).isEmpty();
    }

    @Test
    void anAnswerThatNamesNoJobIsNoAnswer() {
        vendor.answers(Answer.of(200, "{}"));

        assertThatThrownBy(() -> send(RESCUE, startFaceSearch())).isInstanceOf(Fault.ProviderDown.class);
    }

    @Test
    void aSessionIsOwnedLikeAJob() {
        vendor.answers(Answer.of(200, "{\"SessionId\":\"s-1\"}"));
        send(RESCUE, call("CreateFaceLivenessSession", Map.of(), LIVENESS));
        var get = call("GetFaceLivenessSessionResults", Map.of("SessionId", "s-1"), JOB_RESULT, LIVENESS);

        assertThat(TestPlan.prepared(provider, RESCUE, get).facts().capabilities())
                .isEqualTo(Set.of(JOB_RESULT, LIVENESS));
        assertThat(TestPlan.prepared(provider, POLICE, get).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        var neutral = get.withRequest(new NormalizedRequest.ReadLiveness("s-1"));
        assertThat(TestPlan.ownedSince(provider, RESCUE, neutral)).isNotNull();
        assertThat(TestPlan.ownedSince(provider, RESCUE, get.withRequest(new NormalizedRequest.ReadLiveness("s-2"))))
                .isNull();
        assertThat(TestPlan.ownedSince(provider, POLICE, neutral)).isNull();
    }

    @Test
    void aGalleryIsKeptForWhoMadeItWhateverThePurpose() {
        vendor.answers(Answer.of(200, "{}"));
        send(RESCUE, call("CreateCollection", Map.of("CollectionId", "missing"), GALLERY_ADMIN));
        assertThat(TestPlan.ownedSince(provider, RESCUE, about("missing"))).isNotNull();
        assertThat(TestPlan.ownedSince(provider, other(RESCUE), about("missing")))
                .isNotNull();
        assertThat(TestPlan.ownedSince(provider, RESCUE, about("others"))).isNull();
        assertThat(TestPlan.ownedSince(provider, POLICE, about("missing"))).isNull();
        send(RESCUE, call("DeleteCollection", Map.of("CollectionId", "missing"), GALLERY_ERASE));
        assertThat(TestPlan.ownedSince(provider, RESCUE, about("missing"))).isNull();
    }

    private static FaceCall about(String gallery) {
        var facts = Facts.of(Set.of(GALLERY_READ)).inGallery(gallery);
        return Calls.call("any", facts, Map.of()).withRequest(new NormalizedRequest.DescribeGallery(gallery));
    }

    @ParameterizedTest
    @CsvSource({"FaceSearch,VIDEO_IDENTIFY", "ConnectedHome,NOT_FACE"})
    void aStreamIsJudgedByTheSettingsThatItWasMadeWith(String settings, Capability made) {
        vendor.answers(Answer.of(200, "{}"));
        send(
                RESCUE,
                call("CreateStreamProcessor", Map.of("Name", "door", "Settings", Map.of(settings, Map.of())), made));
        var start = call("StartStreamProcessor", Map.of("Name", "door"), STATEFUL_CONTROL, VIDEO_IDENTIFY);

        assertThat(TestPlan.prepared(provider, RESCUE, start).facts().capabilities())
                .isEqualTo(Set.of(STATEFUL_CONTROL, made));
        assertThat(TestPlan.prepared(provider, POLICE, start).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
    }

    @Test
    void anUnknownStreamIsNotStartedButMayBeStopped() {
        var start = call("StartStreamProcessor", Map.of("Name", "door"), STATEFUL_CONTROL, VIDEO_IDENTIFY);
        var stop = call("StopStreamProcessor", Map.of("Name", "door"), STATEFUL_CONTROL_STOP);

        for (var who : List.of(RESCUE, caller(WITH_ROLE))) {
            assertThat(TestPlan.prepared(provider, who, start).preconditionFailure())
                    .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
            assertThat(TestPlan.prepared(provider, who, stop).preconditionFailure())
                    .isNull();
        }
    }

    @Test
    void stoppingAndErasingNeedNoPurpose() {
        vendor.answers(Answer.of(200, "{}"));
        send(RESCUE, call("CreateCollection", Map.of("CollectionId", "missing"), GALLERY_ADMIN));
        var erase = call("DeleteCollection", Map.of("CollectionId", "missing"), GALLERY_ERASE);
        var search = call("SearchFaces", Map.of("CollectionId", "missing"), IDENTIFY_RETRO);

        assertThat(TestPlan.prepared(provider, other(RESCUE), search).preconditionFailure())
                .isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
        assertThat(TestPlan.prepared(provider, other(RESCUE), erase).preconditionFailure())
                .isNull();
        assertThat(TestPlan.prepared(provider, RESCUE, search).preconditionFailure())
                .isNull();

        send(other(RESCUE), erase);
        assertThat(TestPlan.prepared(provider, RESCUE, search).preconditionFailure())
                .isEqualTo(PreconditionFailure.GALLERY_NOT_OWNED);
    }

    @Test
    void aPageIsGoodForItsCallerAndItsListOnly() {
        start(RESCUE);
        vendor.answers(Answer.of(200, "{\"JobId\":\"j-2\"}"));
        send(RESCUE, startFaceSearch());
        vendor.answers(Answer.of(200, "{\"Persons\":[],\"NextToken\":\"vendors\"}"));
        var body = text(send(RESCUE, getFaceSearch()));
        var token = body.replaceFirst(".*\"NextToken\":\"([^\"]+)\".*", "$1");
        assertThat(body).doesNotContain("vendors");
        assertThat(token).hasSize(32);

        assertThat(TestPlan.prepared(provider, RESCUE, page("j-1", token)).preconditionFailure())
                .isNull();
        assertThat(TestPlan.prepared(provider, RESCUE, page("j-2", token)).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        assertThat(TestPlan.prepared(provider, RESCUE, page("j-1", "vendors")).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        assertThat(TestPlan.prepared(provider, POLICE, page("j-1", token)).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        assertThat(TestPlan.prepared(provider, other(RESCUE), page("j-1", token))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.HANDLE_PURPOSE);

        send(RESCUE, page("j-1", token));
        assertThat(vendor.seen().getLast().text()).isEqualTo("{\"JobId\":\"j-1\",\"NextToken\":\"vendors\"}");
    }

    @Test
    void aNameInAnotherCaseHidesNothing() {
        var hidden = call(
                "CreateStreamProcessor",
                Map.of("Name", "door", "Settings", Map.of("FaceSearch", Map.of("collectionId", "6.police.x"))),
                VIDEO_IDENTIFY);

        assertThat(TestPlan.prepared(provider, RESCUE, hidden).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    @Test
    void aNameThatIsNoWordIsDoubted() {
        var odd = call("SearchFaces", Map.of("CollectionId", Map.of("x", "y")), IDENTIFY_RETRO);

        assertThat(TestPlan.prepared(provider, RESCUE, odd).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_VALUE);
    }

    @Test
    void theCallsOfOtherWiresAreNotSent() {
        var other = new FaceCall(
                "azure_face",
                "detect",
                Facts.of(Set.of(DETECT)),
                getFaceSearch().request(),
                Map.of(),
                null);

        assertThat(TestPlan.prepared(provider, RESCUE, other).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
    }

    @Test
    void whatWasMadeIsOnRecordWithItsDecision() {
        start(RESCUE);

        assertThat(handles.all()).singleElement().satisfies(owned -> {
            assertThat(owned.handle().kind()).isEqualTo(ResourceKind.JOB);
            assertThat(owned.organisation()).isEqualTo("rescue");
            assertThat(owned.purpose()).isEqualTo("find_children");
            assertThat(owned.decision()).isEqualTo("0190-test");
            assertThat(owned.expires()).isNotNull();
        });
    }

    private void start(Caller who) {
        vendor.answers(Answer.of(200, "{\"JobId\":\"j-1\"}"));
        send(who, startFaceSearch());
    }

    private Reply send(Caller who, FaceCall call) {
        return provider.send(Passes.of(who, call));
    }

    private static String text(Reply reply) {
        return new String(((Reply.Verbatim) reply).body(), UTF_8);
    }

    static Caller other(Caller who) {
        return TestCaller.of(who.organisation())
                .actingFor(who.principals())
                .purpose("access_control")
                .in(who.places())
                .by(who.method(), who.key())
                .build();
    }

    private static FaceCall startFaceSearch() {
        var facts = Facts.of(Set.of(VIDEO_IDENTIFY)).withThreshold(0.9);
        return Calls.call("StartFaceSearch", facts, Map.of("FaceMatchThreshold", 90L));
    }

    private static FaceCall getFaceSearch() {
        return call("GetFaceSearch", Map.of("JobId", "j-1"), JOB_RESULT, VIDEO_IDENTIFY);
    }

    private static FaceCall page(String job, String token) {
        var params = new java.util.LinkedHashMap<String, @Nullable Object>();
        params.put("JobId", job);
        params.put("NextToken", token);
        return call("GetFaceSearch", params, JOB_RESULT, VIDEO_IDENTIFY);
    }

    static FaceCall call(String operation, Map<String, @Nullable Object> params, Capability... capabilities) {
        return Calls.call(operation, Facts.of(Set.of(capabilities)), params);
    }

    private RekognitionProvider provider(MemoryHandles known) {
        return RekognitionProvider.create(
                VERTX,
                new RekognitionSettings("eu-west-1", vendor.url(), null, null, VendorLimits.defaults()),
                known,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", "secret")));
    }
}
