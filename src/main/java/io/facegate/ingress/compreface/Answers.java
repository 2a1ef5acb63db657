package io.facegate.ingress.compreface;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.ingress.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how a call ended in CompreFace's own shapes, so that an unmodified client raises its own errors. */
final class Answers {
    private static final int OK = 200;
    private static final int CREATED = 201;

    private Answers() {}

    static Answer of(FaceCall call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, var reply, var _, var _) -> answered(call, receipt, reply);
            case Outcome.Refused(var receipt, var refusal, var _) -> refused(refusal, receipt);
            case Outcome.Unavailable(var receipt, var fault, var _) -> fault(fault, receipt);
        };
    }

    static Answer of(Fault fault) {
        return fault(fault, null);
    }

    /** Something that should not happen did. */
    static Answer internal() {
        return error(Mistake.FAILED, "Facegate failed on this call; see its log.", null);
    }

    private static Answer refused(Refusal refusal, Receipt receipt) {
        return error(
                Mistake.ACCESS_DENIED,
                refusal.message() + " Reason: " + refusal.code() + ". Decision: " + receipt.id() + '.',
                receipt);
    }

    private static Answer answered(FaceCall call, Receipt receipt, Reply reply) {
        var mistake = Mistake.in(reply, call);
        return switch (reply) {
            case Reply.Verbatim(var status, var body, var error, var envelope) -> {
                boolean picture = error == null && CompreFaceTerms.isPicture(call);
                var type = picture ? "application/octet-stream" : "application/json";
                yield new Answer(status, headers(type, receipt), body).retryAfter(envelope.retryAfter());
            }
            case Reply.Failed(var kind, var message, var _) -> error(Mistake.of(kind, call), message, receipt);
            default ->
                mistake != null
                        ? error(mistake, mistake.sentence(), receipt)
                        : new Answer(
                                reply instanceof Reply.Enrolled ? CREATED : OK,
                                headers("application/json", receipt),
                                Bodies.of(call, reply));
        };
    }

    private static Answer fault(Fault fault, @Nullable Receipt receipt) {
        var answer = error(
                Mistake.of(fault),
                fault instanceof Fault.LedgerDown ? Mistake.NOT_WRITTEN.sentence() : String.valueOf(fault.getMessage()),
                receipt);
        return switch (fault) {
            case Fault.Overloaded busy -> answer.retryAfter(busy.retryAfter());
            case Fault.CircuitOpen open -> answer.retryAfter(open.retryAfter());
            default -> answer;
        };
    }

    private static Answer error(Mistake mistake, String message, @Nullable Receipt receipt) {
        return new Answer(
                mistake.status(), headers("application/json", receipt), Bodies.error(mistake.code(), message));
    }

    private static List<Map.Entry<String, String>> headers(String type, @Nullable Receipt receipt) {
        var headers = new ArrayList<Map.Entry<String, String>>(4);
        headers.add(Map.entry("Content-Type", type));
        if (receipt != null) {
            headers.addAll(Answer.naming(receipt));
        }
        return headers;
    }
}
