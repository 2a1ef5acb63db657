package io.facegate.fuzz;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.vendor.azure.client.AzureReplyProbe;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.client.SendAttempt;
import io.facegate.vendor.compreface.client.CompreFaceReplyProbe;
import io.facegate.vendor.faceplusplus.client.FacePlusPlusReplyProbe;
import io.facegate.vendor.google.client.GoogleReplyProbe;
import io.facegate.vendor.rekognition.client.RekognitionReplyProbe;
import io.facegate.vendor.wire.ReplyJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A vendor's answer, or that of whoever answers in its place. The first byte says which vendor's, the second which
 * status it has, the third whether the operation is one that is read in another way.
 */
public final class ReplyFuzzer {
    /** Those that readers tell apart, and some that no vendor uses. */
    private static final List<Integer> STATUSES =
            List.of(200, 201, 202, 204, 100, 302, 400, 401, 403, 404, 413, 429, 500, 503);

    private static final int CONTROL = 3;
    private static final int LONGEST = 200;
    private static final Pattern NAME = Pattern.compile("-?[A-Za-z0-9_]{1,64}");

    /** What an error of the vendors that are read as a whole may have; nobody filters errors. */
    private static final Set<String> OF_ERRORS =
            Set.of("error", "code", "message", "request_id", "time_used", "error_message");

    private static final JsonMapper OTHER = JsonMapper.builder().build();

    private ReplyFuzzer() {}

    /** The vendors whose answers are read, each by its own reader. */
    enum Source {
        REKOGNITION,
        AZURE_FACE,
        AZURE_VISION,
        GOOGLE,
        COMPREFACE,
        FACEPLUSPLUS;

        Reply read(SendAttempt.Answered answered, boolean other) {
            return switch (this) {
                case REKOGNITION -> RekognitionReplyProbe.read(answered, other);
                case AZURE_FACE -> AzureReplyProbe.read(AzureService.FACE, answered, other);
                case AZURE_VISION -> AzureReplyProbe.read(AzureService.VISION, answered, other);
                case GOOGLE -> GoogleReplyProbe.read(answered, other);
                case COMPREFACE -> CompreFaceReplyProbe.read(answered, other);
                case FACEPLUSPLUS -> FacePlusPlusReplyProbe.read(answered);
            };
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length < CONTROL) {
            return;
        }
        var sources = Source.values();
        var source = sources[(bytes[0] & 0xff) % sources.length];
        int status = STATUSES.get((bytes[1] & 0xff) % STATUSES.size());
        var body = Arrays.copyOfRange(bytes, CONTROL, bytes.length);
        Claim.decodes(Fault.class, () -> {
            var answered = new SendAttempt.Answered(status, body, Reply.Envelope.NONE);
            try {
                if (source.read(answered, bytes[2] != 0) instanceof Reply.Verbatim reply) {
                    check(source, answered, reply);
                    // As it is read again where obligations are met.
                    ReplyJson.read(reply.body());
                }
            } catch (Fault none) {
                Claim.that(Objects.toString(none.getMessage(), "").length() <= LONGEST, "a fault repeats no answer");
                throw none;
            }
        });
    }

    /** What must hold of an answer that a reader passes on. */
    static void check(Source source, SendAttempt.Answered answered, Reply.Verbatim reply) throws IOException {
        var error = reply.error();
        if (error == null) {
            Claim.that(answered.status() < 300, "what has no error is an answer");
            Claim.that(
                    answered.status() == 204 || Arrays.equals(answered.body(), reply.body()),
                    "an answer is passed on as it is");
            return;
        }
        Claim.that(NAME.matcher(error).matches(), "the name of an error is short and safe: " + error);
        if (answered.status() >= 400 && source != Source.REKOGNITION) {
            OTHER.readTree(reply.body())
                    .fieldNames()
                    .forEachRemaining(
                            name -> Claim.that(OF_ERRORS.contains(name), "an error has nothing else: " + name));
        }
    }
}
