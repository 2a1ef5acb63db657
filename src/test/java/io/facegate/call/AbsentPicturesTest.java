package io.facegate.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall.Facts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of pictures that a request does not hold is a fact of the call, and nothing among its parameters. */
class AbsentPicturesTest {
    private static final FaceCall CALL = new FaceCall(
            "azure_face",
            "Detect",
            Facts.of(Set.of(Capability.DETECT)),
            new NormalizedRequest.PicturesAtUrls(List.of("https://a.example/b"), 9, false, each -> {
                throw new AssertionError("nothing was fetched");
            }),
            Map.of("path", Map.of()),
            null);

    @Test
    void aCallWithoutItsPicturesHasTheParametersOfItsRequestAlone() {
        var flaw = new NormalizedRequest.Flawed(Reply.Failure.INVALID_URL, "not there");

        var wanting = NormalizedRequest.PicturesAtUrls.withMissingPicture(CALL, flaw);

        assertThat(wanting.params()).isEqualTo(CALL.params());
        assertThat(wanting.request()).isEqualTo(flaw);
        assertThat(wanting.pictures()).isEqualTo(Pictures.UNCOUNTED);
    }

    @Test
    void whatIsKnownOfThemStaysWhenOtherFactsChange() {
        var known = new Pictures(2, 100, 40);
        var call = CALL.withFacts(CALL.facts().picturing(known));

        assertThat(List.of(
                        call.withFaceCount(true),
                        call.withFaceCount(FaceCountClass.ONE),
                        call.withUnknownFaceCount(),
                        call.withoutUnrequested(),
                        call.withFacts(call.facts().withThreshold(0.5)),
                        call.withFacts(call.facts().withCapability(Capability.VERIFY))))
                .allSatisfy(changed -> assertThat(changed.pictures()).isEqualTo(known));
    }
}
