package io.facegate.vendor.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Advice;
import io.facegate.call.Reply;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wire says in its own way when to try again. */
class RetryAfterTest {
    private static final Outcome.Receipt RECEIPT = new Outcome.Receipt("log", "id", new byte[32]);
    private static final FaceCall CALL =
            new FaceCall("any", "Any", Facts.of(Set.of()), new NormalizedRequest.VendorSpecific(""), Map.of(), null);
    private static final Fault OPEN = new Fault.CircuitOpen(4, "Try again in 4 seconds.");

    static Stream<Arguments> wires() {
        return Stream.of(
                Arguments.of(
                        new RekognitionWire(),
                        "{\"__type\":\"ServiceUnavailableException\",\"Code\":\"ServiceUnavailableException\",\"Logref\":\"id\",\"Message\":\"Try"
                                + " again in 4 seconds.\"}"),
                Arguments.of(
                        new AzureFaceWire(),
                        "{\"error\":{\"code\":\"ServiceUnavailable\",\"message\":\"Try again in 4 seconds.\"}}"),
                Arguments.of(
                        new GoogleVisionWire(),
                        "{\"error\":{\"code\":503,\"message\":\"Try again in 4 seconds.\",\"status\":\"UNAVAILABLE\","
                                + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"4s\"}]}}"));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void whenCallsToTheVendorKeepFailing(VendorWire wire, String body) {
        var answer = wire.write(CALL, new Outcome.Unavailable(RECEIPT, OPEN, Advice.NONE));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers())
                .contains(Map.entry("Retry-After", "4"), Map.entry("Facegate-Decision", RECEIPT.id()));
        assertThat(new String(answer.body(), UTF_8)).startsWith(body);
    }

    @ParameterizedTest
    @MethodSource("wires")
    void whenTheVendorSaysSo(VendorWire wire) {
        var reply = new Reply.Verbatim(429, "{}".getBytes(UTF_8), "Busy", new Reply.Envelope(OptionalInt.of(7), null));

        assertThat(wire.write(CALL, new Outcome.Answered(RECEIPT, reply, Advice.NONE, CALL))
                        .headers())
                .contains(Map.entry("Retry-After", "7"));
    }

    static Stream<Arguments> throttling() {
        return Stream.of(
                Arguments.of(new RekognitionWire(), 400),
                Arguments.of(new AzureFaceWire(), 429),
                Arguments.of(new GoogleVisionWire(), 429),
                Arguments.of(new CompreFaceWire(), 429),
                Arguments.of(new FacePlusPlusWire(), 403),
                Arguments.of(new NeutralWire(), 429));
    }

    @ParameterizedTest
    @MethodSource("throttling")
    void whenThereIsTooMuchAtOnce(VendorWire wire, int status) {
        var busy = new Fault.Overloaded("Later.", 3);

        for (var answer :
                List.of(wire.write(busy), wire.write(CALL, new Outcome.Unavailable(RECEIPT, busy, Advice.NONE)))) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers().stream()
                            .filter(header -> header.getKey().equals("Retry-After")))
                    .containsExactly(Map.entry("Retry-After", "3"));
        }
    }

    @Test
    void onTheNeutralApiToo() {
        var answer = new NeutralWire().write(OPEN);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).contains(Map.entry("Retry-After", "4"));
        assertThat(new String(answer.body(), UTF_8)).contains("\"type\":\"urn:facegate:problem:circuit_open\"");
    }
}
