package io.facegate.vendor.compreface.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.SendAttempt;
import java.util.Set;

/** Reader of HTTP answers: returns the vendor's answer or error unchanged; throws a fault for anything else. */
final class CompreFaceReplyReader {
    private static final Set<Integer> ANSWERS = Set.of(200, 201);
    private static final Set<Integer> DENIED = Set.of(401, 403);
    private static final int BAD_REQUEST = 400;

    /** The vendor's errors about the API key, which the gateway sends: missing header, unknown service. */
    private static final Set<Integer> OF_THE_KEY = Set.of(10, 20);

    private CompreFaceReplyReader() {}

    /**
     * Returns the reply to pass on.
     *
     * @throws Fault when there is none
     */
    static Reply.Verbatim read(CompreFaceRequest sent, SendAttempt attempt) {
        return answered(sent, attempt.requireAnswer());
    }

    private static Reply.Verbatim answered(CompreFaceRequest sent, SendAttempt.Answered answered) {
        int status = answered.status();
        boolean answer = ANSWERS.contains(status);
        if (!answer && status < BAD_REQUEST) {
            throw answered.fault(", which CompreFace does not use.");
        }
        if (answer && !isJson(sent)) {
            return new Reply.Verbatim(status, answered.body(), null, answered.envelope());
        }
        var body = ReplyBodies.EXACT.read(answered.body());
        if (body == null) {
            throw answered.fault(" without the JSON of CompreFace.");
        }
        return answer
                ? new Reply.Verbatim(status, answered.body(), null, answered.envelope())
                : failed(answered, body.path("code"));
    }

    /** Returns false for pictures and for one operation that answers with text. */
    private static boolean isJson(CompreFaceRequest sent) {
        return !sent.route().capabilities().contains(Capability.MEDIA_READ)
                && !sent.operation().equals("Migrate");
    }

    private static Reply.Verbatim failed(SendAttempt.Answered answered, JsonNode code) {
        if (!code.isInt()) {
            throw answered.fault(" without naming an error.");
        }
        if (OF_THE_KEY.contains(code.intValue()) || DENIED.contains(answered.status())) {
            throw Fault.ProviderDown.rejectedCredentials(
                    "CompreFace did not accept the gateway's own key (" + code.intValue() + ").", true);
        }
        return new Reply.Verbatim(
                answered.status(),
                ReplyBodies.EXACT.withOnly(answered.body(), Set.of("code", "message")),
                code.asText(),
                answered.envelope());
    }
}
