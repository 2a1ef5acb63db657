package io.facegate.vendor.azure.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.PreconditionFailure;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table: classified as the reference says, and judged as the shipped policies say. */
class RoutesTest {
    /** The codes of the reference, in our words. */
    private static final Map<String, Set<Capability>> CLASSES = Map.ofEntries(
            Map.entry("detect", Set.of(Capability.DETECT)),
            Map.entry("liveness", Set.of(Capability.LIVENESS)),
            Map.entry("stateful-control", Set.of(Capability.STATEFUL_CONTROL_STOP)),
            Map.entry("job-result", Set.of(Capability.JOB_RESULT)),
            Map.entry("gallery-read", Set.of(Capability.GALLERY_READ)),
            Map.entry("gallery-admin", Set.of(Capability.GALLERY_ADMIN)),
            Map.entry("gallery-erase", Set.of(Capability.GALLERY_ERASE)),
            Map.entry("gallery-transfer", Set.of(Capability.GALLERY_TRANSFER)),
            Map.entry("media-read", Set.of(Capability.MEDIA_READ)),
            Map.entry("enroll", Set.of(Capability.ENROLL)),
            Map.entry("identify", Set.of(Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE)),
            Map.entry("cluster", Set.of(Capability.CLUSTER)),
            Map.entry("verify", Set.of(Capability.VERIFY)));

    /** What stays open under a moratorium. */
    private static final Set<Capability> OPEN = EnumSet.of(Capability.GALLERY_ERASE, Capability.STATEFUL_CONTROL_STOP);

    private static PolicyEngine policies;

    @BeforeAll
    static void load() throws IOException {
        policies = PolicyEngine.load(Path.of("policies"));
    }

    /** One row of the reference: method, path, class, other capabilities, versions, what is limited. */
    private static List<String[]> reference() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/azure-face-reference.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    @Test
    void theTableIsTheReference() throws IOException {
        var ours = VendorApi.AZURE_FACE.rest().all().stream()
                .collect(Collectors.toMap(
                        route -> route.method() + " /" + String.join("/", route.path()), Function.identity()));
        var rows = reference();
        assertThat(rows).hasSize(97);
        assertThat(ours).hasSize(97);
        for (var row : rows) {
            var route = ours.get(row[0] + " " + row[1]);
            assertThat(route).as(row[1]).isNotNull();
            assertThat(route.versions()).as(row[1]).containsExactlyInAnyOrder(row[4].split(","));
            assertThat(route.capabilities()).as(row[1]).containsAll(CLASSES.get(row[2]));
            Arrays.stream(row[3].split(","))
                    .filter(also -> also.equals("verify") || (also.equals("enroll") && !row[2].equals("detect")))
                    .forEach(also -> assertThat(route.capabilities()).contains(Capability.fromCode(also)));
        }
    }

