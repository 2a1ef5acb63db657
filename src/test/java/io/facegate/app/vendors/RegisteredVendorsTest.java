package io.facegate.app.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.registration.WireRegistration;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.policy.vocabulary.WordList;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one list of vendors: it has every API of the catalogues, and nobody answers another's paths. */
class RegisteredVendorsTest {
    private static final List<VendorRegistration> ALL = RegisteredVendors.withoutOptions();

    static Stream<VendorRegistration> vendors() {
        return ALL.stream();
    }

    private static List<WireRegistration> wires() {
        return ALL.stream().flatMap(vendor -> vendor.wires().stream()).toList();
    }

    @Test
    void everyApiOfTheCataloguesIsOfOneVendorAndPoliciesKnowItsWord() {
        assertThat(ALL.stream().flatMap(vendor -> vendor.apis().stream()))
                .containsExactlyInAnyOrder(VendorApi.values());
        assertThat(WordList.PROVIDERS.words())
                .containsAll(Stream.of(VendorApi.values()).map(VendorApi::word).toList());
    }

    @Test
    void noTwoVendorsHaveOneWordAndNoneThatOfTheEmbeddedEngine() {
        assertThat(ALL)
                .extracting(VendorRegistration::word)
                .doesNotHaveDuplicates()
                .doesNotContain("local");
        assertThat(ALL).extracting(VendorRegistration::clients).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aCheckMakesCallsOfItsVendorsOwnCatalogue(VendorRegistration vendor) {
        assertThat(vendor.checkCalls().all()).isNotEmpty().allSatisfy(call -> {
            assertThat(vendor.apis()).contains(call.api());
            assertThat(call.api().operation(call.operation()))
                    .as(call.operation())
                    .isNotNull();
            assertThat(answering(call.method(), path(call)))
                    .as(call.target())
                    .hasSize(1)
                    .allSatisfy(wire -> assertThat(paths(vendor)).contains(wire.paths()));
        });
    }

    /** Every path of every catalogue, in each of its versions. */
    @ParameterizedTest
    @MethodSource("vendors")
    void everyOperationWithAPathIsAnsweredByOneWireOfItsVendor(VendorRegistration vendor) {
        for (var api : vendor.apis()) {
            for (var operation : api.catalogue().operations().values()) {
                var route = operation.route();
                for (var path : route == null ? List.of("/") : paths(route)) {
                    assertThat(answering(route == null ? "POST" : route.method(), path))
                            .as(operation.name() + ' ' + path)
                            .hasSize(1)
                            .allSatisfy(wire -> assertThat(paths(vendor)).contains(wire.paths()));
                }
            }
        }
    }

    /** The rule above can fail. */
    @Test
    void twoWiresAtOnePathAreFound() {
        var wire = ALL.getLast().wires().getFirst();
        assertThat(answering(List.of(wire, wire), "GET", wire.paths())).hasSize(2);
        assertThat(answering("GET", "/")).isEmpty();
    }

    @Test
    void textsListTheVendorsInTheirOrder() {
        var texts = new VendorHelpTexts();
        assertThat(texts.getString("vendors.words")).isEqualTo(words("and", VendorRegistration::word));
        assertThat(texts.getString("vendors.apis"))
                .isEqualTo(VendorHelpTexts.list(
                        Stream.of(VendorApi.values()).map(VendorApi::word).toList(), "or"));
        assertThat(texts.getString("vendors.examples").lines())
                .hasSize(ALL.size() - 1)
                .allMatch(line -> line.startsWith("  facegate serve --provider "));
        assertThat(VendorHelpTexts.list(List.of("a"), "or")).isEqualTo("a");
        assertThat(VendorHelpTexts.list(List.of("a", "b"), "or")).isEqualTo("a or b");
        assertThat(VendorHelpTexts.list(List.of("a", "b", "c"), "and")).isEqualTo("a, b and c");
    }

    private static String words(String before, java.util.function.Function<VendorRegistration, String> word) {
        return VendorHelpTexts.list(ALL.stream().map(word).toList(), before);
    }

    private static TreeSet<String> paths(VendorRegistration vendor) {
        return vendor.wires().stream().map(WireRegistration::paths).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String path(VendorCheckCall call) {
        return call.path().split("\\?", 2)[0].replaceAll("\\$\\{\\w+}", "x");
    }

    private static List<String> paths(RestOperation route) {
        var versions = route.versions().isEmpty() ? List.of("v1") : List.copyOf(route.versions());
        return versions.stream()
                .map(version -> '/'
                        + route.path().stream()
                                .map(segment -> !RestOperation.open(segment)
                                        ? segment
                                        : RestOperation.name(segment).equals(RestOperation.VERSION)
                                                ? version
                                                : "x" + RestOperation.verb(segment))
                                .collect(Collectors.joining("/")))
                .toList();
    }

    private static List<WireRegistration> answering(String method, String path) {
        return answering(wires(), method, path);
    }

    private static List<WireRegistration> answering(List<WireRegistration> wires, String method, String path) {
        return wires.stream()
                .filter(wire -> wire.method() == null || wire.method().equals(HttpMethod.valueOf(method)))
                .filter(wire -> wire.isPattern()
                        ? path.matches(wire.paths())
                        : wire.paths().endsWith("*")
                                ? path.startsWith(
                                        wire.paths().substring(0, wire.paths().length() - 1))
                                : path.equals(wire.paths()))
                .toList();
    }
}
