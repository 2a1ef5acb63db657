package io.facegate.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect.Act;
import io.facegate.catalogue.OperationEffect.CollectionUse;
import io.facegate.catalogue.OperationEffect.Made;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the catalogues say of stored resources follows from the vendors' methods, paths and names, by rules of its own:
 * an operation whose effect was forgotten in the catalogue fails here.
 */
class OperationEffectsTest {
    private static final Set<String> GALLERIES =
            Set.of("faceListId", "largeFaceListId", "personGroupId", "largePersonGroupId", "dynamicPersonGroupId");
    private static final Set<String> RESULTS = Set.of("{sessionId}", "{sessionImageId}", "{operationId}");

    static List<VendorOperation> azure() {
        return all(VendorApi.AZURE_FACE);
    }

    static List<VendorOperation> azureVision() {
        return all(VendorApi.AZURE_VISION);
    }

    static List<VendorOperation> google() {
        return all(VendorApi.GOOGLE_VISION);
    }

    static List<VendorOperation> compreface() {
        return all(VendorApi.COMPREFACE);
    }

    static List<VendorOperation> rekognition() {
        return all(VendorApi.REKOGNITION);
    }

    private static List<VendorOperation> all(VendorApi api) {
        return List.copyOf(api.catalogue().operations().values());
    }

    private static RestOperation route(VendorOperation operation) {
        return Objects.requireNonNull(operation.route());
    }

    private static String last(RestOperation route) {
        var segment = route.path().getLast();
        return RestOperation.open(segment) ? RestOperation.name(segment) : "";
    }

    private static boolean isResult(RestOperation route) {
        return route.method().equals("GET") && route.path().stream().anyMatch(RESULTS::contains);
    }

    @ParameterizedTest
    @MethodSource("azure")
    void azureActsByMethodAndPath(VendorOperation operation) {
        var route = route(operation);
        var effect = operation.effect();
        boolean deletes = route.method().equals("DELETE");
        boolean inGroup = route.path().stream().anyMatch(segment -> segment.endsWith("ersonGroupId}"));
        boolean erases = deletes
                && (GALLERIES.contains(last(route))
                        || last(route).equals("sessionId")
                        || (last(route).equals("personId") && !inGroup));
        assertThat(effect.act())
                .isEqualTo(deletes ? erases ? Act.FORGETS : Act.STOPS : isResult(route) ? Act.INHERITS : Act.USES);
        assertThat(effect.soleOwnerOnly()).isEqualTo(operation.name().contains("Snapshot"));
        assertThat(effect.collection()).isNull();
    }

    @ParameterizedTest
    @MethodSource("azure")
    void azureMakesByMethodAndPath(VendorOperation operation) {
        var route = route(operation);
        Made made = switch (operation.name()) {
            case "Detect" -> made(ResourceKind.FACE, "faceId", true, 1);
            case "CreatePerson" -> made(ResourceKind.PERSON, "personId", false, 0);
            case "CreateLivenessSession",
                    "CreateLivenessWithVerifySession",
                    "CreateSingleModalLivenessSession",
                    "CreateSingleModalLivenessWithVerifySession" -> made(ResourceKind.SESSION, "sessionId", false, 2);
            default ->
                route.method().equals("PUT")
                        ? made(ResourceKind.COLLECTION, last(route), false, 0)
                        : isResult(route) && route.path().contains("{sessionId}")
                                ? made(ResourceKind.IMAGE, "sessionImageId", true, 2)
                                : null;
        };
        assertThat(operation.effect().makes()).isEqualTo(made);
        assertThat(operation.newNameParameter()).isEqualTo(route.method().equals("PUT") ? last(route) : null);
    }

    private static Made made(ResourceKind kind, String field, boolean any, int days) {
        return new Made(kind, field, any, days == 0 ? null : Duration.ofDays(days), "");
    }

    private static final Map<String, String> LISTS = Map.of(
            "GetFaceLists", "COLLECTION faceListId",
            "GetLargeFaceLists", "COLLECTION largeFaceListId",
            "GetPersonGroups", "COLLECTION personGroupId",
            "GetLargePersonGroups", "COLLECTION largePersonGroupId",
            "GetDynamicPersonGroups", "COLLECTION dynamicPersonGroupId",
            "GetSingleModalLivenessSessions", "SESSION id",
            "GetSingleModalLivenessWithVerifySessions", "SESSION id",
            "GetPersons", "PERSON personId");

    @ParameterizedTest
    @MethodSource("azure")
    void azureListsAndHoldsNames(VendorOperation operation) {
        var lists = operation.effect().lists();
        assertThat(lists == null ? null : lists.kind() + " " + lists.item()).isEqualTo(LISTS.get(operation.name()));
        assertThat(operation.effect().hasNames())
                .isEqualTo(route(operation).method().equals("GET")
                        && (lists != null
                                || GALLERIES.contains(last(route(operation)))
                                || operation.name().equals("GetDynamicPersonGroupReferences")));
    }

    @ParameterizedTest
    @MethodSource("azureVision")
    void imageAnalysisKeepsNothing(VendorOperation operation) {
        assertThat(operation.effect()).isEqualTo(new OperationEffect(null, Act.USES, null, null, false, false, true));
    }

