package io.facegate.vendor.rekognition.client;

import static io.facegate.call.Capability.GALLERY_ADMIN;
import static io.facegate.call.Capability.GALLERY_READ;
import static io.facegate.call.Capability.NOT_FACE;
import static io.facegate.call.Capability.VIDEO_IDENTIFY;
import static io.facegate.vendor.rekognition.client.Calls.caller;
import static io.facegate.vendor.rekognition.client.Calls.organisation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.AwsModel;
import io.facegate.FakeRekognition;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.MemoryHandles;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestOrganisation;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.VendorLimits;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** One account of the cloud, which several organisations share and none sees the others on. */
class SharedAccountTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Caller RESCUE = caller(registered("s3:films", "output:films", "role:" + role("a")));
    private static final Caller THIEF = caller(organisation("thief", null));

    private FakeRekognition vendor;
    private RekognitionProvider provider;

    @BeforeEach
    void open() throws IOException {
        vendor = FakeRekognition.start(AwsModel.load());
        provider = RekognitionProvider.create(
                VERTX,
                new RekognitionSettings("us-east-1", vendor.url(), null, null, VendorLimits.defaults()),
                new MemoryHandles(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", "secret")));
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
    void twoMayUseTheSameNameAndNeitherSeesIt() throws Exception {
        var created = answer(RESCUE, "CreateCollection", Map.of("CollectionId", "missing"));
        var other = answer(THIEF, "CreateCollection", Map.of("CollectionId", "missing"));

        assertThat(vendor.kept("collection")).containsExactly("6.rescue.missing", "5.thief.missing");
        assertThat(created.get("CollectionArn").textValue()).endsWith(":collection/missing");
        assertThat(other).isEqualTo(created);
    }

    @Test
    void errorsSpeakTheCallersNames() throws Exception {
        answer(RESCUE, "CreateCollection", Map.of("CollectionId", "missing"));

        assertThat(answer(RESCUE, "CreateCollection", Map.of("CollectionId", "missing"))
                        .get("Message")
                        .textValue())
                .isEqualTo("The collection id: missing already exists");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 100})
    void aListIsOnesOwnPageByPage(long page) throws Exception {
        for (int at = 0; at < 20; at++) {
            vendor.keep("collection", "5.thief.t" + at);
            vendor.keep("collection", "made-outside-" + at);
            if (at % 4 == 0) {
                vendor.keep("collection", "6.rescue.c" + at);
            }
        }
        var found = new ArrayList<String>();
        Map<String, @Nullable Object> asked = new LinkedHashMap<>(Map.of("MaxResults", page));
        for (int turn = 0; turn < 50; turn++) {
            var body = answer(RESCUE, "ListCollections", asked);
            assertThat(body.get("CollectionIds").size())
                    .isEqualTo(body.get("FaceModelVersions").size())
                    .isLessThanOrEqualTo((int) page);
            body.get("CollectionIds").forEach(name -> found.add(name.textValue()));
            if (body.get("NextToken") == null) {
                break;
            }
            var token = body.get("NextToken").textValue();
            assertThat(token).doesNotStartWith("at-");
            asked.put("NextToken", token);
            assertThat(TestPlan.prepared(provider, RESCUE, call("ListCollections", asked, GALLERY_READ))
                            .preconditionFailure())
                    .isNull();
            assertThat(TestPlan.prepared(provider, THIEF, call("ListCollections", asked, GALLERY_READ))
                            .preconditionFailure())
                    .isEqualTo(PreconditionFailure.UNKNOWN_HANDLE);
        }
        assertThat(found).containsExactly("c0", "c4", "c8", "c12", "c16");
    }

    @Test
    void aListOnACrowdedAccountCostsOnlySoMuch() throws Exception {
        for (int at = 0; at < 100; at++) {
            vendor.keep("collection", "5.thief.t" + at);
        }

        var body = answer(RESCUE, "ListCollections", Map.of("MaxResults", 1L));

        assertThat(vendor.seen()).hasSize(16);
        assertThat(body.get("CollectionIds")).isEmpty();
        assertThat(body.get("NextToken").textValue()).isNotEmpty();
    }

    @Test
    void streamsProjectsAndJobsOfOthersAreNotListed() throws Exception {
        vendor.keep("stream", "5.thief.s");
        vendor.keep("stream", "6.rescue.s");
        vendor.keep("project", "arn:aws:rekognition:us-east-1:123456789012:project/5.thief.p/1");
        vendor.keep("project", "arn:aws:rekognition:us-east-1:123456789012:project/6.rescue.p/1");
        vendor.keep("media", "somebodys-job");

        assertThat(answer(RESCUE, "ListStreamProcessors", Map.of()).at("/StreamProcessors"))
                .singleElement()
                .satisfies(one -> assertThat(one.get("Name").textValue()).isEqualTo("s"));
        assertThat(answer(RESCUE, "DescribeProjects", Map.of()).at("/ProjectDescriptions"))
                .singleElement()
                .satisfies(one -> assertThat(one.get("ProjectArn").textValue()).endsWith(":project/p/1"));
        assertThat(answer(RESCUE, "ListMediaAnalysisJobs", Map.of()).at("/MediaAnalysisJobs"))
                .isEmpty();
    }

    @Test
    void oneTokenOfTwoCallersStartsTwoJobs() throws Exception {
        var start = Map.<String, @Nullable Object>of("Video", object("films", "v"), "ClientRequestToken", "once");

        var first = answer(RESCUE, "StartFaceDetection", start).get("JobId");
        assertThat(answer(RESCUE, "StartFaceDetection", start).get("JobId")).isEqualTo(first);
        assertThat(answer(THIEF, "StartFaceDetection", start).get("JobId")).isNotEqualTo(first);
    }

    @Test
    void aNameThatHasNoRoomIsToldSoAndNotSent() {
        var pass = Passes.of(RESCUE, call("CreateCollection", Map.of("CollectionId", "c".repeat(250)), GALLERY_ADMIN));

        assertThat(provider.send(pass))
                .isEqualTo(new Reply.Failed(
                        Reply.Failure.INVALID_PARAMETER,
                        "CollectionId must have at most 246 characters on this account.",
                        "gallery"));
        assertThat(vendor.seen()).isEmpty();
        assertThat(pass.trail().isNotForwarded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "films,v,",
        "films,,REFERENCE_NOT_PINNED",
        "films,' ',REFERENCE_NOT_PINNED",
        "Films,v,REFERENCE_NOT_OWNED",
        "others,v,REFERENCE_NOT_OWNED",
        "others,,REFERENCE_NOT_OWNED"
    })
    void aPictureInABucketIsRegisteredAndPinned(String bucket, String version, PreconditionFailure doubt) {
        var call = pointing("DetectLabels", Map.of("Image", object(bucket, version)), Reference.S3_OBJECT);

        assertThat(TestPlan.prepared(provider, RESCUE, call).preconditionFailure())
                .isEqualTo(doubt);
        assertThat(TestPlan.prepared(provider, THIEF, call).preconditionFailure())
                .isEqualTo(PreconditionFailure.REFERENCE_NOT_OWNED);
    }

    @Test
    void readingAndWritingAreRegisteredApart() {
        var readOnly = caller(registered("s3:films"));
        var write = pointing(
                "StartMediaAnalysisJob",
                Map.of("OutputConfig", Map.of("S3Bucket", "films"), "Input", object("films", "v")),
                Reference.S3_OBJECT,
                Reference.OUTPUT);

        assertThat(TestPlan.prepared(provider, RESCUE, write).preconditionFailure())
                .isNull();
        assertThat(TestPlan.prepared(provider, readOnly, write).preconditionFailure())
                .isEqualTo(PreconditionFailure.REFERENCE_NOT_OWNED);
    }

    @Test
    void aRoleOfSomebodyElseIsNotLent() {
        var mine = pointing("CreateStreamProcessor", stream(role("a")), Reference.ROLE);
        var others = pointing("CreateStreamProcessor", stream(role("b")), Reference.ROLE);

        assertThat(TestPlan.prepared(provider, RESCUE, mine).preconditionFailure())
                .isNull();
        assertThat(TestPlan.prepared(provider, RESCUE, others).preconditionFailure())
                .isEqualTo(PreconditionFailure.REFERENCE_NOT_OWNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3object", "S3OBJECT", "rolearn", "kmskeyid"})
    void aReferenceInAnotherCaseHidesNothing(String field) {
        var hidden = pointing("DetectLabels", Map.of("Image", Map.of(field, "x")), Reference.S3_OBJECT);

        assertThat(TestPlan.prepared(provider, RESCUE, hidden).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    @Test
    void whatIsNotUnderstoodAsAReferenceIsRefused() {
        var empty = pointing("StartFaceDetection", Map.of("NotificationChannel", Map.of()), Reference.TOPIC);
        var odd = pointing(
                "DetectLabels",
                Map.of("Image", Map.of("S3Object", Map.of("Bucket", "films", "Version", "v", "bucket", "others"))),
                Reference.S3_OBJECT);

        assertThat(TestPlan.prepared(provider, RESCUE, empty).preconditionFailure())
                .isEqualTo(PreconditionFailure.REFERENCE_NOT_OWNED);
        assertThat(TestPlan.prepared(provider, RESCUE, odd).preconditionFailure())
                .isEqualTo(PreconditionFailure.UNKNOWN_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PutProjectPolicy", "UpdateDatasetEntries"})
    void whatCannotBeLookedIntoIsNotSentWhereOthersAreInReach(String operation) {
        assertThat(TestPlan.prepared(provider, RESCUE, call(operation, Map.of(), NOT_FACE))
                        .preconditionFailure())
                .isEqualTo(PreconditionFailure.REFERENCE_NOT_OWNED);
        assertThat(TestPlan.prepared(provider, caller(Calls.WITH_ROLE), call(operation, Map.of(), NOT_FACE))
                        .preconditionFailure())
                .isNull();
    }

    private JsonNode answer(Caller who, String operation, Map<String, @Nullable Object> params) throws Exception {
        var reply = (Reply.Verbatim) provider.send(Passes.of(who, call(operation, params, VIDEO_IDENTIFY)));
        assertThat(vendor.last().problems()).isEmpty();
        return JSON.readTree(reply.body());
    }

    private static Map<String, @Nullable Object> stream(String role) {
        return Map.of("Name", "door", "RoleArn", role, "Settings", Map.of("ConnectedHome", Map.of()));
    }

    private static String role(String name) {
        return "arn:aws:iam::123456789012:role/" + name;
    }

    private static Map<String, @Nullable Object> object(String bucket, @Nullable String version) {
        var parts = new LinkedHashMap<String, @Nullable Object>();
        parts.put("Bucket", bucket);
        parts.put("Name", "a.mp4");
        if (version != null) {
            parts.put("Version", version);
        }
        return Map.of("S3Object", parts);
    }

    private static Organisation registered(String... resources) {
        return TestOrganisation.of("rescue", "nonprofit.child_protection")
                .named("Rescue")
                .in("US")
                .purposes("find_children")
                .resources(Stream.of(resources).map(RegisteredResource::parse).collect(Collectors.toSet()))
                .build();
    }

    private static FaceCall pointing(String operation, Map<String, @Nullable Object> params, Reference... to) {
        return Calls.call(operation, Facts.of(Set.of(NOT_FACE)).referringTo(Set.of(to)), params);
    }

    private static FaceCall call(String operation, Map<String, @Nullable Object> params, Capability capability) {
        return Calls.call(operation, Facts.of(Set.of(capability)), params);
    }
}
