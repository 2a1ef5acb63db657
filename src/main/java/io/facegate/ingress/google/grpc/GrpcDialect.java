package io.facegate.ingress.google.grpc;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.rest.Route;
import io.facegate.call.terms.Terms;
import io.facegate.identity.Credential;
import io.facegate.ingress.Answer;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Dialect;
import io.facegate.ingress.StrictJson.Unreadable;
import io.facegate.ingress.google.GoogleVisionDialect;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Google Cloud Vision's wire over gRPC: each call is put into the words of REST, judged as that, and answered as gRPC. */
public final class GrpcDialect implements Dialect {
    /** Every path of this wire, as a pattern. */
    public static final String PATHS = "/google\\.[^/]+/[^/]*";

    private static final Pattern TYPE = Pattern.compile("application/grpc(\\+proto)?");
    private final GoogleVisionDialect rest = new GoogleVisionDialect();

    @Override
    public Credential credential(Arrival arrival) {
        return rest.credential(arrival);
    }

    @Override
    public FaceCall read(Arrival arrival) {
        var method = Method.at(arrival.head().path());
        if (method == null || !arrival.head().query().isEmpty()) {
            return rest.doubtful(null, Doubt.UNKNOWN_OPERATION);
        }
        try {
            var call = rest.read(method.over(message(arrival, method)));
            // What a name says may make the address of another operation; that one has a method of its own.
            return method.equals(Method.of(method.version(), call.operation()))
                    ? call
                    : rest.doubtful(method.name(), Doubt.UNKNOWN_OPERATION);
        } catch (Unreadable unreadable) {
            return rest.doubtful(method.name(), unreadable.doubt());
        }
    }

    private static Map<String, @Nullable Object> message(Arrival arrival, Method method) throws Unreadable {
        var type = Objects.toString(arrival.header("Content-Type"), "");
        boolean post = arrival.head().method().equals("POST");
        if (!post || !TYPE.matcher(type).matches() || arrival.repeats("Content-Type")) {
            throw new Unreadable(Doubt.MALFORMED_BODY);
        }
        var bytes = Frame.message(arrival.body().bytes());
        return Decoder.read(Model.of(method.version()), method.request(), bytes);
    }

    private static @Nullable Method method(FaceCall call) {
        var version = call.params().get("path") instanceof Map<?, ?> path ? path.get(Route.VERSION) : null;
        return Method.of(version, call.operation());
    }

    @Override
    public Terms terms() {
        return rest.terms();
    }

    @Override
    public Answer say(FaceCall call, Outcome outcome) {
        boolean unknown = outcome instanceof Outcome.Refused(var _, var refusal, var _)
                && refusal.code().equals(Doubt.UNKNOWN_OPERATION.code());
        return Endings.of(rest.say(call, outcome), method(call), unknown ? Code.UNIMPLEMENTED : null);
    }

    @Override
    public Answer say(Fault fault) {
        return Endings.of(rest.say(fault), null, null);
    }

    @Override
    public Answer broken() {
        return Endings.of(rest.broken(), null, null);
    }
}
