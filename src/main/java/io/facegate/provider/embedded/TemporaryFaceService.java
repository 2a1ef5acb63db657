package io.facegate.provider.embedded;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Candidate;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.call.Reply.KeptFace;
import io.facegate.engine.gallery.EnrolledFace;
import io.facegate.engine.gallery.Galleries;
import io.facegate.engine.gallery.Galleries.Added;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.FaceEngine;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.engine.vision.PictureFaces.Seen;
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
    private final Galleries galleries;
    private final InstantSource clock;

    TemporaryFaceService(FaceEngine vision, Galleries galleries, InstantSource clock) {
        this.vision = vision;
        this.galleries = galleries;
        this.clock = clock;
    }

    Reply detect(GalleryOwner owner, NormalizedRequest.DetectKeeping ask) throws UnreadablePictureException {
        var view = vision.study(owner.caller(), ask.picture(), EmbeddedReplies.MOST_FACES);
        var imageId = UUID.randomUUID().toString();
        var kept = new ArrayList<EnrolledFace>();
        var faces = new ArrayList<KeptFace>();
        for (var seen : view.faces()) {
            var one = kept(imageId, seen);
            if (one != null) {
                kept.add(one);
            }
            faces.add(new KeptFace(one == null ? null : one.faceId(), seen.face()));
        }
        var now = clock.instant();
        return galleries.fill(owner.hidden(), kept, now, now.plus(ask.keep())) == Added.DONE
                ? new Reply.DetectedKeeping(faces, view.rotated())
                : new Failed(
                        Failure.LIMIT_EXCEEDED,
                        "An organisation may have " + Galleries.MOST_FACES
                                + " faces kept a while at once for one purpose.");
    }

    private static @Nullable EnrolledFace kept(String imageId, Seen seen) {
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
        var other = template(owner, ask.other());
        return one == null || other == null ? noFace() : new Reply.Alike(SimilarityCalibration.of(one.distance(other)));
    }

    Reply search(GalleryOwner owner, NormalizedRequest.SearchKept ask) {
        var probe = template(owner, ask.faceId());
        if (probe == null) {
            return noFace();
        }
        var candidates = new ArrayList<Candidate>();
        for (var id : ask.faceIds()) {
            var entry = galleries.faces().find(owner.hidden(), id);
            if (entry == null) {
                return noFace();
            }
            double similarity =
                    SimilarityCalibration.of(probe.distance(entry.kept().template()));
            if (similarity >= ask.threshold()) {
                candidates.add(new Candidate(EmbeddedReplies.enrolment(entry.kept()), similarity));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::similarity).reversed());
        var first = List.copyOf(candidates.subList(0, Math.min(ask.max(), candidates.size())));
        return new Reply.Found(null, ask.faceId(), first, EmbeddedProvider.MODEL);
    }

    private @Nullable FaceTemplate template(GalleryOwner owner, String faceId) {
        var entry = galleries.faces().find(owner.hidden(), faceId);
        return entry == null ? null : entry.kept().template();
    }

    private static Failed noFace() {
        return new Failed(
                Failure.NOT_FOUND, "A face id was not found. It may have expired, or belong to somebody else.");
    }
}
