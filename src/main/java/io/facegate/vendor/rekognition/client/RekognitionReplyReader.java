package io.facegate.vendor.rekognition.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.client.SendAttempt;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Reader of HTTP answers: returns the vendor's answer or error unchanged; throws a fault for anything else. */
final class RekognitionReplyReader {
    private static final String DENIED = "AccessDeniedException";
    private static final Set<String> THROTTLED =
            Set.of("ThrottlingException", "ProvisionedThroughputExceededException");

    /** Errors about the signature or its credentials. The gateway signs, so none of them is the caller's. */
    private static final Set<String> UNTRUSTED = Set.of(
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "InvalidToken",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized",
            "OptInRequired",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "SubscriptionRequiredException",
            "UnrecognizedClientException");

    private RekognitionReplyReader() {}

    /** Returns true if the answer only reports throttling, which Rekognition does with status 400 or 500. */
    static boolean isThrottled(SendAttempt.Answered answered) {
        return answered.status() == 429
                || (answered.status() != 200
                        && shape(answered.body())
                                .filter(shape -> THROTTLED.contains(shape.error()))
                                .isPresent());
    }

    /**
     * Returns the reply to pass on.
     *
     * @param role true if the call used the organisation's own role
     * @throws Fault when there is none
     */
    static Reply read(SendAttempt.Answered answered, boolean role) {
        int status = answered.status();
        if (status != 200 && status < 400) {
            throw answered.fault(", which Rekognition does not use.");
        }
        var shape =
                shape(answered.body()).orElseThrow(() -> answered.fault(" without the JSON object of Rekognition."));
        if (status == 200) {
            return new Reply.Verbatim(status, answered.body(), null, answered.envelope());
        }
        var error = shape.error();
        if (!RekognitionSafeName.isSafe(error)) {
            throw answered.fault(" without naming an error.");
        }
        if (isUntrusted(error, status, role)) {
            var whose = role ? "an organisation's role" : "the gateway's own credentials";
            throw Fault.ProviderDown.rejectedCredentials("Amazon did not accept " + whose + " (" + error + ").", !role);
        }
        return new Reply.Verbatim(status, answered.body(), error, answered.envelope());
    }

    /** The organisation may read a denial of its own role, because its own account issued it. */
    private static boolean isUntrusted(String error, int status, boolean role) {
        if (error.equals(DENIED) || error.equals("AccessDenied")) {
            return !role;
        }
        return UNTRUSTED.contains(error) || status == 401 || status == 403;
    }

    /** Parses the whole body: one JSON object in UTF-8 with nothing after it; empty when it is anything else. */
    private static Optional<Shape> shape(byte[] body) {
        if (body.length < 2 || body[0] != '{' || body[1] == 0) {
            return Optional.empty();
        }
        try (var parser = JsonMappers.FACTORY.createParser(body)) {
            parser.nextToken();
            var error = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean type = parser.currentName().equals("__type");
                parser.nextToken();
                if (type) {
                    error = error.isEmpty() ? name(parser) : "?";
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null ? Optional.of(new Shape(error)) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** Returns the error name without the namespace that some of the vendor's servers add. */
    private static String name(JsonParser at) throws IOException {
        return at.currentToken() == JsonToken.VALUE_STRING
                ? at.getText().substring(at.getText().lastIndexOf('#') + 1)
                : "?";
    }

    /**
     * Fields read from a body.
     *
     * @param error the vendor's error name, unchecked; empty when there is none
     */
    private record Shape(String error) {}
}
