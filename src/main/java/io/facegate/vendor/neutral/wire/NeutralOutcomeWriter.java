package io.facegate.vendor.neutral.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.vendor.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes outcomes of the neutral API: the result, or problem details (RFC 9457). */
final class NeutralOutcomeWriter {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private NeutralOutcomeWriter() {}

    /** @param asked the call as it was read */
    static HttpAnswer write(FaceCall asked, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var receipt, Reply.Failed failed, var _, var _) ->
                failed(asked, failed).toAnswer(receipt);
            case Outcome.Answered(var receipt, var reply, var _, var sent) ->
                answered(receipt, reply, new NeutralResponseWriter(sent));
            case Outcome.Refused(var receipt, var refusal, var _) ->
                refused(asked, refusal).toAnswer(receipt);
            case Outcome.Invalid(var receipt, var refusal, var mistake, var _) ->
                invalid(asked, refusal, mistake).toAnswer(receipt);
            case Outcome.Unavailable(var receipt, var fault, var _) -> problem(fault, receipt);
        };
    }

    static HttpAnswer write(Fault fault) {
        return problem(fault, null);
    }

    /** Returns the response for an internal failure. */
    static HttpAnswer internal() {
        return new ProblemDetails(500, "internal", "Facegate failed on this call; see its log.").toAnswer(null);
    }

    private static HttpAnswer answered(Receipt receipt, Reply reply, NeutralResponseWriter bodies) {
        return switch (reply) {
            case Reply.Verbatim(var status, var body, var _, var _) -> new HttpAnswer(status, headers(receipt), body);
            case Reply.GalleryCreated _, Reply.Enrolled _, Reply.LivenessStarted _ ->
                new HttpAnswer(CREATED, headers(receipt), bodies.toBytes(reply));
            default -> new HttpAnswer(OK, headers(receipt), bodies.toBytes(reply));
        };
    }

    private static List<Map.Entry<String, String>> headers(Receipt receipt) {
        var headers = new ArrayList<Map.Entry<String, String>>(4);
        headers.add(Map.entry("Content-Type", "application/json"));
        headers.add(Map.entry("Cache-Control", "no-store"));
        headers.addAll(HttpAnswer.receiptHeaders(receipt));
        return headers;
    }

    private static ProblemDetails failed(FaceCall asked, Reply.Failed failed) {
        var problem = new ProblemDetails(
                status(failed.kind()), failed.kind().name().toLowerCase(Locale.ROOT), failed.message());
        var endpoint = NeutralEndpoint.fromOperation(asked.wireOperation());
        var about = failed.parameter();
        if (about != null) {
            return problem.withLocations(List.of(JsonPointerLocation.parse(endpoint, about)));
        }
        return problem.status() == BAD_REQUEST || problem.status() == TOO_LARGE
                ? problem.withLocations(JsonPointerLocation.likelyLocations(endpoint))
                : problem;
    }

    private static ProblemDetails invalid(FaceCall asked, Refusal refusal, Reply.Failed mistake) {
        return asked.preconditionFailure() == null
                ? failed(asked, mistake).withRefusal(refusal)
                : refused(asked, refusal);
    }

    /** Unreadable requests are refused and recorded like unpermitted ones, but the caller must fix them. */
    private static ProblemDetails refused(FaceCall asked, Refusal refusal) {
        var doubt = asked.preconditionFailure();
        return doubt != null
                        && doubt.code().equals(refusal.code())
                        && asked.request() instanceof NormalizedRequest.Flawed(var _, var detail, var about)
                ? unreadableRequest(asked, doubt, detail, String.valueOf(about)).withRefusal(refusal)
                : new ProblemDetails(403, "refused", refusal.message()).withRefusal(refusal);
    }

    private static ProblemDetails unreadableRequest(
            FaceCall asked, PreconditionFailure doubt, String detail, String about) {
        var place = JsonPointerLocation.parse(NeutralEndpoint.fromOperation(asked.wireOperation()), about);
        if (doubt == PreconditionFailure.UNKNOWN_DECLARATION) {
            return new ProblemDetails(403, "refused", detail).withLocations(List.of(place));
        }
        if (doubt == PreconditionFailure.UNKNOWN_OPERATION) {
            var allow = AllowedMethods.fromCall(asked);
            return allow.isEmpty()
                    ? new ProblemDetails(404, doubt.code(), detail)
                    : new ProblemDetails(405, "method_not_allowed", detail).withAllowedMethods(allow);
        }
        var problem = place.key().equals("header")
                ? new ProblemDetails(415, "unsupported_media_type", detail)
                : new ProblemDetails(BAD_REQUEST, doubt.code(), detail);
        return problem.withLocations(List.of(place));
    }

    private static int status(Failure kind) {
        return switch (kind) {
            case INVALID_PARAMETER, INVALID_IMAGE, INVALID_URL, INVALID_TOKEN -> BAD_REQUEST;
            case IMAGE_TOO_LARGE -> TOO_LARGE;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, LIMIT_EXCEEDED -> 409;
            case UNSUPPORTED -> 501;
            case THROTTLED -> 429;
        };
    }

    private static HttpAnswer problem(Fault fault, @Nullable Receipt receipt) {
        var message = String.valueOf(fault.getMessage());
        var problem = switch (fault) {
            case Fault.Unauthenticated _ -> new ProblemDetails(401, fault.code(), message);
            case Fault.LedgerDown _ -> new ProblemDetails(503, fault.code(), HttpAnswer.NOT_WRITTEN);
            case Fault.RegistryDown _,
                    Fault.LimitsDown _,
                    Fault.OutcomeUnwritten _,
                    Fault.ShuttingDown _,
                    Fault.Stopped _ -> new ProblemDetails(503, fault.code(), message);
            case Fault.Overloaded busy -> new ProblemDetails(429, fault.code(), message).retryAfter(busy.retryAfter());
            case Fault.CircuitOpen open -> new ProblemDetails(503, fault.code(), message).retryAfter(open.retryAfter());
            case Fault.ProviderDown _ -> new ProblemDetails(502, fault.code(), message);
            case Fault.TooLarge _ -> new ProblemDetails(TOO_LARGE, fault.code(), message);
        };
        return problem.toAnswer(receipt);
    }
}
