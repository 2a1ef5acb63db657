package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Face;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.vendor.client.CallFailedException;
import io.facegate.vendor.client.ReplyNumbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Galleries stored as Azure face lists, which are searchable at once, without training. */
final class AzureFaceLists {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+");
    private static final int MOST_FOUND = 1000;

    private final AzureOperationClient line;

    AzureFaceLists(AzureOperationClient line) {
        this.line = line;
    }

    Reply reply() {
        return switch (line.call().request()) {
            case NormalizedRequest.CreateGallery(var gallery) -> {
                line.send(
                        "CreateFaceList",
                        listParameters(gallery)
                                .withBody(Map.of("name", gallery, "recognitionModel", AzureOperationParameters.MODEL)));
                yield new Reply.GalleryCreated(gallery, AzureOperationParameters.MODEL);
            }
            case NormalizedRequest.DescribeGallery(var gallery) -> {
                var list = read(gallery);
                yield new Reply.Gallery(
                        gallery, model(list), (long) list.path("persistedFaces").size(), null);
            }
            case NormalizedRequest.ListGalleries(var page) -> galleries(page);
            case NormalizedRequest.EraseGallery(var gallery) -> {
                line.send("DeleteFaceList", listParameters(gallery));
                yield new Reply.GalleryErased(gallery);
            }
            case NormalizedRequest.Enroll enroll -> enroll(enroll);
            case NormalizedRequest.ListFaces(var gallery, var _, var page) -> faces(read(gallery), page);
            case NormalizedRequest.EraseFaces(var gallery, var ids) -> {
                line.send("DeleteFaceListFace", listParameters(gallery).withPath("persistedFaceId", ids.getFirst()));
                yield new Reply.FacesErased(ids);
            }
            case NormalizedRequest.SearchByPicture search -> search(search);
            default -> throw new IllegalArgumentException("has no words of Azure's");
        };
    }

    private static AzureOperationParameters listParameters(String gallery) {
        if (!NAME.matcher(gallery).matches()) {
            throw new CallFailedException(
                    Failure.INVALID_PARAMETER,
                    "A gallery at this provider is named with small letters, digits, hyphens and underscores.",
                    "gallery");
        }
        return AzureOperationParameters.list(gallery);
    }

    private JsonNode read(String gallery) {
        return line.send("GetFaceList", listParameters(gallery).withQuery("returnRecognitionModel", "true"));
    }

    private Reply galleries(NormalizedRequest.Page page) {
        var all = new ArrayList<Reply.Gallery>();
        line.send("GetFaceLists", AzureOperationParameters.empty().withQuery("returnRecognitionModel", "true"))
                .forEach(list -> all.add(new Reply.Gallery(
                        AzureAnswerReader.requireField(list, "faceListId").asText(), model(list), null, null)));
        all.sort(Comparator.comparing(Reply.Gallery::gallery));
        var part = Part.page(all, Reply.Gallery::gallery, page);
        return new Reply.Galleries(part.items(), part.next());
    }

    private static Reply faces(JsonNode list, NormalizedRequest.Page page) {
        var all = new ArrayList<Reply.Enrolment>();
        list.path("persistedFaces")
                .forEach(face -> all.add(toEnrolment(
                        AzureAnswerReader.requireField(face, "persistedFaceId").asText(),
                        face.path("userData").asText(""),
                        null)));
        all.sort(Comparator.comparing(Reply.Enrolment::faceId));
        var part = Part.page(all, Reply.Enrolment::faceId, page);
        return new Reply.Enrolments(part.items(), model(list), part.next());
    }

    private static Reply.Enrolment toEnrolment(String id, String external, @Nullable Face face) {
        return new Reply.Enrolment(id, "", external.isEmpty() ? null : external, face);
    }

    private static String model(JsonNode list) {
        return list.path("recognitionModel").asText("");
    }

