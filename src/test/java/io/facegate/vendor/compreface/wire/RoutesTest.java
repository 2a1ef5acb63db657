package io.facegate.vendor.compreface.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.AttestedContext;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.wire.HttpCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.MethodSource;

/** All 22 operations, from the table. */
class RoutesTest {
    private static final Set<Capability> IDENTIFY = Set.of(Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE);

    /** Amazon's moratorium, turned on this wire. */
    private static PolicyEngine moratorium;

    private static PolicyEngine all;

    @BeforeAll
    static void load(@TempDir Path folder) throws IOException {
        all = PolicyEngine.load(Path.of("policies"));
        var pack = Files.readString(Path.of("policies/amazon-rekognition-2020.yaml"));
        var police = pack.substring(0, pack.indexOf("  # The announcement says"));
        Files.writeString(
                folder.resolve("amazon-rekognition-2020.yaml"),
                police.replace("provider: rekognition", "provider: compreface"));
        Files.writeString(folder.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: all, effect: permit, match: {provider: compreface}}
            """);
        moratorium = PolicyEngine.load(folder);
    }

    /** One row of the reference: method, path, class, what its class hangs on. */
    private static List<String[]> reference() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/compreface-reference.tsv")).stream()
                .skip(1)
                .map(line -> line.replace("?subject=", "").split("\t", -1))
                .toList();
    }

    @Test
    void theTableIsTheReference() throws IOException {
        var ours = VendorApi.COMPREFACE.rest().all().stream()
                .collect(Collectors.toMap(
                        route -> route.method() + " /" + String.join("/", route.path()), Function.identity()));
        assertThat(reference()).hasSize(22);
        assertThat(ours).hasSize(22);
        for (var row : reference()) {
            var route = ours.get(row[0] + " " + row[1]);
            assertThat(route).as(row[1]).isNotNull();
            var classes = row[2].equals("identify") ? IDENTIFY : Set.of(Capability.fromCode(row[2].replace('-', '_')));
            assertThat(route.capabilities()).as(row[1]).containsAll(classes);
            assertThat(route.capabilities().contains(Capability.TEMPLATE_EXPORT))
                    .as(row[1])
                    .isEqualTo(row[1].contains("embeddings"));
        }
    }

    static Stream<String> operations() {
        return VendorApi.COMPREFACE.rest().all().stream()
                .map(RestOperation::operation)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsClassifiedInEachForm(String operation) {
        var route = VendorApi.COMPREFACE.rest().byName(operation);
        for (var request : Requests.least(route, Map.of())) {
            var call = CompreFaceRequestReader.read(request);
            assertThat(call.preconditionFailure()).isNull();
            assertThat(call.operation()).isEqualTo(operation);
            assertThat(call.provider()).isEqualTo("compreface");
            assertThat(call.facts().capabilities()).isEqualTo(route.capabilities());
            assertThat(call.request().getClass().getSimpleName()).isNotEqualTo("Flawed");
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theFormsOfABodyAreOneCall(String operation) {
        var calls = Requests.least(VendorApi.COMPREFACE.rest().byName(operation), Map.of()).stream()
                .map(CompreFaceRequestReader::read)
                .toList();
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.facts().capabilities())
                    .isEqualTo(calls.getFirst().facts().capabilities());
            assertThat(call.params().keySet())
                    .isEqualTo(calls.getFirst().params().keySet());
            assertThat(call.request().getClass())
                    .isEqualTo(calls.getFirst().request().getClass());
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void policeMayOnlyEraseUnderAMoratorium(String operation) {
        var route = VendorApi.COMPREFACE.rest().byName(operation);
        boolean open = route.capabilities().equals(Set.of(Capability.GALLERY_ERASE))
                || route.capabilities().equals(Set.of(Capability.ADMIN));
        for (var request : Requests.least(route, Map.of())) {
            var decision = decide(moratorium, "law_enforcement.police", request);
            if (open) {
                assertThat(decision).isInstanceOf(Decision.Permit.class);
            } else {
                assertThat(decision)
                        .isInstanceOfSatisfying(
                                Decision.Refuse.class,
                                refuse -> assertThat(refuse.refusal().code()).isEqualTo("moratorium"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whoFindsMissingChildrenMay(String operation) {
        var route = VendorApi.COMPREFACE.rest().byName(operation);
        boolean may = !route.capabilities().contains(Capability.GALLERY_TRANSFER)
                && !route.capabilities().contains(Capability.TEMPLATE_EXPORT)
                && !route.capabilities().contains(Capability.ADMIN);
        for (var request : Requests.least(route, Map.of())) {
            assertThat(decide(all, "nonprofit.child_protection", request))
                    .isInstanceOf(may ? Decision.Permit.class : Decision.Refuse.class);
        }
    }

    private static Decision decide(PolicyEngine policies, String type, HttpCall request) {
        var organisation = TestOrganisation.of("o", type)
                .named("O")
                .in("US-OR")
                .purposes("missing_child")
                .build();
        var caller = TestCaller.of(organisation)
                .purpose("missing_child")
                .in("US-OR")
                .attested(new AttestedContext(Set.of(), Map.of(), null))
                .by("api_key", "key")
                .build();
        return policies.decide(caller, CompreFaceRequestReader.read(request), Requests.NOW);
    }
}
