package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.Face;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.vendor.client.CallFailedException;
import io.facegate.vendor.client.ReplyNumbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adapter from normalized requests to Azure Face: answers one cleared call and translates the answers. */
public final class AzureNeutralAdapter {
    /** The most comparisons of one call; the vendor counts and bills each. */
    private static final int MOST_COMPARED = 20;

    private static final Map<String, String> VERDICTS =
            Map.of("realface", "live", "spoofface", "spoof", "uncertain", "uncertain");

    private final AzureOperationClient line;
    private final AzureFaceLists lists;

    public AzureNeutralAdapter(AzureOperationClient line) {
        this.line = line;
        this.lists = new AzureFaceLists(line);
    }

    /**
     * Returns the answer.
     *
     * @throws io.facegate.call.Fault when there is none
     */
    public Reply reply() {
        try {
            return switch (line.call().request()) {
                case NormalizedRequest.Detect detect -> detected(detect);
                case NormalizedRequest.Compare compare -> compare(compare);
                case NormalizedRequest.StartLiveness() -> startSession();
                case NormalizedRequest.ReadLiveness(var session) ->
                    liveness(line.send(
                            "GetLivenessSessionResult",
                            AzureOperationParameters.empty().withPath("sessionId", session)));
                default -> lists.reply();
            };
        } catch (CallFailedException no) {
            return no.failed();
        }
    }

    private Reply detected(NormalizedRequest.Detect detect) {
        var words = AzureOperationParameters.empty()
                .withQuery("returnFaceId", "false")
                .withBody(detect.picture());
        if (line.call().wire().equals(CrossVendorRoute.NEUTRAL)) {
            // Only the neutral API can return Azure's landmark names.
            words = words.withQuery("returnFaceLandmarks", "true")
                    .withQuery("returnFaceAttributes", AzureFaceAttribute.attributeNames(line.disclosedCapabilities()));
        }
        var sight = line.detectReader(detect.picture());
        var faces = sight.faces(line.passThrough("Detect", words));
        return new Reply.Detected(
                faces.stream().map(AzureDetectResponseReader.Seen::face).toList(), sight.rotationDegrees());
    }

    private Reply compare(NormalizedRequest.Compare compare) {
        var source = requireFirst(line.faces(compare.source()), "source");
        var targets = line.faces(compare.target());
        requireFirst(targets, "target");
        if (targets.size() > MOST_COMPARED) {
            throw new CallFailedException(
                    Failure.INVALID_IMAGE,
                    "The target shows " + targets.size() + " faces; at this provider a face is compared with at most "
                            + MOST_COMPARED + '.',
                    "target");
        }
        var matches = new ArrayList<Reply.Match>();
        var unmatched = new ArrayList<Face>();
        for (var target : targets) {
            var words =
                    AzureOperationParameters.empty().withBody(Map.of("faceId1", source.id(), "faceId2", target.id()));
            double alike = ReplyNumbers.requireSimilarity(
                    AzureAnswerReader.requireField(line.passThrough("Verify", words), "confidence"), 1);
            if (alike >= compare.threshold()) {
                matches.add(new Reply.Match(target.face(), alike));
            } else {
                unmatched.add(target.face());
            }
        }
        matches.sort(Comparator.comparingDouble(Reply.Match::similarity).reversed());
        return new Reply.Compared(source.face(), matches, unmatched);
    }

    static AzureDetectResponseReader.Seen requireFirst(List<AzureDetectResponseReader.Seen> faces, String picture) {
        if (faces.isEmpty()) {
            throw new CallFailedException(
                    Failure.INVALID_PARAMETER, "There are no faces in the image. Should be at least 1.", picture);
        }
        return faces.getFirst();
    }

    /** Starts a session with a random device id; no picture of it stays with the vendor. */
    private Reply startSession() {
        var session = line.send(
                "CreateLivenessSession",
                AzureOperationParameters.empty()
                        .withBody(Map.of(
                                "livenessOperationMode",
                                "Passive",
                                "deviceCorrelationId",
                                UUID.randomUUID().toString(),
                                "enableSessionImage",
                                false)));
        return new Reply.LivenessStarted(
                AzureAnswerReader.requireField(session, "sessionId").asText(),
                AzureAnswerReader.requireField(session, "authToken").asText());
    }

    private static Reply liveness(JsonNode session) {
        JsonNode last = null;
        for (var attempt : session.at("/results/attempts")) {
            boolean later = last == null
                    || attempt.path("attemptId").asInt()
                            > last.path("attemptId").asInt();
            last = later ? attempt : last;
        }
        return new Reply.Liveness(
                AzureAnswerReader.requireField(session, "status").asText(), verdict(last), null);
    }

    private static @Nullable String verdict(@Nullable JsonNode attempt) {
        return attempt == null
                ? null
                : VERDICTS.get(attempt.at("/result/livenessDecision").asText());
    }
}
