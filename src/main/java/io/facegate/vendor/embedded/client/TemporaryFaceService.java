package io.facegate.vendor.embedded.client;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Candidate;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.call.Reply.KeptFace;
import io.facegate.call.VendorTrail;
import io.facegate.engine.gallery.EnrolledFace;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.engine.gallery.GalleryStore.AddResult;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.FaceEngine;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.engine.vision.PictureFaces.PictureFace;
import io.facegate.engine.vision.SimilarityCalibration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers calls about temporary faces, kept for a limited time under their own ids, per owner, in no named gallery. */
final class TemporaryFaceService {
    private final FaceEngine vision;
    private final GalleryStore galleries;
    private final InstantSource clock;

    TemporaryFaceService(FaceEngine vision, GalleryStore galleries, InstantSource clock) {
        this.vision = vision;
        this.galleries = galleries;
        this.clock = clock;
    }

    Reply detect(GalleryOwner owner, NormalizedRequest.DetectKeeping ask) throws UnreadablePictureException {
        var view = vision.detectWithTemplates(owner.caller(), ask.picture(), EmbeddedReplies.MOST_FACES);
        var imageId = UUID.randomUUID().toString();
        var kept = new ArrayList<EnrolledFace>();
        var faces = new ArrayList<KeptFace>();
        for (var seen : view.faces()) {
            var one = toEnrolledFace(imageId, seen);
            if (one != null) {
                kept.add(one);
            }
            faces.add(new KeptFace(one == null ? null : one.faceId(), seen.face()));
        }
        var now = clock.instant();
        var trail = VendorTrail.current();
        if (trail != null) {
            kept.forEach(one -> trail.recordFace(one.faceId(), ask.picture()));
        }
        return galleries.addFaces(owner.temporaryGalleryKey(), kept, now, now.plus(ask.retention())) == AddResult.DONE
                ? new Reply.DetectedKeeping(faces, view.rotated())
                : new Failed(
                        Failure.LIMIT_EXCEEDED,
                        "An organisation may have " + GalleryStore.MOST_FACES
                                + " faces kept a while at once for one purpose.");
    }

    private static @Nullable EnrolledFace toEnrolledFace(String imageId, PictureFace seen) {
        var face = seen.face();
        return seen.template() == null
                ? null
                : new EnrolledFace(
                        UUID.randomUUID().toString(),
                        imageId,
                        null,
                        face.box(),
                        face.confidence().orElseThrow(),
                        seen.template());
    }

    Reply compare(GalleryOwner owner, NormalizedRequest.CompareKept ask) {
        var one = template(owner, ask.faceId());
        var other = template(owner, ask.otherFaceId());
        return one == null || other == null
                ? noFace()
                : new Reply.Similarity(SimilarityCalibration.toSimilarity(one.distance(other)));
    }

    Reply compare(GalleryOwner owner, NormalizedRequest.CompareKeptFace ask) throws UnreadablePictureException {
        var one = template(owner, ask.faceId());
        if (one == null) {
            return noFace();
        }
        var view = vision.detectWithTemplates(owner.caller(), ask.picture(), EmbeddedReplies.MOST_FACES);
        var matches = PictureService.matches(one, view);
        return matches.isEmpty()
                ? EmbeddedReplies.noFace("picture")
                : new Reply.ComparedEach(null, 0, matches, view.rotated());
    }

    Reply search(GalleryOwner owner, NormalizedRequest.SearchKept ask) {
        var probe = template(owner, ask.faceId());
        if (probe == null) {
            return noFace();
        }
        var candidates = new ArrayList<Candidate>();
        for (var id : ask.faceIds()) {
            var entry = galleries.faces().find(owner.temporaryGalleryKey(), id);
            if (entry == null) {
                return noFace();
            }
            double similarity = SimilarityCalibration.toSimilarity(
                    probe.distance(entry.face().template()));
            if (similarity >= ask.threshold()) {
                candidates.add(new Candidate(EmbeddedReplies.enrolment(entry.face()), similarity));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::similarity).reversed());
        var first = List.copyOf(candidates.subList(0, Math.min(ask.max(), candidates.size())));
        return new Reply.Found(null, ask.faceId(), first, EmbeddedProvider.MODEL);
    }

    private @Nullable FaceTemplate template(GalleryOwner owner, String faceId) {
        var entry = galleries.faces().find(owner.temporaryGalleryKey(), faceId);
        return entry == null ? null : entry.face().template();
    }

    private static Failed noFace() {
        return new Failed(
                Failure.NOT_FOUND, "A face id was not found. It may have expired, or belong to somebody else.");
    }
}
