package io.facegate.vendor.faceplusplus.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Orientation;
import io.facegate.call.Picture;
import io.facegate.call.PixelSize;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.client.CallFailedException;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.ReplyNumbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translator between normalized requests and Face++: answers one cleared call in one or more steps.
 *
 * @param owned sends a step on owned resources: translates names and records what is created
 * @param undisclosed sends a step with tokens of faces that are never disclosed
 */
record FacePlusPlusNeutralAdapter(
        FaceCall call, Function<FaceCall, Reply> owned, Function<FaceCall, Reply> undisclosed) {
    private static final double PERCENT = 100;

    /** The most comparisons of one call; the vendor counts and bills each. */
    private static final int MOST_COMPARED = 20;

    private static final int MOST_FOUND = 5;
    private static final int MOST_ADDED = 5;

    /** The vendor does not name the model of its answers. */
    private static final String MODEL = "";

    private static final String FACE_TOKEN = "face_token";
    private static final String USER_ID = "user_id";
    private static final String IMAGE = "image_file";

    /** Attributes by the capability that each alone provides. */
    private static final Map<Capability, String> ATTRIBUTES = Map.of(
            Capability.ANALYZE_AGE, "age",
            Capability.ANALYZE_GENDER, "gender");

    private static final Map<String, Failure> ERRORS = Map.of(
            "INVALID_OUTER_ID", Failure.NOT_FOUND,
            "INVALID_FACESET_TOKEN", Failure.NOT_FOUND,
            "INVALID_FACE_TOKEN", Failure.NOT_FOUND,
            "FACESET_EXIST", Failure.ALREADY_EXISTS,
            "FACESET_QUOTA_EXCEEDED", Failure.LIMIT_EXCEEDED,
            "IMAGE_ERROR_UNSUPPORTED_FORMAT", Failure.INVALID_IMAGE,
            "INVALID_IMAGE_SIZE", Failure.INVALID_IMAGE,
            "IMAGE_FILE_TOO_LARGE", Failure.IMAGE_TOO_LARGE,
            "CONCURRENCY_LIMIT_EXCEEDED", Failure.THROTTLED);

    /** Returns the call as a Face++ operation; null if there is none, or it cannot return what is requested. */
    static @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        var main = VendorApi.FACEPLUSPLUS.answering(asked.request());
        var all = asked.facts().capabilities();
        if (main == null || !via.isAnswerable(asked, ATTRIBUTES.keySet())) {
            return null;
        }
        var call = asked.routedTo(FacePlusPlusProvider.VENDOR, main, via);
        if (!asked.request().pictures().isEmpty() && !all.contains(Capability.ENROLL)) {
            // Of each picture the vendor keeps templates of its faces for 72 hours, whatever is asked.
            call = call.withFacts(
                    asked.facts().withCapability(Capability.ENROLL).withUnrequested(Set.of(Capability.ENROLL)));
        }
        // It is not documented whether boxes are those of the stored or of the upright picture.
        return asked.request().pictures().stream().allMatch(one -> Orientation.readFrom(one) == Orientation.TOP_LEFT)
                ? call
                : call.withRequest(new NormalizedRequest.Flawed(
                        Failure.INVALID_IMAGE,
                        "This provider takes upright pictures only: this one is turned by EXIF."));
    }

    /** Returns the call with the vendor's parameters that name its resources; faces to enrol are not known yet. */
    static FaceCall withVendorParams(FaceCall call) {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put(FacePlusPlusCallResources.OUTER_ID, call.facts().gallery());
        switch (call.request()) {
            case NormalizedRequest.SearchByPicture search -> fields.put(IMAGE, search.picture());
            case NormalizedRequest.SearchByFace search -> fields.put(FACE_TOKEN, search.faceId());
            case NormalizedRequest.EraseFaces(var _, var ids) ->
                fields.put(FacePlusPlusCallResources.TOKENS, String.join(",", ids));
            case NormalizedRequest.ListGalleries(var page) -> fields.put("start", page.token());
            default -> {}
        }
        fields.values().removeIf(Objects::isNull);
        return call.withParams(fields);
    }

    /**
     * Returns the answer.
     *
     * @throws Fault when there is none
     */
    Reply reply() {
        try {
            return switch (call.request()) {
                case NormalizedRequest.Detect(var picture) ->
                    new Reply.Detected(
                            detect(picture).stream().map(SeenFace::face).toList(), 0);
                case NormalizedRequest.Compare compare -> compare(compare);
                case NormalizedRequest.Enroll enroll -> enroll(enroll);
                case NormalizedRequest.SearchByPicture search -> {
                    var found = search(search.max());
                    var probe =
                            seen(found.path("faces"), search.picture(), "image").getFirst();
                    yield new Reply.Found(probe.face, null, candidates(found, search.threshold()), MODEL);
                }
                case NormalizedRequest.SearchByFace(var _, var face, var threshold, var max) ->
                    new Reply.Found(null, face, candidates(search(max), threshold), MODEL);
                default -> gallery(read(owned.apply(withVendorParams(call))));
            };
        } catch (CallFailedException no) {
            return no.failed();
        } catch (IllegalArgumentException unfit) {
            throw new Fault.ProviderDown("The vendor's answer is not one that " + call.operation() + " has.");
        }
    }

    private JsonNode search(int most) {
        var count = Integer.toString(Math.clamp(most, 1, MOST_FOUND));
        return read(owned.apply(withVendorParams(call).withParam("return_result_count", count)));
    }

    private Reply gallery(JsonNode body) {
        return switch (call.request()) {
            case NormalizedRequest.CreateGallery(var gallery) -> new Reply.GalleryCreated(gallery, MODEL);
            case NormalizedRequest.DescribeGallery(var gallery) ->
                new Reply.Gallery(
                        gallery,
                        MODEL,
                        ReplyBodies.requireField(body, "face_count").longValue(),
                        null);
            case NormalizedRequest.EraseGallery(var gallery) -> new Reply.GalleryErased(gallery);
            case NormalizedRequest.EraseFaces(var _, var ids) -> {
                var missing = failures(body);
                yield new Reply.FacesErased(
                        ids.stream().filter(id -> !missing.contains(id)).toList(), missing);
            }
            default ->
                new Reply.Galleries(
                        body.path("facesets").findValuesAsText(FacePlusPlusCallResources.OUTER_ID).stream()
                                .filter(name -> !name.isEmpty())
                                .map(name -> new Reply.Gallery(name, MODEL, null, null))
                                .toList(),
                        body.hasNonNull("next") ? body.path("next").asText() : null);
        };
    }

    /** Attributes that were not requested are neither asked for nor returned. */
    private Map<Capability, String> attributes() {
        var asked = new TreeMap<>(ATTRIBUTES);
        asked.keySet().retainAll(call.facts().capabilities());
        return asked;
    }

    private List<SeenFace> detect(Picture picture) {
        var words = new TreeSet<>(attributes().values());
        words.add("headpose");
        var answer = step("Detect", Map.of(IMAGE, picture, "return_attributes", String.join(",", words)));
        return seen(answer.path("faces"), picture, null);
    }

    private JsonNode step(String operation, Map<String, ?> fields) {
        var step = call.routedTo(FacePlusPlusProvider.VENDOR, operation, call.route());
        return read(undisclosed.apply(step.withParams(new HashMap<>(fields))));
    }

    /** The vendor compares the largest faces by itself; the others of the target are compared by their tokens. */
    private Reply compare(NormalizedRequest.Compare ask) {
        var answer = step("Compare", Map.of("image_file1", ask.source(), "image_file2", ask.target()));
        var source = seen(answer.path("faces1"), ask.source(), "source").getFirst();
        var targets = seen(answer.path("faces2"), ask.target(), "target");
        if (targets.size() > MOST_COMPARED) {
            var why = "The target shows " + targets.size() + " faces; at this provider it may show " + MOST_COMPARED;
            throw new CallFailedException(Failure.INVALID_IMAGE, why + '.', "target");
        }
        var matches = new ArrayList<Reply.Match>();
        var unmatched = new ArrayList<Face>();
        for (int at = 0; at < targets.size(); at++) {
            var target = targets.get(at);
            if (at > 0) {
                answer = step("Compare", Map.of("face_token1", source.token, "face_token2", target.token));
            }
            double similarity = ReplyNumbers.requireSimilarity(answer.path("confidence"), PERCENT);
            if (isMatch(answer, similarity, ask.threshold())) {
                matches.add(new Reply.Match(target.face, similarity));
            } else {
                unmatched.add(target.face);
            }
        }
        matches.sort(Comparator.comparingDouble(Reply.Match::similarity).reversed());
        return new Reply.Compared(source.face, matches, unmatched);
    }

    /** A match reaches the threshold and, in this very answer, what the vendor counts as the same person at 1 in 1000. */
    private static boolean isMatch(JsonNode answer, double similarity, double threshold) {
        var own = ReplyBodies.requireField(answer.path("thresholds"), "1e-3");
        double least = own.isNumber() ? own.doubleValue() / PERCENT : 2;
        return similarity >= threshold && similarity >= least;
    }

    private static List<Reply.Candidate> candidates(JsonNode answer, double threshold) {
        var candidates = new ArrayList<Reply.Candidate>();
        for (var one : answer.path("results")) {
            double similarity = ReplyNumbers.requireSimilarity(one.path("confidence"), PERCENT);
            if (isMatch(answer, similarity, threshold)) {
                var user = one.path(USER_ID).asText("");
                var token = ReplyBodies.requireField(one, FACE_TOKEN).asText();
                candidates.add(new Reply.Candidate(
                        new Reply.Enrolment(token, "", user.isEmpty() ? null : user, null), similarity));
            }
        }
        return candidates;
    }

    /** Names the faces before they are in a gallery, so that none is found there without its name. */
    private Reply enroll(NormalizedRequest.Enroll ask) {
        var all = detect(ask.picture());
        var chosen = all.subList(0, Math.min(Math.min(ask.max(), MOST_ADDED), all.size()));
        if (chosen.stream().anyMatch(one -> one.token.isEmpty())) {
            throw new IllegalArgumentException(FACE_TOKEN);
        }
        if (ask.externalId() != null) {
            chosen.forEach(one -> step("SetUserId", Map.of(FACE_TOKEN, one.token, USER_ID, ask.externalId())));
        }
        var refused = chosen.isEmpty() ? List.<String>of() : add(chosen);
        return new Reply.Enrolled(
                chosen.stream()
                        .filter(one -> !refused.contains(one.token))
                        .map(one -> new Reply.Enrolment(one.token, "", ask.externalId(), one.face))
                        .toList(),
                all.stream().skip(chosen.size()).map(SeenFace::face).toList(),
                MODEL);
    }

    /** Adds faces to the gallery; returns the tokens of those that the vendor did not take. */
    private List<String> add(List<SeenFace> faces) {
        var tokens = faces.stream().map(SeenFace::token).collect(Collectors.joining(","));
        return failures(read(owned.apply(withVendorParams(call).withParam(FacePlusPlusCallResources.TOKENS, tokens))));
    }

    private static List<String> failures(JsonNode answer) {
        return answer.path("failure_detail").findValuesAsText(FACE_TOKEN);
    }

    private static JsonNode read(Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            throw new CallFailedException((Reply.Failed) reply);
        }
        var error = given.error();
        if (error == null) {
            return ReplyBodies.EXACT.requireObject(given.body());
        }
        if (given.status() >= 500) {
            throw new Fault.ProviderDown("The vendor failed on the call (" + error + ").");
        }
        throw new CallFailedException(
                ERRORS.getOrDefault(error, Failure.INVALID_PARAMETER), "Face++ says: " + error + '.', null);
    }

    /** A face of a picture with its token, which is empty where none was needed. */
    private record SeenFace(String token, Face face) {}

    /**
     * Returns the faces, the largest first, because that is the one that the vendor compares and searches.
     *
     * @param required the parameter whose picture must show a face, or null
     */
    private List<SeenFace> seen(JsonNode list, Picture picture, @Nullable String required) {
        if (required != null && list.isEmpty()) {
            throw new CallFailedException(Failure.INVALID_PARAMETER, "There is no face in the picture.", required);
        }
        var size = PixelSize.ofPicture(picture);
        var all = new ArrayList<SeenFace>();
        for (var one : list) {
            var box = ReplyBodies.requireField(one, "face_rectangle");
            var attributes = one.path("attributes");
            var face = new Face(
                    size.box(
                            ReplyNumbers.require(box, "left"),
                            ReplyNumbers.require(box, "top"),
                            ReplyNumbers.require(box, "width"),
                            ReplyNumbers.require(box, "height")),
                    OptionalDouble.empty(), // The vendor gives no detection confidence.
                    List.of(),
                    pose(attributes.path("headpose")),
                    null,
                    traits(attributes));
            all.add(new SeenFace(one.path(FACE_TOKEN).asText(""), face));
        }
        all.sort(Comparator.comparingDouble((SeenFace one) -> one.face.box().area())
                .reversed());
        return all;
    }

    private static Face.@Nullable Pose pose(JsonNode pose) {
        return pose.isEmpty()
                ? null
                : new Face.Pose(
                        ReplyNumbers.require(pose, "roll_angle"),
                        ReplyNumbers.require(pose, "yaw_angle"),
                        ReplyNumbers.require(pose, "pitch_angle"));
    }

    private List<Face.FaceAttribute> traits(JsonNode told) {
        var traits = new ArrayList<Face.FaceAttribute>();
        attributes().forEach((capability, word) -> {
            if (told.has(word)) {
                var value = ReplyBodies.requireField(told.path(word), "value").asText();
                traits.add(new Face.FaceAttribute(capability, value, null));
            }
        });
        return traits;
    }
}