    static Stream<String> operations() {
        return VendorApi.AZURE_FACE.rest().all().stream()
                .map(RestOperation::operation)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsClassifiedInEveryVersion(String operation) {
        var route = VendorApi.AZURE_FACE.rest().byName(operation);
        for (var request : Requests.least(route)) {
            var call = AzureFaceRequestReader.read(request);
            assertThat(call.facts().capabilities()).containsAll(route.capabilities());
            if (route.bodies().equals(Set.of(Form.FORM))) {
                assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.MALFORMED_BODY);
            } else {
                assertThat(call.operation()).isEqualTo(operation);
                assertThat(call.preconditionFailure()).isEqualTo(route.preconditionFailure());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void policeInTheUnitedStatesMayOnlyEraseAndStop(String operation) {
        var route = VendorApi.AZURE_FACE.rest().byName(operation);
        for (var request : Requests.least(route)) {
            var decision = decide("law_enforcement.police", "missing_child", request);
            if (OPEN.containsAll(route.capabilities())) {
                assertThat(decision).isInstanceOf(Decision.Permit.class);
            } else if (doubted(route)) {
                assertThat(decision).isInstanceOf(Decision.Refuse.class);
            } else {
                assertThat(decision)
                        .isInstanceOfSatisfying(
                                Decision.Refuse.class,
                                refuse -> assertThat(refuse.refusal().rule())
                                        .isEqualTo("microsoft-police-2020/us-police"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whoFindsMissingChildrenWithAnApprovalMay(String operation) {
        var route = VendorApi.AZURE_FACE.rest().byName(operation);
        boolean may = !doubted(route) && !route.capabilities().contains(Capability.GALLERY_TRANSFER);
        for (var request : Requests.least(route)) {
            assertThat(decide("nonprofit.child_protection", "missing_child", request))
                    .isInstanceOf(may ? Decision.Permit.class : Decision.Refuse.class);
        }
    }

    /** What the reference says is limited is refused to whoever has no approval. */
    @Test
    void limitedAccessNeedsAnApproval() throws IOException {
        for (var row : reference()) {
            if (!row[5].equals("Y")) {
                continue;
            }
            var route = VendorApi.AZURE_FACE.rest().all().stream()
                    .filter(one -> ("/" + String.join("/", one.path())).equals(row[1])
                            && one.method().equals(row[0]))
                    .findFirst()
                    .orElseThrow();
            var call = AzureFaceRequestReader.read(Requests.least(route).getFirst());
            var decision = policies.decide(
                    caller("nonprofit.child_protection", "missing_child", Set.of()), call, Requests.NOW);
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Refuse.class,
                            refuse -> assertThat(refuse.refusal().code()).isEqualTo("approval_missing"));
        }
    }

    /** Retired or limited traits are refused but to assistive technology that holds its approval; others are open. */
    @ParameterizedTest
    @CsvSource({
        "emotion, retired",
        "gender, retired",
        "age, retired",
        "smile, retired",
        "facialHair, retired",
        "hair, retired",
        "makeup, retired",
        "headPose,",
        "glasses,",
        "occlusion,",
        "accessories,",
        "blur,",
        "exposure,",
        "noise,",
        "mask,",
        "qualityForRecognition,"
    })
    void traitsAreFactsThatPoliciesKnow(String attribute, String code, @TempDir Path folder) throws IOException {
        var pack = "microsoft-responsible-ai-2022.yaml";
        Files.copy(Path.of("policies", pack), folder.resolve(pack));
        Files.writeString(folder.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: all, effect: permit, match: {provider: azure_face}}
            """);
        var shipped = PolicyEngine.load(folder);
        var request = Requests.of(
                "POST /face/v1.0/detect?returnFaceId=false&returnFaceAttributes=" + attribute,
                Requests.JSON,
                "{\"url\":\"https://example.org/a.jpg\"}".getBytes(StandardCharsets.UTF_8),
                Map.of());
        var without = shipped.decide(
                caller("nonprofit.accessibility", "accessibility_description", Set.of("approval")),
                AzureFaceRequestReader.read(request),
                Requests.NOW);
        var with = shipped.decide(
                caller("nonprofit.accessibility", "accessibility_description", Set.of("approval.accessibility")),
                AzureFaceRequestReader.read(request),
                Requests.NOW);
        if (code == null) {
            assertThat(without).isInstanceOf(Decision.Permit.class);
        } else {
            assertThat(without)
                    .isInstanceOfSatisfying(
                            Decision.Refuse.class,
                            refuse -> assertThat(refuse.refusal().code()).isEqualTo(code));
        }
        assertThat(with).isInstanceOf(Decision.Permit.class);
    }

    private static boolean doubted(RestOperation route) {
        return route.preconditionFailure() != null || route.bodies().equals(Set.of(Form.FORM));
    }

    private static Decision decide(String type, String purpose, io.facegate.vendor.wire.HttpCall request) {
        var approved = Set.of("approval.azure_face.verify", "approval.azure_face.identify");
        return policies.decide(caller(type, purpose, approved), AzureFaceRequestReader.read(request), Requests.NOW);
    }

    private static Caller caller(String type, String purpose, Set<String> evidence) {
        var organisation = TestOrganisation.of("o", type)
                .named("O")
                .in("US-OR")
                .purposes(purpose)
                .build();
        return TestCaller.of(organisation)
                .purpose(purpose)
                .in("US-OR")
                .attested(new AttestedContext(evidence, Map.of(), null))
                .by("api_key", "key")
                .build();
    }
}