    /**
     * Adds the faces of a picture one by one. When the vendor accepts no more, returns those that it accepted.
     *
     * <p>Reports a face as left out only when the vendor certainly did not store it. Fails if that is unknown, or if
     * the gallery and all that was stored is gone.
     */
    private Reply enroll(NormalizedRequest.Enroll enroll) {
        var kept = new ArrayList<Reply.Enrolment>();
        var leftOut = new ArrayList<Face>();
        boolean takes = true;
        for (var seen : line.boxes(enroll.picture())) {
            takes = takes && kept.size() < enroll.max() && addFace(enroll, seen, kept);
            if (!takes) {
                leftOut.add(seen.face());
            }
        }
        return new Reply.Enrolled(kept, leftOut, AzureOperationParameters.MODEL);
    }

    private boolean addFace(
            NormalizedRequest.Enroll enroll, AzureDetectResponseReader.Seen seen, List<Reply.Enrolment> kept) {
        var external = enroll.externalId() == null ? "" : enroll.externalId();
        var words = listParameters(enroll.gallery())
                .withQuery("targetFace", seen.target())
                .withQuery("detectionModel", AzureOperationParameters.DETECTOR)
                .withBody(enroll.picture());
        try {
            var added =
                    line.send("AddFaceListFace", external.isEmpty() ? words : words.withQuery("userData", external));
            kept.add(toEnrolment(
                    AzureAnswerReader.requireField(added, "persistedFaceId").asText(), external, seen.face()));
            return true;
        } catch (CallFailedException | Fault.Overloaded | Fault.CircuitOpen stop) {
            boolean gone = stop instanceof CallFailedException no && no.failed().kind() == Failure.NOT_FOUND;
            if (gone || kept.isEmpty()) {
                throw stop;
            }
            return false;
        }
    }

    /** Searches with {@code matchPerson}: faces that the vendor counts as the same person. */
    private Reply search(NormalizedRequest.SearchByPicture search) {
        var list = listParameters(search.gallery());
        var probe = AzureNeutralAdapter.requireFirst(line.faces(search.picture()), "image");
        var near = line.send(
                "FindSimilar",
                AzureOperationParameters.empty()
                        .withBody(Map.of(
                                "faceId",
                                probe.id(),
                                "faceListId",
                                search.gallery(),
                                "mode",
                                "matchPerson",
                                "maxNumOfCandidatesReturned",
                                (long) Math.min(search.max(), MOST_FOUND))));
        var external = near.isEmpty() ? Map.<String, String>of() : userDataByFaceId(line.send("GetFaceList", list));
        var found = new ArrayList<Reply.Candidate>();
        for (var one : near) {
            var id = AzureAnswerReader.requireField(one, "persistedFaceId").asText();
            double alike = ReplyNumbers.requireSimilarity(AzureAnswerReader.requireField(one, "confidence"), 1);
            if (alike >= search.threshold() && found.size() < search.max()) {
                found.add(new Reply.Candidate(toEnrolment(id, external.getOrDefault(id, ""), null), alike));
            }
        }
        found.sort(Comparator.comparingDouble(Reply.Candidate::similarity).reversed());
        return new Reply.Found(probe.face(), null, found, AzureOperationParameters.MODEL);
    }

    /** userData by persistedFaceId. */
    private static Map<String, String> userDataByFaceId(JsonNode list) {
        var all = new HashMap<String, String>();
        list.path("persistedFaces")
                .forEach(face -> all.put(
                        face.path("persistedFaceId").asText(),
                        face.path("userData").asText("")));
        return all;
    }

    /**
     * One page of a list that the vendor returns as a whole.
     *
     * @param next the token of the next page, or null at the end
     */
    private record Part<T>(List<T> items, @Nullable String next) {
        /** @param name the sort key; a page continues after the name that is its token */
        static <T> Part<T> page(List<T> all, Function<T, String> name, NormalizedRequest.Page page) {
            var after = page.token() == null ? "" : page.token();
            var left = all.stream()
                    .filter(one -> name.apply(one).compareTo(after) > 0)
                    .toList();
            boolean more = left.size() > page.max();
            var items = more ? left.subList(0, page.max()) : left;
            return new Part<>(items, more ? name.apply(items.getLast()) : null);
        }
    }
}
