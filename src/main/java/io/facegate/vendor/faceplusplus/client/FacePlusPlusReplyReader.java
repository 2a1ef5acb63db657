package io.facegate.vendor.faceplusplus.client;

import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.SendAttempt;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reader of HTTP answers: returns the vendor's answer unchanged, or its error; throws a fault for anything else. */
final class FacePlusPlusReplyReader {
    private static final Set<String> DENIED = Set.of("AUTHENTICATION_ERROR", "AUTHORIZATION_ERROR");
    private static final List<String> OF_ERRORS = List.of("request_id", "time_used", "error_message");
    private static final Pattern ERROR = Pattern.compile("([A-Z][A-Z_]{1,60}).*", Pattern.DOTALL);

    private FacePlusPlusReplyReader() {}

    /**
     * Returns the reply to pass on.
     *
     * @throws Fault when there is none
     */
    static Reply read(SendAttempt.Answered answered) {
        int status = answered.status();
        if (status != 200 && status < 400) {
            throw answered.fault(", which Face++ does not use.");
        }
        if (status == 413) {
            // This error alone is text.
            return new Reply.Failed(Reply.Failure.IMAGE_TOO_LARGE, "The request is too large for the vendor.");
        }
        var body = ReplyBodies.EXACT.object(answered.body());
        if (body == null) {
            throw answered.fault(" without the JSON object of Face++.");
        }
        var name = ERROR.matcher(body.path("error_message").asText(""));
        boolean failed = status != 200 || body.has("error_message");
        if (failed && (status == 200 || !name.matches())) {
            throw answered.fault(" without naming an error.");
        }
        var error = failed ? name.group(1) : null;
        if (DENIED.contains(String.valueOf(error))) {
            throw Fault.ProviderDown.rejectedCredentials(
                    "Face++ did not accept the gateway's own key (" + error + ").", true);
        }
        var given = failed ? ReplyBodies.EXACT.withOnly(answered.body(), OF_ERRORS) : answered.body();
        return new Reply.Verbatim(status, given, error, answered.envelope());
    }

    /** Returns true for an answer that only reports throttling; it has the status of a refusal. */
    static boolean isThrottled(SendAttempt.Answered answered) {
        var body = answered.status() == 403 ? ReplyBodies.EXACT.object(answered.body()) : null;
        return body != null && body.path("error_message").asText().startsWith("CONCURRENCY_LIMIT_EXCEEDED");
    }
}
