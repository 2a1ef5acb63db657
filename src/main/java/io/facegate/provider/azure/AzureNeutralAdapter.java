package io.facegate.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.Face;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
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
            return switch (line.call().ask()) {
                case NormalizedRequest.Detect detect -> detected(detect);
                case NormalizedRequest.Compare compare -> compared(compare);
                case NormalizedRequest.StartLiveness() -> started();
                case NormalizedRequest.ReadLiveness(var session) ->
                    liveness(line.ask(
                            "GetLivenessSessionResult",
                            AzureOperationParameters.plain().at("sessionId", session)));
                default -> lists.reply();
            };
        } catch (AzureAnswerReader.No no) {
            return no.failed();
        }
    }

    private Reply detected(NormalizedRequest.Detect detect) {
        var words =
                AzureOperationParameters.plain().asking("returnFaceId", "false").ruleText(detect.picture());
        if (line.call().wire().equals(CrossVendorRoute.NEUTRAL)) {
            // Only the neutral API can return Azure's landmark names.
            words = words.asking("returnFaceLandmarks", "true")
                    .asking("returnFaceAttributes", AzureFaceAttribute.words(line.told()));
        }
        var sight = line.sight(detect.picture());
        var faces = sight.faces(line.passing("Detect", words));
        return new Reply.Detected(
                faces.stream().map(AzureDetectResponseReader.Seen::face).toList(), sight.rotated());
    }

    private Reply compared(NormalizedRequest.Compare compare) {
        var source = first(line.faces(compare.source()), "source");
        var targets = line.faces(compare.target());
        first(targets, "target");
        if (targets.size() > MOST_COMPARED) {
            throw new AzureAnswerReader.No(
                    Failure.INVALID_IMAGE,
                    "The target shows " + targets.size() + " faces; at this provider a face is compared with at most "
                            + MOST_COMPARED + '.',
                    "target");
        }
        var matches = new ArrayList<Reply.Match>();
        var unmatched = new ArrayList<Face>();
        for (var target : targets) {
            var words =
                    AzureOperationParameters.plain().ruleText(Map.of("faceId1", source.id(), "faceId2", target.id()));
            double alike = AzureAnswerReader.demand(line.passing("Verify", words), "confidence")
                    .asDouble();
            if (alike >= compare.threshold()) {
                matches.add(new Reply.Match(target.face(), alike));
            } else {
                unmatched.add(target.face());
            }
        }
        matches.sort(Comparator.comparingDouble(Reply.Match::similarity).reversed());
        return new Reply.Compared(source.face(), matches, unmatched);
    }

    static AzureDetectResponseReader.Seen first(List<AzureDetectResponseReader.Seen> faces, String picture) {
        if (faces.isEmpty()) {
            throw new AzureAnswerReader.No(
                    Failure.INVALID_PARAMETER, "There are no faces in the image. Should be at least 1.", picture);
        }
        return faces.getFirst();
    }

    /** Starts a session with a random device id; no picture of it stays with the vendor. */
    private Reply started() {
        var session = line.ask(
                "CreateLivenessSession",
                AzureOperationParameters.plain()
                        .ruleText(Map.of(
                                "livenessOperationMode",
                                "Passive",
                                "deviceCorrelationId",
                                UUID.randomUUID().toString(),
                                "enableSessionImage",
                                false)));
        return new Reply.LivenessStarted(
                AzureAnswerReader.demand(session, "sessionId").asText(),
                AzureAnswerReader.demand(session, "authToken").asText());
    }

    private static Reply liveness(JsonNode session) {
        JsonNode last = null;
        for (var attempt : session.at("/results/attempts")) {
            boolean later = last == null
                    || attempt.path("attemptId").asInt()
                            > last.path("attemptId").asInt();
            last = later ? attempt : last;
        }
        return new Reply.Liveness(AzureAnswerReader.demand(session, "status").asText(), verdict(last), null);
    }

    private static @Nullable String verdict(@Nullable JsonNode attempt) {
        return attempt == null
                ? null
                : VERDICTS.get(attempt.at("/result/livenessDecision").asText());
    }
}