    @ParameterizedTest
    @MethodSource("google")
    void googleStartsListsAndStopsOperations(VendorOperation operation) {
        var route = route(operation);
        var effect = operation.effect();
        var verb = route.path().getLast();
        boolean starts = verb.endsWith(":asyncBatchAnnotate") || verb.endsWith(":import") || verb.endsWith(":purge");
        assertThat(effect.makes()).isEqualTo(starts ? made(ResourceKind.JOB, "name", false, 7) : null);
        assertThat(operation.newNameParameter()).isNull();
        boolean lists = verb.equals("operations");
        assertThat(effect.lists())
                .isEqualTo(
                        lists ? new OperationEffect.MixedList(List.of("operations"), ResourceKind.JOB, "name") : null);
        boolean stops = operation.capabilities().contains(Capability.STATEFUL_CONTROL_STOP);
        boolean inherits = operation.capabilities().contains(Capability.JOB_RESULT) && !lists;
        assertThat(effect.act())
                .isEqualTo(
                        stops
                                ? route.method().equals("DELETE") ? Act.FORGETS : Act.STOPS
                                : inherits ? Act.INHERITS : Act.USES);
        assertThat(effect.soleOwnerOnly()).isEqualTo(operation.capabilities().contains(Capability.NOT_FACE));
    }

    @ParameterizedTest
    @MethodSource("compreface")
    void compreFaceKeepsWhatItsPathsName(VendorOperation operation) {
        var path = route(operation).path();
        boolean keeps = path.contains("recognition") || path.contains("images");
        var effect = operation.effect();
        assertThat(effect.collection()).isEqualTo(keeps ? use(operation.name()) : null);
        assertThat(effect.act().stops()).isEqualTo(operation.capabilities().equals(Set.of(Capability.GALLERY_ERASE)));
        assertThat(effect.act() == Act.FORGETS)
                .isEqualTo(Set.of("DeleteFace", "DeleteFacesById", "DeleteSubjects")
                        .contains(operation.name()));
        assertThat(effect.makes())
                .isEqualTo(operation.name().equals("AddFace") ? made(ResourceKind.FACE, "image_id", false, 0) : null);
        assertThat(effect.soleOwnerOnly()).isEqualTo(operation.name().equals("Migrate"));
    }

    private static CollectionUse use(String operation) {
        return switch (operation) {
            case "AddFace", "AddSubject" -> CollectionUse.BEGUN;
            case "DeleteSubjects" -> CollectionUse.ERASED;
            default -> CollectionUse.USED;
        };
    }

    /** A job is read by the operation with its name, for as long as the vendor keeps its results. */
    @ParameterizedTest
    @MethodSource("rekognition")
    void rekognitionNamesWhoReadsWhatItStarts(VendorOperation operation) {
        var makes = operation.effect().makes();
        if (makes == null) {
            assertThat(operation.name()).doesNotMatch("Create(?!User).*");
            assertThat(operation.parameters()).doesNotContain("Video");
            return;
        }
        var named = makes.kind() == ResourceKind.COLLECTION || makes.kind() == ResourceKind.STREAM;
        assertThat(operation.newNameParameter()).isEqualTo(named ? makes.field() : null);
        boolean later = makes.kind() == ResourceKind.JOB || makes.kind() == ResourceKind.SESSION;
        assertThat(makes.onlyFor()).isEqualTo(later ? reader(operation.name()) : "");
        assertThat(makes.lifetime()).isEqualTo(lifetime(operation.name(), makes.kind()));
    }

    private static String reader(String operation) {
        return operation.startsWith("Start")
                ? "Get" + operation.substring("Start".length())
                : "GetFaceLivenessSessionResults";
    }

    private static @Nullable Duration lifetime(String operation, ResourceKind kind) {
        return switch (kind) {
            case JOB -> Duration.ofDays(operation.equals("StartMediaAnalysisJob") ? 366 : 7);
            case SESSION -> Duration.ofDays(1);
            default -> null;
        };
    }

    private static final Pattern IDENTIFIER =
            Pattern.compile(".*(Id|Ids|Id[12]|_id|_tokens?[12]?|Arn|Arns|ProjectNames?|operation)");

    /** Identifiers that are no resource of their own: what they name is in one, or is the caller's and not the vendor's. */
    private static final Set<String> NO_RESOURCES = Set.of(
            // Azure: a flag, a face in a list or of a person, a snapshot (for sole owners only), the device's number.
            "returnFaceId",
            "persistedFaceId",
            "snapshotId",
            "objectId",
            "deviceCorrelationId",
            // Google: a product's and an image's own names, in projects that the sole owner has.
            "productId",
            "productSetId",
            "referenceImageId",
            // Face++: a word of the caller's for a face.
            "user_id",
            // Rekognition: what is in a collection, what AWS keeps elsewhere, and what an ARN says by itself.
            "FaceId",
            "FaceIds",
            "UserId",
            "ExternalImageId",
            "Id",
            "KmsKeyId",
            "PolicyRevisionId",
            "RoleArn",
            "ResourceArn");

    @ParameterizedTest
    @EnumSource(VendorApi.class)
    void noIdentifierIsForgotten(VendorApi api) {
        var fields = api.catalogue().resources();
        for (var operation : all(api)) {
            var given = new TreeSet<>(operation.parameters());
            if (operation.route() != null) {
                given.addAll(operation.route().query());
                operation.route().path().stream()
                        .filter(RestOperation::open)
                        .forEach(segment -> given.add(RestOperation.name(segment)));
            }
            given.removeIf(parameter -> !IDENTIFIER.matcher(parameter).matches() || NO_RESOURCES.contains(parameter));
            assertThat(fields.keySet()).as(operation.name()).containsAll(given);
        }
    }
}
