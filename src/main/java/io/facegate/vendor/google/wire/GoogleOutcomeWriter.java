package io.facegate.vendor.google.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.vendor.wire.HttpAnswer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes outcomes in Google Vision's format, so that an unmodified client raises its own errors. */
final class GoogleOutcomeWriter {
    private static final int OK = 200;

    private static final String JSON = "application/json; charset=UTF-8";
    private static final Set<Failure> IMAGES = EnumSet.of(Failure.INVALID_IMAGE, Failure.IMAGE_TOO_LARGE);

    private GoogleOutcomeWriter() {}

    static HttpAnswer write(FaceCall call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, var reply, var _, var _) -> answered(call, receipt, reply);
            case Outcome.Refused(var receipt, var refusal, var _) -> refused(receipt, refusal);
            case Outcome.Invalid(var receipt, var _, var mistake, var _) ->
                error(GoogleStatus.fromFailure(mistake.kind()), mistake.message(), null, receipt);
            case Outcome.Unavailable(var receipt, var fault, var _) -> fault(fault, receipt);
        };
    }

    static HttpAnswer write(Fault fault) {
        return fault(fault, null);
    }

    /** Returns the response for an internal failure. */
    static HttpAnswer internal() {
        return error(GoogleStatus.INTERNAL, "Facegate failed on this call; see its log.", null, null);
    }

    private static HttpAnswer answered(FaceCall call, Receipt receipt, Reply reply) {
        return switch (reply) {
            case Reply.Verbatim(var status, var body, var _, var envelope) ->
                new HttpAnswer(status, HttpAnswer.headers(JSON, receipt), body).retryAfter(envelope.retryAfter());
            case Reply.Failed _
            when call.request() instanceof NormalizedRequest.Flawed
                    && !GoogleImageErrors.fromCall(call).isEmpty() ->
                new HttpAnswer(
                        OK,
                        HttpAnswer.headers(JSON, receipt),
                        new GoogleResponseWriter(call)
                                .toBytes(GoogleImageErrors.fromCall(call).errorsOnly()));
            case Reply.Failed(var kind, var _, var _)
            when isOfOneImage(call, kind) ->
                new HttpAnswer(OK, HttpAnswer.headers(JSON, receipt), new GoogleResponseWriter(call).toBytes(reply));
            case Reply.Failed(var kind, var message, var _) ->
                error(GoogleStatus.fromFailure(kind), message, null, receipt);
            default ->
                new HttpAnswer(OK, HttpAnswer.headers(JSON, receipt), new GoogleResponseWriter(call).toBytes(reply));
        };
    }

    /** Returns true if the call's only image is at fault; Google reports that inside a response of status 200. */
    static boolean isOfOneImage(FaceCall call, Failure kind) {
        boolean one = call.request() instanceof NormalizedRequest.DetectEach(var each)
                ? each.size() == 1
                : call.request() instanceof NormalizedRequest.Detect;
        return one && IMAGES.contains(kind);
    }

    private static HttpAnswer refused(Receipt receipt, Refusal refusal) {
        return error(GoogleStatus.PERMISSION_DENIED, refusal.message(), refusal, receipt);
    }

    private static HttpAnswer fault(Fault fault, @Nullable Receipt receipt) {
        var message = String.valueOf(fault.getMessage());
        return switch (fault) {
            case Fault.Unauthenticated _ -> error(GoogleStatus.UNAUTHENTICATED, message, null, receipt);
            case Fault.LedgerDown _ -> error(GoogleStatus.UNAVAILABLE, HttpAnswer.NOT_WRITTEN, null, receipt);
            case Fault.RegistryDown _,
                    Fault.LimitsDown _,
                    Fault.OutcomeUnwritten _,
                    Fault.ShuttingDown _,
                    Fault.Stopped _ -> error(GoogleStatus.UNAVAILABLE, message, null, receipt);
            case Fault.ProviderDown _ -> error(GoogleStatus.INTERNAL, message, null, receipt);
            case Fault.CircuitOpen open ->
                new HttpAnswer(
                                GoogleStatus.UNAVAILABLE.http(),
                                HttpAnswer.headers(JSON, receipt),
                                GoogleResponseWriter.unavailable(message, open.retryAfter()))
                        .retryAfter(open.retryAfter());
            case Fault.Overloaded busy ->
                error(GoogleStatus.RESOURCE_EXHAUSTED, message, null, receipt).retryAfter(busy.retryAfter());
            case Fault.TooLarge _ -> error(GoogleStatus.INVALID_ARGUMENT, message, null, receipt);
        };
    }

    private static HttpAnswer error(
            GoogleStatus status, String message, @Nullable Refusal refusal, @Nullable Receipt receipt) {
        return new HttpAnswer(
                status.http(), HttpAnswer.headers(JSON, receipt), GoogleResponseWriter.error(status, message, refusal));
    }
}
