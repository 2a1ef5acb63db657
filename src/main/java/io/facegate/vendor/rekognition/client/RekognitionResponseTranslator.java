package io.facegate.vendor.rekognition.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.ReplyNumbers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Translator of Rekognition's answers to normalized replies. */
public final class RekognitionResponseTranslator {
    private static final double PERCENT = 100;
    private static final double MILLIS = 1000;

    private static final Map<String, Failure> ERRORS = Map.of(
            "InvalidParameterException", Failure.INVALID_PARAMETER,
            "InvalidImageFormatException", Failure.INVALID_IMAGE,
            "ImageTooLargeException", Failure.IMAGE_TOO_LARGE,
            "ResourceNotFoundException", Failure.NOT_FOUND,
            "ResourceAlreadyExistsException", Failure.ALREADY_EXISTS,
            "InvalidPaginationTokenException", Failure.INVALID_TOKEN,
            "ThrottlingException", Failure.THROTTLED,
            "ProvisionedThroughputExceededException", Failure.THROTTLED,
            "LimitExceededException", Failure.LIMIT_EXCEEDED,
            "ServiceQuotaExceededException", Failure.LIMIT_EXCEEDED);

    private final FaceCall call;
    private final RekognitionFaceReader details;

    private RekognitionResponseTranslator(FaceCall call) {
        this.call = call;
        this.details = new RekognitionFaceReader(call.facts().capabilities());
    }

    /**
     * Returns the normalized reply.
     *
     * @throws Fault.ProviderDown when the answer does not fit the call
     */
    public static Reply translate(FaceCall call, Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            return reply;
        }
        if (given.error() != null) {
            return failed(given, given.error());
        }
        try {
            return new RekognitionResponseTranslator(call).toReply(JsonMappers.PLAIN.readTree(given.body()));
        } catch (IOException | IllegalArgumentException unfit) {
            throw new Fault.ProviderDown("The vendor's answer is not one that " + call.operation() + " has.");
        }
    }

    private static Reply failed(Reply.Verbatim given, String error) {
        var kind = ERRORS.get(error);
        if (kind == null) {
            throw new Fault.ProviderDown("The vendor failed on the call (" + error + ").");
        }
        return new Reply.Failed(kind, message(given, error));
    }

    private static String message(Reply.Verbatim given, String error) {
        try {
            var body = JsonMappers.PLAIN.readTree(given.body());
            return body.path("message").asText(body.path("Message").asText(error));
        } catch (IOException notJson) {
            return error;
        }
    }

    private Reply toReply(JsonNode body) {
        return switch (call.request()) {
            case NormalizedRequest.Detect _ ->
                new Reply.Detected(details.faces(list(body, "FaceDetails")), OptionalInt.empty());
            case NormalizedRequest.Compare _ -> compared(body);
            case NormalizedRequest.CreateGallery(var gallery) -> new Reply.GalleryCreated(gallery, model(body));
            case NormalizedRequest.DescribeGallery(var gallery) ->
                new Reply.Gallery(
                        gallery,
                        model(body),
                        ReplyBodies.requireField(body, "FaceCount").longValue(),
                        toInstant(ReplyBodies.requireField(body, "CreationTimestamp")));
            case NormalizedRequest.ListGalleries _ -> galleries(body);
            case NormalizedRequest.EraseGallery(var gallery) -> new Reply.GalleryErased(gallery);
            case NormalizedRequest.Enroll _ -> enrolled(body);
            case NormalizedRequest.ListFaces _ ->
                new Reply.Enrolments(
                        details.readAll(list(body, "Faces"), details::readEnrolment),
                        model(body),
                        text(body, "NextToken"));
            case NormalizedRequest.SearchByFace _, NormalizedRequest.SearchByPicture _ -> found(body);
            case NormalizedRequest.EraseFaces _ -> erased(body);
            case NormalizedRequest.StartLiveness _ ->
                new Reply.LivenessStarted(
                        ReplyBodies.requireField(body, "SessionId").asText(), null);
            case NormalizedRequest.ReadLiveness _ -> liveness(body);
            default -> throw new IllegalArgumentException("was never said");
        };
    }

    private Reply compared(JsonNode body) {
        return new Reply.Compared(
                details.face(ReplyBodies.requireField(body, "SourceImageFace")),
                details.readAll(
                        list(body, "FaceMatches"),
                        match -> new Reply.Match(
                                details.face(ReplyBodies.requireField(match, "Face")), similarity(match))),
                details.faces(list(body, "UnmatchedFaces")));
    }

    private Reply galleries(JsonNode body) {
        var models = body.path("FaceModelVersions");
        var names = list(body, "CollectionIds");
        var all = new ArrayList<Reply.Gallery>();
        for (int at = 0; at < names.size(); at++) {
            all.add(new Reply.Gallery(names.get(at).asText(), models.path(at).asText(""), null, null));
        }
        return new Reply.Galleries(all, text(body, "NextToken"));
    }

    private Reply enrolled(JsonNode body) {
        return new Reply.Enrolled(
                details.readAll(
                        list(body, "FaceRecords"),
                        record -> details.readEnrolment(ReplyBodies.requireField(record, "Face"))),
                details.readAll(
                        list(body, "UnindexedFaces"),
                        left -> details.face(ReplyBodies.requireField(left, "FaceDetail"))),
                model(body));
    }

    private Reply found(JsonNode body) {
        return new Reply.Found(
                body.has("SearchedFaceBoundingBox")
                        ? new Face(
                                details.box(body.get("SearchedFaceBoundingBox")),
                                body.path("SearchedFaceConfidence").asDouble() / PERCENT,
                                List.of(),
                                null,
                                null)
                        : null,
                text(body, "SearchedFaceId"),
                details.readAll(
                        list(body, "FaceMatches"),
                        match -> new Reply.Candidate(
                                details.readEnrolment(ReplyBodies.requireField(match, "Face")), similarity(match))),
                model(body));
    }

    private static Reply liveness(JsonNode body) {
        var confidence =
                body.hasNonNull("Confidence") ? (Double) (body.get("Confidence").asDouble() / PERCENT) : null;
        return new Reply.Liveness(ReplyBodies.requireField(body, "Status").asText(), null, confidence);
    }

    private static double similarity(JsonNode match) {
        return ReplyNumbers.requireSimilarity(ReplyBodies.requireField(match, "Similarity"), PERCENT);
    }

    private static Instant toInstant(JsonNode seconds) {
        return Instant.ofEpochMilli(Math.round(seconds.asDouble() * MILLIS));
    }

    private static String model(JsonNode body) {
        return body.path("FaceModelVersion").asText("");
    }

    private static @Nullable String text(JsonNode body, String field) {
        return body.hasNonNull(field) ? body.get(field).asText() : null;
    }

    /** Treats an absent list as empty, because the vendor omits empty lists. */
    private Reply erased(JsonNode body) {
        return new Reply.FacesErased(
                details.readAll(list(body, "DeletedFaces"), JsonNode::asText),
                details.readAll(
                        list(body, "UnsuccessfulFaceDeletions"),
                        failed -> failed.path("FaceId").asText()));
    }

    private static JsonNode list(JsonNode body, String field) {
        return body.path(field);
    }
}
