package io.facegate.vendor.compreface.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.vendor.wire.HttpAnswer;
import org.jspecify.annotations.Nullable;

/** Writes outcomes in CompreFace's format, so that an unmodified client raises its own errors. */
final class CompreFaceOutcomeWriter {
    private static final int OK = 200;
    private static final int CREATED = 201;

    private CompreFaceOutcomeWriter() {}

    static HttpAnswer write(FaceCall call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, var reply, var _, var sent) -> answered(call, receipt, reply, sent);
            case Outcome.Refused(var receipt, var refusal, var _) -> refused(refusal, receipt);
            case Outcome.Invalid(var receipt, var _, var mistake, var _) ->
                error(CompreFaceError.forCause(mistake.kind(), call), mistake.message(), receipt);
            case Outcome.Unavailable(var receipt, var fault, var _) -> fault(fault, receipt);
        };
    }

    static HttpAnswer write(Fault fault) {
        return fault(fault, null);
    }

    /** Returns the response for an internal failure. */
    static HttpAnswer internal() {
        return error(CompreFaceError.FAILED, "Facegate failed on this call; see its log.", null);
    }

    private static HttpAnswer refused(Refusal refusal, Receipt receipt) {
        return error(CompreFaceError.ACCESS_DENIED, refusal.message() + " Reason: " + refusal.code() + '.', receipt);
    }

    private static HttpAnswer answered(FaceCall call, Receipt receipt, Reply reply, FaceCall sent) {
        var mistake = CompreFaceError.fromReply(reply, call);
        return switch (reply) {
            case Reply.Verbatim(var status, var body, var error, var envelope) -> {
                boolean picture = error == null && CompreFaceObligationBinding.isPicture(call);
                var type = picture ? "application/octet-stream" : "application/json";
                yield new HttpAnswer(status, HttpAnswer.headers(type, receipt), body).retryAfter(envelope.retryAfter());
            }
            case Reply.Failed(var kind, var message, var _) ->
                error(CompreFaceError.forCause(kind, call), message, receipt);
            default ->
                mistake != null
                        ? error(mistake, mistake.sentence(), receipt)
                        : new HttpAnswer(
                                reply instanceof Reply.Enrolled ? CREATED : OK,
                                HttpAnswer.headers("application/json", receipt),
                                CompreFaceResponseWriter.toBytes(call, reply, sent));
        };
    }

    private static HttpAnswer fault(Fault fault, @Nullable Receipt receipt) {
        var answer = error(
                CompreFaceError.forCause(fault),
                fault instanceof Fault.LedgerDown
                        ? CompreFaceError.NOT_WRITTEN.sentence()
                        : String.valueOf(fault.getMessage()),
                receipt);
        return switch (fault) {
            case Fault.Overloaded busy -> answer.retryAfter(busy.retryAfter());
            case Fault.CircuitOpen open -> answer.retryAfter(open.retryAfter());
            default -> answer;
        };
    }

    private static HttpAnswer error(CompreFaceError mistake, String message, @Nullable Receipt receipt) {
        return new HttpAnswer(
                mistake.status(),
                HttpAnswer.headers("application/json", receipt),
                CompreFaceResponseWriter.error(mistake.code(), message));
    }
}
