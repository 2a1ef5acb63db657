package io.facegate.provider.local;

import io.facegate.call.Ask;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Candidate;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.call.Reply.KeptFace;
import io.facegate.provider.local.gallery.Galleries;
import io.facegate.provider.local.gallery.Galleries.Added;
import io.facegate.provider.local.gallery.Kept;
import io.facegate.provider.local.picture.Unreadable;
import io.facegate.provider.local.vision.Likeness;
import io.facegate.provider.local.vision.Template;
import io.facegate.provider.local.vision.View.Seen;
import io.facegate.provider.local.vision.Vision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers about faces that are kept a while under ids of their own, each owner's apart, in no gallery with a name. */
final class Remembering {
    private final Vision vision;
    private final Galleries galleries;
    private final InstantSource clock;

    Remembering(Vision vision, Galleries galleries, InstantSource clock) {
        this.vision = vision;
        this.galleries = galleries;
        this.clock = clock;
    }

    Reply detect(Owner owner, Ask.DetectKeeping ask) throws Unreadable {
        var view = vision.study(owner.caller(), ask.picture(), Replies.MOST_FACES);
        var imageId = UUID.randomUUID().toString();
        var kept = new ArrayList<Kept>();
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

    private static @Nullable Kept kept(String imageId, Seen seen) {
        var face = seen.face();
        return seen.template() == null
                ? null
                : new Kept(UUID.randomUUID().toString(), imageId, null, face.box(), face.confidence(), seen.template());
    }

    Reply compare(Owner owner, Ask.CompareKept ask) {
        var one = template(owner, ask.faceId());
        var other = template(owner, ask.other());
        return one == null || other == null ? noFace() : new Reply.Alike(Likeness.of(one.distance(other)));
    }

    Reply search(Owner owner, Ask.SearchKept ask) {
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
            double similarity = Likeness.of(probe.distance(entry.kept().template()));
            if (similarity >= ask.threshold()) {
                candidates.add(new Candidate(Replies.enrolment(entry.kept()), similarity));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::similarity).reversed());
        var first = List.copyOf(candidates.subList(0, Math.min(ask.max(), candidates.size())));
        return new Reply.Found(null, ask.faceId(), first, LocalProvider.MODEL);
    }

    private @Nullable Template template(Owner owner, String faceId) {
        var entry = galleries.faces().find(owner.hidden(), faceId);
        return entry == null ? null : entry.kept().template();
    }

    private static Failed noFace() {
        return new Failed(Failure.NOT_FOUND, "A face id was not found; it may be too old, or another's.");
    }
}
