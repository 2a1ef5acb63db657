package io.facegate.vendor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.ApiCatalogue;
import io.facegate.catalogue.ClientRetryBehaviour;
import io.facegate.catalogue.ParameterValues;
import io.facegate.catalogue.ReplyFields;
import io.facegate.catalogue.ReplyFields.Similarity;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.ResourceField;
import io.facegate.catalogue.VendorApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each key of {@code reply_fields} does; the tests of each vendor show its own keys. */
class CatalogueResponseFilterTest {
    private static final Map<String, Set<Capability>> FIELDS = Map.of(
            "matches", Set.of(),
            "parts", Set.of(),
            "id", Set.of(),
            "score", Set.of(),
            "same", Set.of(),
            "text", Set.of(),
            "age", Set.of(Capability.ANALYZE_AGE));
    private static final Similarity ANYWHERE = new Similarity("score", Set.of(), Set.of(), null);
    private static final Similarity BESIDE_ID = new Similarity("score", Set.of(), Set.of("id"), "same");
    private static final Similarity IN_MATCHES = new Similarity("score", Set.of("matches"), Set.of(), null);
    private static final Similarity ALONE = new Similarity("score", Set.of(), Set.of(), "score");

    private static final Obligations LEAST = Obligations.NONE.with(Kind.MIN_SIMILARITY, 0.55);
    private static final Obligations MOST = Obligations.NONE.with(Kind.MAX_RESULTS, 2);

    /** A score of exactly the minimum reaches it; a minimum of 0.55 is 55 of 100 to the last digit. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"matches":[{"score":55},{"score":54.99999999999999999999},{"score":"99"},{"score":null},{"id":1}]} | {"matches":[{"score":55},{"id":1}]}
        {"matches":[{"score":55.0}],"score":1,"parts":[{"score":1}]} | {"matches":[{"score":55.0}],"score":1,"parts":[{"score":1}]}
        """)
    void anItemBelowTheMinimumIsDropped(String sent, String given) {
        assertThat(filter(fields(ANYWHERE, false, false), LEAST, sent)).isEqualTo(given);
    }

    @Test
    void aScoreIsASimilarityOnlyBesideTheFieldsThatTheCatalogueNames() {
        assertThat(filter(
                        fields(BESIDE_ID, false, false),
                        LEAST,
                        "{\"matches\":[{\"score\":1},{\"id\":2,\"score\":1},{\"id\":3,\"score\":99},{\"id\":4}]}"))
                .isEqualTo("{\"matches\":[{\"score\":1},{\"id\":3,\"score\":99},{\"id\":4}]}");
    }

    @Test
    void eachItemOfANamedListMustHaveItsSimilarity() {
        assertThat(filter(fields(IN_MATCHES, false, false), LEAST, "{\"matches\":[{\"id\":1},{\"score\":60}]}"))
                .isEqualTo("{\"matches\":[{\"score\":60}]}");
    }

    /** A vendor that tells whether two faces are the same no longer does; one that tells a number alone tells 0. */
    @Test
    void aComparisonByItselfBelowTheMinimumHasNothingInCommon() {
        var told = fields(BESIDE_ID, false, false);
        assertThat(filter(told, LEAST, "{\"same\":true,\"score\":54.9}")).isEqualTo("{\"same\":false,\"score\":0}");
        assertThat(filter(told, LEAST, "{\"same\":true}")).isEqualTo("{\"same\":false,\"score\":0}");
        assertThat(filter(told, LEAST, "{\"same\":true,\"score\":55}")).isEqualTo("{\"same\":true,\"score\":55}");
        var number = fields(ALONE, false, false);
        assertThat(filter(number, LEAST, "{\"score\":54.9,\"id\":1}")).isEqualTo("{\"score\":0,\"id\":1}");
        assertThat(filter(number, LEAST, "{\"score\":\"99\"}")).isEqualTo("{\"score\":0}");
        assertThat(filter(number, LEAST, "{\"id\":1}")).isEqualTo("{\"id\":1}");
        assertThat(filter(number, MOST, "{\"score\":0.1}")).isEqualTo("{\"score\":0.1}");
    }

    @Test
    void aListOfResultsIsCutAndCannotHideInAnother() {
        var fields = fields(ANYWHERE, true, false);
        assertThat(filter(fields, MOST, "{\"matches\":[1,[2,3],4,5],\"parts\":[1,[2,3],4,5]}"))
                .isEqualTo("{\"matches\":[1,4],\"parts\":[1,[2,3],4,5]}");
        assertThat(filter(fields, MOST, "[{\"id\":1},{\"id\":2},{\"id\":3}]")).isEqualTo("[{\"id\":1},{\"id\":2}]");
        assertThat(filter(fields, MOST, "{\"matches\":{\"id\":1}}")).isEqualTo("{}");
    }

    @Test
    void aListIsNoReplyWhereTheCatalogueHasNone() {
        assertThatThrownBy(() -> filter(fields(ANYWHERE, false, false), MOST, "[]"))
                .isInstanceOf(Fault.ProviderDown.class);
    }

    @Test
    void whatTheCatalogueDoesNotNameIsDropped() {
        assertThat(filter(fields(null, false, false), MOST, "{\"aura\":1,\"parts\":[{\"aura\":1,\"id\":2}]}"))
                .isEqualTo("{\"parts\":[{\"id\":2}]}");
    }

