package io.facegate.vendor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.catalogue.ApiCatalogue;
import io.facegate.catalogue.ClientRetryBehaviour;
import io.facegate.catalogue.ObligationTargets;
import io.facegate.catalogue.ObligationTargets.MaxResults;
import io.facegate.catalogue.OperationEffect;
import io.facegate.catalogue.ParameterValues;
import io.facegate.catalogue.ReplyFields;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperation.Form;
import io.facegate.catalogue.VendorOperation;
import io.facegate.catalogue.VendorOperation.Classification;
import io.facegate.catalogue.VendorOperation.SimilarityParameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a limited request asks for, in each form of parameters. */
class CatalogueRequestLimiterTest {
    private static final Obligations ASKED = Obligations.NONE
            .with(Kind.MIN_SIMILARITY, 0.57)
            .with(Kind.MAX_RESULTS, 5)
            .with(Kind.REDACT, Set.of(Capability.ANALYZE_AGE));

    @ParameterizedTest
    @CsvSource({
        ", , 57.0",
        "56.9, , 57.0",
        "57, , 57",
        "57.0, , 57.0",
        "90, , 90",
        "100, , 100",
        "101, , 57.0",
        "x, , 57.0",
        "-1, , 57.0",
        ", 80, ",
        ", 57, ",
        ", 56, 57.0"
    })
    void aThresholdIsRaised(String asked, Double vendorDefault, String sent) {
        var limiter = limiter(vendorDefault, null, null);
        var text = new HashMap<String, String>();
        if (asked != null) {
            text.put("threshold", asked);
        }
        var form = new HashMap<>(text);
        limiter.limitQuery(text);
        assertThat(text.get("threshold")).isEqualTo(sent);
        limiter.limitForm(form);
        assertThat(form.get("threshold")).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({
        ", , , 5",
        "3, , , 3",
        "5, , , 5",
        "6, , , 5",
        "0, , , 5",
        "1.0, , , 5",
        "x, , , 5",
        ", 1, , ",
        ", 5, , ",
        ", 6, , 5",
        "4, , 3, 3",
        ", , 3, 3"
    })
    void aNumberOfResultsIsLowered(String asked, Integer vendorDefault, Integer limit, String sent) {
        var limiter = limiter(null, vendorDefault, limit);
        var text = new HashMap<String, String>();
        if (asked != null) {
            text.put("top", asked);
        }
        limiter.limitQuery(text);
        assertThat(text.get("top")).isEqualTo(sent);
    }

    @Test
    void aJsonBodyHoldsNumbersAndTextIsNone() {
        Map<String, Object> body = new HashMap<>(Map.of("threshold", "90", "top", "1"));
        limiter(null, null, null).limitBody(body);
        assertThat(body).isEqualTo(Map.of("threshold", 57.0, "top", 5L));
        body.putAll(Map.of("threshold", 90L, "top", 1L));
        limiter(null, null, null).limitBody(body);
        assertThat(body).isEqualTo(Map.of("threshold", 90L, "top", 1L));
    }

    @Test
    void redactedAndUnknownWordsAreRemoved() {
        var query = new HashMap<>(Map.of("attributes", "pose,age,aura,"));
        limiter(80.0, 1, null).limitQuery(query);
        assertThat(query).isEqualTo(Map.of("attributes", "pose"));
        query.put("attributes", "age");
        limiter(80.0, 1, null).limitQuery(query);
        assertThat(query).isEmpty();
    }

    @Test
    void aCallWithoutObligationsStaysAsItIs() {
        var query = new HashMap<>(Map.of("threshold", "1", "top", "1000", "attributes", "age,pose"));
        var before = Map.copyOf(query);
        new CatalogueRequestLimiter(catalogue(), operation(null, null, null), Obligations.NONE).limitQuery(query);
        assertThat(query).isEqualTo(before);
    }

    private static CatalogueRequestLimiter limiter(Double threshold, Integer results, Integer limit) {
        return new CatalogueRequestLimiter(catalogue(), operation(threshold, results, limit), ASKED);
    }

    private static ApiCatalogue catalogue() {
        var words = Map.of("attributes", Map.of("age", Set.of(Capability.ANALYZE_AGE), "pose", Set.<Capability>of()));
        var fields = new ReplyFields(Map.of(), Set.of(), Set.of(), Set.of(), null, false, false);
        return new ApiCatalogue(
                "Acme",
                Map.of(),
                new ParameterValues(words, Map.of()),
                fields,
                new ReplyShapes(Map.of()),
                Map.of(),
                100,
                List.of(),
                ClientRetryBehaviour.NOTHING,
                List.of());
    }

    private static VendorOperation operation(Double threshold, Integer results, Integer limit) {
        var parameters = Set.of("threshold", "top", "attributes");
        return new VendorOperation(
                "Search",
                new RestOperation(
                        "Search",
                        "POST",
                        List.of("search"),
                        Set.of(),
                        Set.of(),
                        parameters,
                        Set.of(Form.FORM),
                        parameters,
                        null),
                new Classification(Set.of(), Set.of(), null, Set.of(), List.of()),
                parameters,
                new SimilarityParameter(
                        "threshold", threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold)),
                new ObligationTargets(
                        null, null, false, null, new MaxResults("top", number(limit), number(results)), false),
                new OperationEffect(null, OperationEffect.Act.USES, null, null, false, false, true));
    }

    private static OptionalInt number(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
