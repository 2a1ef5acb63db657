package io.facegate.vendor.google.wire.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.facegate.Stage;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes over gRPC and is no call of Google's, and how gRPC says what REST would. */
class GoogleGrpcWireTest {
    private static final String ANNOTATE = "/google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages";
    private static final byte[] EMPTY = {0, 0, 0, 0, 0};
    private static final Outcome.Receipt RECEIPT = new Outcome.Receipt("a-log", "an-id", new byte[32]);
    private final GoogleGrpcWire wire = new GoogleGrpcWire();

    static HttpCall arrival(String target, byte[] body, String... headers) {
        return Stage.arrival(target, body, Instant.EPOCH, headers);
    }

    private FaceCall read(String target, byte[] body) {
        return wire.read(arrival(target, body, "content-type", "application/grpc"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST /google.longrunning.Operations/WaitOperation",
        "POST /google.longrunning.Operations/getOperation",
        "POST /google.cloud.vision.v1.ImageAnnotator/",
        "POST /google.cloud.vision.v2.ImageAnnotator/BatchAnnotateImages",
        "POST /google.cloud.vision.v1p1beta1.ImageAnnotator/AsyncBatchAnnotateImages",
        "POST /google.cloud.vision.v1.ProductSearch/BatchAnnotateImages",
        "POST /google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages?$alt=json",
        "POST /google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages%20",
    })
    void aMethodThatGoogleDoesNotHaveIsUnknown(String target) {
        var call = read(target, EMPTY);

        assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.UNKNOWN_OPERATION);
        assertThat(call.operation()).isEqualTo("unknown");
    }

    @Test
    void aBodyThatIsNoMessageIsMalformedAndStillHasItsName() {
        var inflated = EMPTY.clone();
        inflated[0] = 1;
        for (var call : List.of(
                read("POST " + ANNOTATE, inflated),
                read("POST " + ANNOTATE, new byte[0]),
                read("POST " + ANNOTATE, EMPTY),
                read("GET " + ANNOTATE, EMPTY),
                wire.read(arrival("POST " + ANNOTATE, EMPTY)),
                wire.read(arrival("POST " + ANNOTATE, EMPTY, "content-type", "application/grpc+json")),
                wire.read(arrival("POST " + ANNOTATE, EMPTY, "content-type", "application/json")),
                wire.read(arrival(
                        "POST " + ANNOTATE,
                        EMPTY,
                        "content-type",
                        "application/grpc",
                        "Content-Type",
                        "application/grpc")))) {
            assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.MALFORMED_BODY);
            assertThat(call.operation()).isEqualTo("BatchAnnotateImages");
        }
        var get = read("POST /google.longrunning.Operations/GetOperation", inflated);
        assertThat(get.facts().capabilities()).containsExactly(Capability.JOB_RESULT);
    }

    /** Every method can be named when it cannot be read, and its reply be written. */
    @Test
    void everyMethodIsInTheTableOfOperations() {
        assertThat(ProtobufModel.methods()).hasSizeGreaterThan(30).allSatisfy(line -> {
            for (var version : line.versions()) {
                var method = Objects.requireNonNull(GrpcMethod.forOperation(version, line.inner()));
                assertThat(VendorApi.GOOGLE_VISION.rest().byName(method.name()).versions())
                        .contains(version);
            }
        });
    }

    @Test
    void aRefusalIsAStatusWithItsReasonInTheDetails() throws Exception {
        var call = wire.read(arrival("POST " + ANNOTATE, EMPTY, "content-type", "application/grpc"));

        var answer = wire.write(call, refused("house_rule", "It is 100 % ä.\n"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.trailers()).isEmpty();
        assertThat(answer.headers())
                .contains(
                        Map.entry("content-type", "application/grpc"),
                        Map.entry("grpc-status", "7"),
                        Map.entry("facegate-decision", "an-id"),
                        Map.entry(
                                "grpc-message",
                                "Refused by rule a/b (house_rule): It is 100 %25 %C3%A4.%0A Appeal: write."));
        var status = Status.parseFrom(Base64.getDecoder().decode(header(answer, "grpc-status-details-bin")));
        assertThat(status.getCode()).isEqualTo(7);
        assertThat(status.getMessage()).contains("100 % ä");
        var info = status.getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("HOUSE_RULE");
        assertThat(info.getMetadataMap()).containsEntry("rule", "a/b");
    }

    @Test
    void anUnknownMethodIsUnimplemented() {
        var call = read("POST /google.longrunning.Operations/WaitOperation", EMPTY);

        assertThat(header(wire.write(call, refused("unknown_operation", "No.")), "grpc-status"))
                .isEqualTo("12");
    }

    @Test
    void aLongMessageDoesNotOutgrowWhatClientsTake() {
        var call = read("POST " + ANNOTATE, EMPTY);

        var answer = wire.write(call, refused("house_rule", "ä".repeat(10_000)));

        assertThat(answer.headers().stream()
                        .mapToInt(header ->
                                header.getKey().length() + header.getValue().length() + 32)
                        .sum())
                .isLessThan(8192);
        assertThat(header(answer, "grpc-message")).matches(".*(%[0-9A-F]{2})+");
    }

    @Test
    void theVendorsErrorsAndTheGatewaysFaultsHaveTheirStatus() {
        var call = read("POST " + ANNOTATE, EMPTY);
        var error = "{\"error\":{\"code\":429,\"message\":\"Slower.\",\"status\":\"RESOURCE_EXHAUSTED\"}}";
        var reply = new Reply.Verbatim(429, error.getBytes(StandardCharsets.UTF_8), "RESOURCE_EXHAUSTED");

        var answer = wire.write(call, new Outcome.Answered(RECEIPT, reply, Outcome.Advice.NONE, call));

        assertThat(header(answer, "grpc-status")).isEqualTo("8");
        assertThat(header(answer, "grpc-message")).isEqualTo("Slower.");
        assertThat(header(wire.write(new Fault.Overloaded("Later.")), "grpc-status"))
                .isEqualTo("8");
        assertThat(header(wire.write(new Fault.TooLarge("Less.")), "grpc-status"))
                .isEqualTo("3");
        assertThat(header(wire.internalError(), "grpc-status")).isEqualTo("13");
    }

    private static Outcome refused(String code, String reason) {
        return new Outcome.Refused(
                RECEIPT, new Refusal(code, "a/b", reason, null, null, "write."), Outcome.Advice.NONE);
    }

    private static String header(HttpAnswer answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
