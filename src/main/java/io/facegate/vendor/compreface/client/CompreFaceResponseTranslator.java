package io.facegate.vendor.compreface.client;

import static io.facegate.vendor.client.ReplyBodies.requireField;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Candidate;
import io.facegate.call.Reply.Enrolment;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.json.JsonMappers;
import io.facegate.vendor.client.ReplyNumbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Translator of CompreFace's answers to normalized replies. */
public final class CompreFaceResponseTranslator {
    private static final int TOO_LARGE = 413;
    private static final int THROTTLED = 429;
    private static final int BROKEN = 500;

    /** CompreFace's error code for a picture without a face. */
    private static final String NO_FACE = "28";

    /** CompreFace does not name the model of its answers. */
    private static final String MODEL = "";

    private static final Map<String, Failure> ERRORS = Map.of(
            "21", Failure.INVALID_IMAGE,
            "42", Failure.NOT_FOUND,
            "43", Failure.ALREADY_EXISTS,
            "44", Failure.NOT_FOUND);

    private final FaceCall call;
    private final boolean begun;

    private CompreFaceResponseTranslator(FaceCall call, boolean begun) {
        this.call = call;
        this.begun = begun;
    }

    /**
     * Returns the normalized reply.
     *
     * @param begun true if the caller has a gallery there, even an empty one
     * @throws Fault.ProviderDown when the answer does not fit the call
     */
    public static Reply translate(FaceCall call, boolean begun, Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            return reply;
        }
        if (given.error() != null) {
            return NO_FACE.equals(given.error()) && call.request() instanceof NormalizedRequest.Detect(var picture)
                    ? new Reply.Detected(
                            List.of(),
                            CompreFaceFaceReader.forPicture(
                                            picture, call.facts().capabilities())
                                    .rotationDegrees())
                    : failed(given, given.error());
        }
        try {
            return new CompreFaceResponseTranslator(call, begun).toReply(JsonMappers.PLAIN.readTree(given.body()));
        } catch (IOException | IllegalArgumentException unfit) {
            throw new Fault.ProviderDown("The server's answer is not one that " + call.operation() + " has.");
        }
    }

    private static Reply failed(Reply.Verbatim given, String error) {
        if (given.status() >= BROKEN) {
            throw new Fault.ProviderDown("The server failed on the call (" + error + ").");
        }
        var kind = switch (given.status()) {
            case TOO_LARGE -> Failure.IMAGE_TOO_LARGE;
            case THROTTLED -> Failure.THROTTLED;
            default -> ERRORS.getOrDefault(error, Failure.INVALID_PARAMETER);
        };
        return new Failed(kind, "CompreFace says: " + message(given) + " (" + error + ").");
    }

    private static String message(Reply.Verbatim given) {
        try {
            return JsonMappers.PLAIN.readTree(given.body()).path("message").asText("no more");
        } catch (IOException notJson) {
            return "no more";
        }
    }

    private Reply toReply(JsonNode body) {
        return switch (call.request()) {
            case NormalizedRequest.Detect(var picture) -> {
                var details = details(picture);
                yield new Reply.Detected(details.faces(body.path("result")), details.rotationDegrees());
            }
            case NormalizedRequest.Compare compare -> compared(body.path("result"), compare);
            case NormalizedRequest.CreateGallery(var gallery) -> new Reply.GalleryCreated(gallery, MODEL);
            case NormalizedRequest.ListGalleries _ -> new Reply.Galleries(galleries(body), null);
            case NormalizedRequest.DescribeGallery(var gallery) ->
                new Reply.Gallery(
                        gallery, MODEL, requireField(body, "total_elements").longValue(), null);
            case NormalizedRequest.EraseGallery(var gallery) -> new Reply.GalleryErased(gallery);
            case NormalizedRequest.Enroll _ -> new Reply.Enrolled(List.of(stored(body)), List.of(), MODEL);
            case NormalizedRequest.ListFaces list ->
                new Reply.Enrolments(
                        all(body.path("faces")),
                        MODEL,
                        CompreFacePaging.require(list.page())
                                .next(requireField(body, "total_elements").longValue()));
            case NormalizedRequest.EraseFaces _ ->
                new Reply.FacesErased(all(body).stream().map(Enrolment::faceId).toList());
            case NormalizedRequest.SearchByPicture search ->
                found(body.path("result").path(0), search);
            default -> throw new IllegalArgumentException("was never said");
        };
    }

    private List<Reply.Gallery> galleries(JsonNode body) {
        return begun || !body.path("subjects").isEmpty()
                ? List.of(new Reply.Gallery(CompreFaceRequestTranslator.GALLERY, MODEL, null, null))
                : List.of();
    }

    private CompreFaceFaceReader details(Picture picture) {
        return CompreFaceFaceReader.forPicture(picture, call.facts().capabilities());
    }

    private Reply compared(JsonNode result, NormalizedRequest.Compare ask) {
        var one = result.path(0);
        var target = details(ask.target());
        var matches = new ArrayList<Reply.Match>();
        var unmatched = new ArrayList<Face>();
        for (var other : requireField(one, "face_matches")) {
            double similarity = ReplyNumbers.requireSimilarity(requireField(other, "similarity"), 1);
            if (similarity >= ask.threshold()) {
                matches.add(new Reply.Match(target.face(other), similarity));
            } else {
                unmatched.add(target.face(other));
            }
        }
        return new Reply.Compared(
                details(ask.source()).face(requireField(one, "source_image_face")), matches, unmatched);
    }

    /** Returns subjects that resemble the largest face; CompreFace does not say which of their examples matched. */
    private Reply found(JsonNode face, NormalizedRequest.SearchByPicture ask) {
        var candidates = new ArrayList<Candidate>();
        for (var subject : requireField(face, "subjects")) {
            double similarity = ReplyNumbers.requireSimilarity(requireField(subject, "similarity"), 1);
            if (similarity >= ask.threshold() && candidates.size() < ask.max()) {
                var who = requireField(subject, "subject").asText();
                candidates.add(new Candidate(new Enrolment("", "", who, null), similarity));
            }
        }
        return new Reply.Found(details(ask.picture()).face(face), null, candidates, MODEL);
    }

    private static List<Enrolment> all(JsonNode list) {
        var all = new ArrayList<Enrolment>();
        list.forEach(one -> all.add(stored(one)));
        return all;
    }

    private static Enrolment stored(JsonNode example) {
        return new Enrolment(
                requireField(example, "image_id").asText(),
                "",
                example.hasNonNull("subject") ? example.get("subject").asText() : null,
                null);
    }
}
