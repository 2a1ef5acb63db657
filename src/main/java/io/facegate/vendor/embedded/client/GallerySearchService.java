package io.facegate.vendor.embedded.client;

import io.facegate.call.Face;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Candidate;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.engine.gallery.FaceStore.FoundFace;
import io.facegate.engine.gallery.GalleryKey;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.FaceEngine;
import io.facegate.engine.vision.SimilarityCalibration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads galleries: lists and searches faces. */
final class GallerySearchService {
    private final FaceEngine vision;
    private final GalleryStore galleries;

    GallerySearchService(FaceEngine vision, GalleryStore galleries) {
        this.vision = vision;
        this.galleries = galleries;
    }

    Reply list(GalleryOwner owner, NormalizedRequest.ListFaces ask) {
        var place = owner.place(ask.gallery());
        if (galleries.find(place) == null) {
            return EmbeddedReplies.noGallery(ask.gallery());
        }
        if (!ask.faceIds().isEmpty()) {
            return listByIds(place, ask.faceIds());
        }
        var token = ask.page().token();
        var after = token == null ? "0" : galleries.tokens().read(place, token);
        return after == null
                ? EmbeddedReplies.badToken()
                : page(place, Long.parseLong(after), ask.page().max());
    }

    private Reply page(GalleryKey place, long after, int asked) {
        int max = EmbeddedReplies.bounded(asked);
        var found = galleries.faces().list(place, after, max + 1);
        if (found == null) {
            return EmbeddedReplies.noGallery(place.gallery());
        }
        var page = found.subList(0, Math.min(max, found.size()));
        var next = found.size() > max
                ? galleries.tokens().issue(place, Long.toString(page.getLast().key()))
                : null;
        var faces = page.stream()
                .map(entry -> EmbeddedReplies.enrolment(entry.face()))
                .toList();
        return new Reply.Enrolments(faces, EmbeddedProvider.MODEL, next);
    }

    private Reply listByIds(GalleryKey place, List<String> faceIds) {
        var faces = new ArrayList<Reply.Enrolment>();
        for (var id : faceIds.subList(0, Math.min(faceIds.size(), EmbeddedReplies.MOST_RESULTS))) {
            var entry = galleries.faces().find(place, id);
            if (entry != null) {
                faces.add(EmbeddedReplies.enrolment(entry.face()));
            }
        }
        return new Reply.Enrolments(faces, EmbeddedProvider.MODEL, null);
    }

    Reply searchByFace(GalleryOwner owner, NormalizedRequest.SearchByFace ask) {
        var place = owner.place(ask.gallery());
        if (galleries.find(place) == null) {
            return EmbeddedReplies.noGallery(ask.gallery());
        }
        var probe = galleries.faces().find(place, ask.faceId());
        if (probe == null) {
            return new Failed(Failure.INVALID_PARAMETER, "The face id was not found in the gallery.", "face_id");
        }
        int max = EmbeddedReplies.bounded(ask.max());
        // One more, because the search also finds the probe face itself.
        var near = galleries
                .faces()
                .search(place, probe.face().template(), SimilarityCalibration.maxDistance(ask.threshold()), max + 1);
        if (near == null) {
            return EmbeddedReplies.noGallery(ask.gallery());
        }
        var others = near.stream()
                .filter(one -> !one.face().faceId().equals(ask.faceId()))
                .limit(max)
                .toList();
        return toReply(null, ask.faceId(), others);
    }

    Reply searchByPicture(GalleryOwner owner, NormalizedRequest.SearchByPicture ask) throws UnreadablePictureException {
        var place = owner.place(ask.gallery());
        if (galleries.find(place) == null) {
            return EmbeddedReplies.noGallery(ask.gallery());
        }
        var faces = vision.detectWithTemplates(owner.caller(), ask.picture(), 1).faces();
        if (faces.isEmpty() || faces.getFirst().template() == null) {
            return EmbeddedReplies.noFace("image");
        }
        var near = galleries
                .faces()
                .search(
                        place,
                        faces.getFirst().template(),
                        SimilarityCalibration.maxDistance(ask.threshold()),
                        EmbeddedReplies.bounded(ask.max()));
        return near == null
                ? EmbeddedReplies.noGallery(ask.gallery())
                : toReply(faces.getFirst().face(), null, near);
    }

    private static Reply toReply(@Nullable Face probe, @Nullable String probeId, List<FoundFace> near) {
        var candidates = near.stream()
                .map(one -> new Candidate(
                        EmbeddedReplies.enrolment(one.face()), SimilarityCalibration.toSimilarity(one.distance())))
                .toList();
        return new Reply.Found(probe, probeId, candidates, EmbeddedProvider.MODEL);
    }
}
