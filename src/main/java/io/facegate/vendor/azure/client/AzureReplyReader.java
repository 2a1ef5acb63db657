package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.SendAttempt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reader of HTTP answers: returns the vendor's answer or error unchanged; throws a fault for anything else. */
final class AzureReplyReader {
    private static final ReplyBodies JSON = new ReplyBodies(JsonMappers.strict(
            StreamReadConstraints.builder().maxNestingDepth(32).build()));

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final int FORBIDDEN = 403;

    /** The only operation that answers with a picture. */
    private static final String PICTURE = "GetSessionImage";

    private static final int BAD_REQUEST = 400;

    /** Denials caused by the call itself. Any other denial concerns the gateway's credentials, not the caller. */
    private static final Set<String> OF_THE_CALL = Set.of("UnsupportedFeature", "QuotaExceeded");

    private AzureReplyReader() {}

    /**
     * Returns the service's reply to pass on.
     *
     * @throws Fault when there is none
     */
    static Reply read(SendAttempt.Answered answered, AzureService service, String operation) {
        int status = answered.status();
        boolean answer = service.isAnswer(status);
        if (!answer && status < BAD_REQUEST) {
            throw answered.fault(", which Azure does not use.");
        }
        if (answer && answered.body().length == 0 && service.mayReplyEmpty()) {
            return new Reply.Verbatim(status, answered.body(), null, answered.envelope());
        }
        if (answer && operation.equals(PICTURE)) {
            return picture(answered);
        }
        var body = JSON.read(answered.body());
        if (body == null || (answer && !service.isAnswer(body))) {
            throw answered.fault(" without the JSON of Azure.");
        }
        return answer
                ? new Reply.Verbatim(status, answered.body(), null, answered.envelope())
                : failed(answered, body.path("error"));
    }

    private static Reply picture(SendAttempt.Answered answered) {
        var body = answered.body();
        boolean jpeg = body.length > 2 && body[0] == (byte) 0xff && body[1] == (byte) 0xd8;
        boolean png = body.length > 2 && body[0] == (byte) 0x89 && body[1] == 'P';
        if (!jpeg && !png) {
            throw new Fault.ProviderDown("The vendor's answer is not a picture.");
        }
        return new Reply.Verbatim(answered.status(), body, null, answered.envelope());
    }

    private static Reply failed(SendAttempt.Answered answered, JsonNode error) {
        var code = error.path("code").asText();
        if (!NAME.matcher(code).matches()) {
            throw answered.fault(" without naming an error.");
        }
        var inner = error.at("/innererror/code").asText();
        boolean ofTheCall = OF_THE_CALL.contains(code) || OF_THE_CALL.contains(inner);
        if (answered.status() == 401 || (answered.status() == FORBIDDEN && !ofTheCall)) {
            throw Fault.ProviderDown.rejectedCredentials(
                    "Azure did not accept the gateway's own credentials (" + code + ").", true);
        }
        return new Reply.Verbatim(
                answered.status(),
                ReplyBodies.EXACT.withOnly(answered.body(), Set.of("error")),
                code,
                answered.envelope());
    }
}
