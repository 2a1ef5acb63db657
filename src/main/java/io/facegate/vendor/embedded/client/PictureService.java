package io.facegate.vendor.embedded.client;

import io.facegate.call.Face;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.FaceEngine;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.engine.vision.PictureFaces;
import io.facegate.engine.vision.PictureFaces.PictureFace;
import io.facegate.engine.vision.SimilarityCalibration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Detects and compares faces in one or two pictures; stores nothing. */
final class PictureService {
    private final FaceEngine vision;

    PictureService(FaceEngine vision) {
        this.vision = vision;
    }

    Reply detect(GalleryOwner owner, NormalizedRequest.Detect ask) throws UnreadablePictureException {
        var view = vision.detect(owner.caller(), ask.picture());
        return new Reply.Detected(view.faces().stream().map(PictureFace::face).toList(), view.rotated());
    }

    /** Finds people by their faces; each box is the face's. Whoever shows no face is not found. */
    Reply detect(GalleryOwner owner, NormalizedRequest.DetectPeople ask) throws UnreadablePictureException {
        var people = vision.detect(owner.caller(), ask.picture()).faces().stream()
                .map(PictureFace::face)
                .map(face -> new Reply.Person(face.box(), face.confidence().orElseThrow()))
                .sorted(Comparator.comparingDouble(Reply.Person::confidence).reversed())
                .toList();
        return new Reply.PeopleDetected(people);
    }

    /** An unreadable picture does not stop the analysis of the others. */
    Reply detect(GalleryOwner owner, NormalizedRequest.DetectEach ask) {
        var each = new ArrayList<Reply>();
        for (var picture : ask.pictures()) {
            try {
                each.add(detect(owner, new NormalizedRequest.Detect(picture)));
            } catch (UnreadablePictureException unreadable) {
                each.add(EmbeddedReplies.unreadable(unreadable));
            }
        }
        return new Reply.DetectedEach(each);
    }

    Reply compare(GalleryOwner owner, NormalizedRequest.CompareEach ask) throws UnreadablePictureException {
        var source = detectWithTemplates(vision, owner, ask.source());
        var target = detectWithTemplates(vision, owner, ask.target());
        var probe = source.faces().isEmpty() ? null : source.faces().getFirst();
        return new Reply.ComparedEach(
                probe == null ? null : probe.face(),
                source.rotated(),
                matches(probe == null ? null : probe.template(), target),
                target.rotated());
    }

    /** Returns at most the requested number of a picture's faces, each with its template. */
    static PictureFaces detectWithTemplates(FaceEngine vision, GalleryOwner owner, NormalizedRequest.FaceInput look)
            throws UnreadablePictureException {
        var view = vision.detectWithTemplates(
                owner.caller(), look.picture(), Math.min(look.maxFaces(), EmbeddedReplies.MOST_FACES));
        return new PictureFaces(
                view.faces().stream()
                        .filter(seen -> seen.template() != null
                                && seen.face().confidence().orElseThrow() >= look.minConfidence())
                        .limit(look.maxFaces())
                        .toList(),
                view.rotated());
    }

    /** Returns the similarity of each face to the probe, nearest first; empty without a probe. */
    static List<Reply.Match> matches(@Nullable FaceTemplate probe, PictureFaces view) {
        return view.faces().stream()
                .filter(seen -> probe != null && seen.template() != null)
                .map(seen -> new Reply.Match(
                        seen.face(),
                        SimilarityCalibration.toSimilarity(
                                Objects.requireNonNull(probe).distance(Objects.requireNonNull(seen.template())))))
                .sorted(Comparator.comparingDouble(Reply.Match::similarity).reversed())
                .toList();
    }

    private PictureFaces detectWithTemplatesOf(GalleryOwner owner, Picture picture, int most, String which)
            throws UnreadablePictureException {
        try {
            return vision.detectWithTemplates(owner.caller(), picture, most);
        } catch (UnreadablePictureException unreadable) {
            throw unreadable.withPicture(which);
        }
    }

    Reply compare(GalleryOwner owner, NormalizedRequest.Compare ask) throws UnreadablePictureException {
        var source = detectWithTemplatesOf(owner, ask.source(), 1, "source");
        var target = detectWithTemplatesOf(owner, ask.target(), EmbeddedReplies.MOST_FACES, "target");
        if (source.faces().isEmpty() || target.faces().isEmpty()) {
            return EmbeddedReplies.noFace(source.faces().isEmpty() ? "source" : "target");
        }
        var probe = source.faces().getFirst();
        var matches = new ArrayList<Reply.Match>();
        var unmatched = new ArrayList<Face>();
        for (var seen : target.faces()) {
            if (seen.template() == null || probe.template() == null) {
                continue;
            }
            double similarity =
                    SimilarityCalibration.toSimilarity(probe.template().distance(seen.template()));
            if (similarity >= ask.threshold()) {
                matches.add(new Reply.Match(seen.face(), similarity));
            } else {
                unmatched.add(seen.face());
            }
        }
        matches.sort(Comparator.comparingDouble(Reply.Match::similarity).reversed());
        return new Reply.Compared(probe.face(), matches, unmatched);
    }
}
