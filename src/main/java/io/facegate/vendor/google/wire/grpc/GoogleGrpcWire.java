package io.facegate.vendor.google.wire.grpc;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.call.PreconditionFailure;
import io.facegate.catalogue.RestOperation;
import io.facegate.identity.Credential;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import io.facegate.vendor.wire.VendorWire;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Google Cloud Vision's wire format over gRPC: translates each call to REST, judges it, and answers in gRPC. */
public final class GoogleGrpcWire implements VendorWire {
    /** The pattern of this wire's paths. */
    public static final String PATHS = "/google\\.[^/]+/[^/]*";

    private static final Pattern TYPE = Pattern.compile("application/grpc(\\+proto)?");
    private final GoogleVisionWire rest = new GoogleVisionWire();

    @Override
    public Credential credential(HttpCall arrival) {
        return rest.credential(arrival);
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        var method = GrpcMethod.forPath(arrival.head().path());
        if (method == null || !arrival.head().query().isEmpty()) {
            return rest.callOfUnknownOperation(null);
        }
        try {
            var call = rest.read(method.toRest(message(arrival, method)));
            // A resource name can turn the path into that of another operation, which has a gRPC method of its own.
            return method.equals(GrpcMethod.forOperation(method.version(), call.operation()))
                    ? call
                    : rest.callOfUnknownOperation(method.name());
        } catch (Unreadable unreadable) {
            return rest.mistakenCall(method.name(), unreadable.mistake());
        }
    }

    private static Map<String, @Nullable Object> message(HttpCall arrival, GrpcMethod method) throws Unreadable {
        var type = Objects.toString(arrival.header("Content-Type"), "");
        boolean post = arrival.head().method().equals("POST");
        if (!post || !TYPE.matcher(type).matches() || arrival.isHeaderRepeated("Content-Type")) {
            throw new Unreadable(
                    RequestMistake.malformedBody("A call is POST with Content-Type application/grpc, given once."));
        }
        var bytes = GrpcFrame.message(arrival.body().bytes());
        return ProtobufDecoder.read(ProtobufModel.forVersion(method.version()), method.request(), bytes);
    }

    private static @Nullable GrpcMethod method(FaceCall call) {
        var version = call.params().get("path") instanceof Map<?, ?> path ? path.get(RestOperation.VERSION) : null;
        return GrpcMethod.forOperation(version, call.operation());
    }

    @Override
    public ObligationBinding terms() {
        return rest.terms();
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        boolean unknown = outcome instanceof Outcome.Refused(var _, var refusal, var _)
                && refusal.code().equals(PreconditionFailure.UNKNOWN_OPERATION.code());
        return GrpcOutcomeWriter.write(
                rest.write(call, outcome), method(call), unknown ? GrpcStatusCode.UNIMPLEMENTED : null);
    }

    @Override
    public HttpAnswer write(Fault fault) {
        return GrpcOutcomeWriter.write(rest.write(fault), null, null);
    }

    @Override
    public HttpAnswer internalError() {
        return GrpcOutcomeWriter.write(rest.internalError(), null, null);
    }
}