    @Test
    void onlyWholeFieldsKeepWhatTheCatalogueDoesNotName() {
        var fields = new ReplyFields(FIELDS, Set.of(), Set.of("parts"), Set.of("text"), null, false, false);
        assertThat(filter(fields, MOST, "{\"text\":[{\"aura\":1},[2],3],\"parts\":[{\"aura\":1},[{\"id\":1}],3]}"))
                .isEqualTo("{\"text\":[{\"aura\":1},[2],3],\"parts\":[{}]}");
        assertThat(filter(fields, MOST, "{\"text\":{\"aura\":1},\"parts\":3}")).isEqualTo("{\"text\":{\"aura\":1}}");
        var cut = new ReplyFields(FIELDS, Set.of("text"), Set.of(), Set.of("text"), null, false, false);
        assertThat(filter(cut, MOST, "{\"text\":[{\"aura\":1},2,3]}")).isEqualTo("{\"text\":[{\"aura\":1},2]}");
    }

    /** What a whole field holds is given as it is, but not what is withheld elsewhere. */
    @Test
    void whatIsWithheldDoesNotHideInAWholeField() {
        var fields =
                new ReplyFields(FIELDS, Set.of("matches"), Set.of("parts"), Set.of("text"), ANYWHERE, false, false);
        var sent = "{\"text\":{\"aura\":{\"age\":31,\"id\":1},\"matches\":[{\"score\":1}],\"parts\":{},\"token\":7,"
                + "\"score\":2,\"list\":[{\"age\":31},3]}}";
        assertThat(filter(fields, redacting(Capability.ANALYZE), sent))
                .isEqualTo("{\"text\":{\"aura\":{\"id\":1},\"score\":2,\"list\":[{},3]}}");
        assertThat(filter(fields, MOST, sent))
                .isEqualTo("{\"text\":{\"aura\":{\"age\":31,\"id\":1},\"score\":2,\"list\":[{\"age\":31},3]}}");
    }

    @Test
    void resultsInsideOfAResultDoNotMultiplyTheirNumber() {
        assertThat(filter(
                        fields(null, false, false),
                        MOST,
                        "{\"matches\":[{\"id\":1,\"matches\":[1,2]},{\"parts\":{\"matches\":[3]}}]}"))
                .isEqualTo("{\"matches\":[{\"id\":1},{\"parts\":{}}]}");
    }

    /** A number that no similarity has is none. */
    @Test
    void whatExceedsTheGreatestSimilarityIsDropped() {
        assertThat(filter(fields(ANYWHERE, false, false), LEAST, "{\"matches\":[{\"score\":1e999},{\"score\":100}]}"))
                .isEqualTo("{\"matches\":[{\"score\":100}]}");
        assertThat(filter(fields(ALONE, false, false), LEAST, "{\"score\":1e999}"))
                .isEqualTo("{\"score\":0}");
    }

    @Test
    void whatIsRedactedIsDroppedAndSoIsWhatWasNotRequestedWhereTheVendorAddsIt() {
        var age = "{\"age\":31}";
        var plain = fields(null, false, false);
        var unrequested = fields(null, false, true);
        assertThat(filter(plain, Obligations.NONE, age)).isEqualTo(age);
        assertThat(filter(plain, redacting(Capability.ANALYZE), age)).isEqualTo("{}");
        assertThat(filter(unrequested, Obligations.NONE, age)).isEqualTo("{}");
        assertThat(filter(unrequested, Obligations.NONE, age, Capability.ANALYZE_GENDER))
                .isEqualTo("{}");
        assertThat(filter(unrequested, Obligations.NONE, age, Capability.ANALYZE_AGE))
                .isEqualTo(age);
        assertThat(filter(unrequested, Obligations.NONE, age, Capability.ANALYZE))
                .isEqualTo(age);
        assertThat(filter(unrequested, redacting(Capability.ANALYZE_AGE), age, Capability.ANALYZE))
                .isEqualTo("{}");
    }

    /** The neutral API converts by the same scale as the filters. */
    @Test
    void theGreatestSimilarityIsTheOneOfTheScale() {
        assertThat(VendorApi.REKOGNITION.catalogue().toVendorScale(0.55)).isEqualByComparingTo("55");
        for (var api : VendorApi.values()) {
            for (var scale : api.catalogue().scales()) {
                assertThat(api.catalogue().similarityMaximum()).isEqualTo(scale.maxScore());
            }
        }
    }

    private static ReplyFields fields(Similarity similarity, boolean answersLists, boolean unrequested) {
        return new ReplyFields(FIELDS, Set.of("matches"), Set.of(), Set.of(), similarity, answersLists, unrequested);
    }

    private static Obligations redacting(Capability attribute) {
        return Obligations.NONE.with(Kind.REDACT, Set.of(attribute));
    }

    private static String filter(ReplyFields fields, Obligations obligations, String sent, Capability... cleared) {
        var catalogue = new ApiCatalogue(
                "Acme",
                Map.of(),
                new ParameterValues(Map.of(), Map.of()),
                fields,
                new ReplyShapes(Map.of()),
                Map.of("token", new ResourceField(ResourceKind.FACE, "", false)),
                100,
                List.of(),
                ClientRetryBehaviour.NOTHING,
                List.of());
        var given = new CatalogueResponseFilter(catalogue, Set.of(cleared), obligations)
                .filterReply(sent.getBytes(StandardCharsets.UTF_8));
        return new String(given, StandardCharsets.UTF_8);
    }
}
