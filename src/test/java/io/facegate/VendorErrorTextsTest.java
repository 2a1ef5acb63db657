package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.VendorWire;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A vendor's errors are no way round what is withheld from its answers. */
class VendorErrorTextsTest {
    private static final Obligations LEAST = Obligations.NONE.with(Kind.MIN_SIMILARITY, 0.9);
    private static final String RESULT = "The woman, 45, is Joe (0.31).";

    static Stream<Arguments> errors() {
        var google = "{\"code\":3,\"message\":\"%\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"text\":\"%\"}]}";
        var azure = "{\"error\":{\"code\":\"InvalidImage\",\"message\":\"%\",\"innererror\":{\"code\":\"Bad\","
                + "\"message\":\"%\",\"target\":\"%\"},\"details\":[\"%\"]},\"text\":\"%\"}";
        return Stream.of(
                Arguments.of(new GoogleVisionWire(), "google", 400, "{\"error\":" + google + "}"),
                Arguments.of(new GoogleVisionWire(), "google", 200, "{\"responses\":[{\"error\":" + google + "}]}"),
                Arguments.of(new AzureVisionWire(), "azure_vision", 400, azure),
                Arguments.of(new AzureFaceWire(), "azure_face", 400, azure),
                Arguments.of(new AzureFaceWire(), "azure_face", 200, azure),
                Arguments.of(
                        new RekognitionWire(),
                        "rekognition",
                        400,
                        "{\"__type\":\"InvalidParameterException\",\"Message\":\"%\",\"text\":\"%\"}"),
                Arguments.of(new CompreFaceWire(), "compreface", 400, "{\"code\":28,\"message\":\"%\",\"x\":\"%\"}"),
                Arguments.of(
                        new FacePlusPlusWire(),
                        "faceplusplus",
                        400,
                        "{\"error_message\":\"BAD_ARGUMENTS: %\",\"request_id\":\"1\",\"time_used\":3}"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorHoldsItsCodeAndNoResult(VendorWire wire, String vendor, int status, String body) {
        var filtered = filter(wire, vendor, status, body.replace("%", RESULT), LEAST);
        assertThat(filtered)
                .doesNotContain("woman", "45", "Joe", "0.31")
                .containsPattern("INVALID_ARGUMENT|InvalidImage|InvalidParameterException|28|BAD_ARGUMENTS");
        assertThat(filter(wire, vendor, status, body.replace("%", "Bad image data."), LEAST))
                .contains("Bad image data.");
    }

    /** Where nothing is withheld from answers, nothing is from errors. */
    @ParameterizedTest
    @MethodSource("errors")
    void anErrorIsAsTheVendorWroteItWhereAnswersAre(VendorWire wire, String vendor, int status, String body) {
        var sent = body.replace("%", RESULT);
        if (!wire.terms().returnsUnrequested()) {
            assertThat(filter(wire, vendor, status, sent, Obligations.NONE)).isEqualTo(sent);
        }
    }

    private static String filter(VendorWire wire, String vendor, int status, String body, Obligations obligations) {
        var facts = FaceCall.Facts.of(Set.of(Capability.DETECT));
        var request = new NormalizedRequest.VendorSpecific("", null);
        var call = new FaceCall(vendor, "Detect", facts, request, Map.of(), null);
        var reply = new Reply.Verbatim(status, body.getBytes(StandardCharsets.UTF_8), status == 200 ? null : "Error");
        var filtered = (Reply.Verbatim) wire.terms().filterReply(call, reply, obligations);
        return new String(filtered.body(), StandardCharsets.UTF_8);
    }
}
