package io.facegate.vendor.google.client;

import com.fasterxml.jackson.core.StreamReadConstraints;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.SendAttempt;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reader of HTTP answers: returns the vendor's answer or error unchanged; throws a fault for anything else. */
final class GoogleReplyReader {
    static final ReplyBodies JSON = new ReplyBodies(JsonMappers.strict(
            StreamReadConstraints.builder().maxNestingDepth(64).build()));

    private static final Pattern NAME = Pattern.compile("[A-Z_]{1,64}");

    /** Unauthenticated or forbidden: this concerns the gateway's credentials, not the caller. */
    private static final Set<Integer> UNTRUSTED = Set.of(401, 403);

    static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;

    private GoogleReplyReader() {}

    /**
     * Returns the reply to pass on.
     *
     * @throws Fault when there is none
     */
    static Reply.Verbatim read(SendAttempt.Answered answered, FaceCall call) {
        int status = answered.status();
        if (status < BAD_REQUEST && status != OK && status != NO_CONTENT) {
            throw answered.fault(", which Google Vision does not use.");
        }
        if (status == NO_CONTENT) {
            return new Reply.Verbatim(OK, new byte[] {'{', '}'}, null, answered.envelope());
        }
        var body = JSON.object(answered.body());
        if (body == null) {
            throw answered.fault(" without the JSON of Google Vision.");
        }
        return status == OK
                ? withStatistics(answered, new GoogleResponseStats(body), call)
                : failed(answered, body.at("/error/status").asText());
    }

    /** Counts an answer as an error if every part holds only an error. */
    private static Reply.Verbatim withStatistics(
            SendAttempt.Answered answered, GoogleResponseStats census, FaceCall call) {
        var faces = call.facts().capabilities().contains(Capability.DETECT)
                ? OptionalInt.of(census.faces())
                : OptionalInt.empty();
        var envelope = answered.envelope().withStatistics(new Reply.BodyStats(faces, census.error()));
        return new Reply.Verbatim(OK, answered.body(), census.allFailed() ? census.error() : null, envelope);
    }

    private static Reply.Verbatim failed(SendAttempt.Answered answered, String code) {
        if (!NAME.matcher(code).matches()) {
            throw answered.fault(" without naming an error.");
        }
        if (UNTRUSTED.contains(answered.status())) {
            throw Fault.ProviderDown.rejectedCredentials(
                    "Google did not accept the gateway's own credentials (" + code + ").", true);
        }
        return new Reply.Verbatim(
                answered.status(),
                ReplyBodies.EXACT.withOnly(answered.body(), Set.of("error")),
                code,
                answered.envelope());
    }
}
