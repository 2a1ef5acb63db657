package io.facegate.provider.local;

import io.facegate.call.Ask;
import io.facegate.call.Face;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Candidate;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.provider.local.gallery.Faces.Near;
import io.facegate.provider.local.gallery.Galleries;
import io.facegate.provider.local.gallery.Place;
import io.facegate.provider.local.picture.Unreadable;
import io.facegate.provider.local.vision.Likeness;
import io.facegate.provider.local.vision.Vision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what reads the faces of a gallery: lists and searches. */
final class Searching {
    private final Vision vision;
    private final Galleries galleries;

    Searching(Vision vision, Galleries galleries) {
        this.vision = vision;
        this.galleries = galleries;
    }

    Reply list(Owner owner, Ask.ListFaces ask) {
        var place = owner.place(ask.gallery());
        if (galleries.find(place) == null) {
            return Replies.noGallery(ask.gallery());
        }
        if (!ask.faceIds().isEmpty()) {
            return named(place, ask.faceIds());
        }
        var token = ask.page().token();
        var after = token == null ? "0" : galleries.tokens().read(place, token);
        return after == null
                ? Replies.badToken()
                : page(place, Long.parseLong(after), ask.page().max());
    }

    private Reply page(Place place, long after, int asked) {
        int max = Replies.bounded(asked);
        var found = galleries.faces().list(place, after, max + 1);
        if (found == null) {
            return Replies.noGallery(place.gallery());
        }
        var page = found.subList(0, Math.min(max, found.size()));
        var next = found.size() > max
                ? galleries.tokens().make(place, Long.toString(page.getLast().key()))
                : null;
        var faces = page.stream().map(entry -> Replies.enrolment(entry.kept())).toList();
        return new Reply.Enrolments(faces, LocalProvider.MODEL, next);
    }

    private Reply named(Place place, List<String> faceIds) {
        var faces = new ArrayList<Reply.Enrolment>();
        for (var id : faceIds.subList(0, Math.min(faceIds.size(), Replies.MOST_RESULTS))) {
            var entry = galleries.faces().find(place, id);
            if (entry != null) {
                faces.add(Replies.enrolment(entry.kept()));
            }
        }
        return new Reply.Enrolments(faces, LocalProvider.MODEL, null);
    }

    Reply byFace(Owner owner, Ask.SearchByFace ask) {
        var place = owner.place(ask.gallery());
        if (galleries.find(place) == null) {
            return Replies.noGallery(ask.gallery());
        }
        var probe = galleries.faces().find(place, ask.faceId());
        if (probe == null) {
            return new Failed(Failure.INVALID_PARAMETER, "The face id was not found in the gallery.", "face_id");
        }
        int max = Replies.bounded(ask.max());
        // One more, for the face finds itself.
        var near =
                galleries.faces().search(place, probe.kept().template(), Likeness.farthest(ask.threshold()), max + 1);
        if (near == null) {
            return Replies.noGallery(ask.gallery());
        }
        var others = near.stream()
                .filter(one -> !one.kept().faceId().equals(ask.faceId()))
                .limit(max)
                .toList();
        return found(null, ask.faceId(), others);
    }

    Reply byPicture(Owner owner, Ask.SearchByPicture ask) throws Unreadable {
        var place = owner.place(ask.gallery());
        if (galleries.find(place) == null) {
            return Replies.noGallery(ask.gallery());
        }
        var faces = vision.study(owner.caller(), ask.picture(), 1).faces();
        if (faces.isEmpty() || faces.getFirst().template() == null) {
            return Replies.noFace("image");
        }
        var near = galleries
                .faces()
                .search(
                        place,
                        faces.getFirst().template(),
                        Likeness.farthest(ask.threshold()),
                        Replies.bounded(ask.max()));
        return near == null
                ? Replies.noGallery(ask.gallery())
                : found(faces.getFirst().face(), null, near);
    }

    private static Reply found(@Nullable Face probe, @Nullable String probeId, List<Near> near) {
        var candidates = near.stream()
                .map(one -> new Candidate(Replies.enrolment(one.kept()), Likeness.of(one.distance())))
                .toList();
        return new Reply.Found(probe, probeId, candidates, LocalProvider.MODEL);
    }
}
