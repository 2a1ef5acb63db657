package io.facegate.fuzz;

import io.facegate.Stage;
import io.facegate.call.PreconditionFailure;
import io.facegate.vendor.google.wire.grpc.GoogleGrpcWire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A message of Google's gRPC; its first byte chooses the method. */
public final class ProtobufFuzzer {
    private static final List<String> METHODS = List.of(
            "v1.ImageAnnotator/BatchAnnotateImages",
            "v1.ImageAnnotator/AsyncBatchAnnotateFiles",
            "v1.ProductSearch/CreateProduct",
            "v1.ProductSearch/UpdateProductSet",
            "v1p4beta1.ImageAnnotator/BatchAnnotateFiles");

    private static final GoogleGrpcWire WIRE = new GoogleGrpcWire();

    private ProtobufFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var method = METHODS.get((bytes[0] & 0xff) % METHODS.size());
        int length = bytes.length - 1;
        var body = ByteBuffer.allocate(5 + length)
                .put((byte) 0)
                .putInt(length)
                .put(bytes, 1, length)
                .array();
        var arrival = Stage.arrival(
                "POST /google.cloud.vision." + method, body, Instant.EPOCH, "content-type", "application/grpc");
        Claim.decodes(CancellationException.class, () -> {
            var call = WIRE.read(arrival);
            Claim.that(call.preconditionFailure() == WIRE.read(arrival).preconditionFailure(), "read twice, the same");
            Claim.that(
                    call.preconditionFailure() == PreconditionFailure.UNKNOWN_OPERATION
                            || !call.operation().isEmpty(),
                    "a call has an operation");
        });
    }
}
