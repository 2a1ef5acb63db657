package io.facegate.ingress.neutral;

import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.ingress.Answer;
import io.facegate.ingress.neutral.body.Bodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how a call ended: what was asked for, or a problem in the shape of RFC 9457. */
final class Answers {
    private static final int OK = 200;
    private static final int CREATED = 201;

    private static final String NOT_WRITTEN =
            "The decision could not be written down in time, so nothing was forwarded. Try again.";

    private Answers() {}

    static Answer of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, var reply, var _, var sent) ->
                answered(receipt, reply, new Bodies(sent));
            case Outcome.Refused(var receipt, var refusal, var _) -> refused(receipt, refusal);
            case Outcome.Unavailable(var receipt, var fault, var _) -> problem(fault, receipt);
        };
    }

    static Answer of(Fault fault) {
        return problem(fault, null);
    }

    /** Something that should not happen did. */
    static Answer internal() {
        return new Problem(500, "internal", "Facegate failed on this call; see its log.").answer(null);
    }

    private static Answer answered(Receipt receipt, Reply reply, Bodies bodies) {
        return switch (reply) {
            case Reply.Failed(var kind, var message) ->
                new Problem(status(kind), kind.name().toLowerCase(Locale.ROOT), message).answer(receipt);
            case Reply.Verbatim(var status, var body, var _, var _) -> new Answer(status, headers(receipt), body);
            case Reply.GalleryCreated _, Reply.Enrolled _, Reply.LivenessStarted _ ->
                new Answer(CREATED, headers(receipt), bodies.of(reply));
            default -> new Answer(OK, headers(receipt), bodies.of(reply));
        };
    }

    private static List<Map.Entry<String, String>> headers(Receipt receipt) {
        var headers = new ArrayList<Map.Entry<String, String>>(4);
        headers.add(Map.entry("Content-Type", "application/json"));
        headers.add(Map.entry("Cache-Control", "no-store"));
        headers.addAll(Answer.naming(receipt));
        return headers;
    }

    private static Answer refused(Receipt receipt, Refusal refusal) {
        return new Problem(403, "refused", refusal.message(), refusal).answer(receipt);
    }

    private static int status(Failure kind) {
        return switch (kind) {
            case INVALID_PARAMETER, INVALID_IMAGE, INVALID_URL, INVALID_TOKEN -> 400;
            case IMAGE_TOO_LARGE -> 413;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, LIMIT_EXCEEDED -> 409;
            case UNSUPPORTED -> 501;
            case THROTTLED -> 429;
        };
    }

    private static Answer problem(Fault fault, @Nullable Receipt receipt) {
        var message = String.valueOf(fault.getMessage());
        var problem = switch (fault) {
            case Fault.Unauthenticated _ -> new Problem(401, fault.code(), message);
            case Fault.LedgerDown _ -> new Problem(503, fault.code(), NOT_WRITTEN);
            case Fault.RegistryDown _, Fault.OutcomeUnwritten _, Fault.Overloaded _ ->
                new Problem(503, fault.code(), message);
            case Fault.CircuitOpen open -> new Problem(503, fault.code(), message).retryAfter(open.retryAfter());
            case Fault.ProviderDown _ -> new Problem(502, fault.code(), message);
            case Fault.TooLarge _ -> new Problem(413, fault.code(), message);
        };
        return problem.answer(receipt);
    }
}
