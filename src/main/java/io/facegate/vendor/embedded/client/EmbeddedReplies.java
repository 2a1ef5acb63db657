package io.facegate.vendor.embedded.client;

import io.facegate.call.Face;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.engine.gallery.EnrolledFace;
import io.facegate.engine.picture.UnreadablePictureException;
import java.util.List;

/** Error replies of the engine, in one wording, and stored faces as normalized replies. */
final class EmbeddedReplies {
    /** The most results of one page or search, whatever the call requests. */
    static final int MOST_RESULTS = 4096;
    /** The most faces of one picture that are compared or enrolled. */
    static final int MOST_FACES = 100;

    private EmbeddedReplies() {}

    /** @param picture its name in the neutral API */
    static Failed noFace(String picture) {
        return new Failed(Failure.INVALID_PARAMETER, "There are no faces in the image. Should be at least 1.", picture);
    }

    static Failed unreadable(UnreadablePictureException picture) {
        var kind = picture.isTooLarge() ? Failure.IMAGE_TOO_LARGE : Failure.INVALID_IMAGE;
        return new Failed(kind, picture.sentence(), picture.picture());
    }

    static Failed noGallery(String gallery) {
        return new Failed(Failure.NOT_FOUND, "The gallery " + gallery + " does not exist.");
    }

    static Failed badToken() {
        return new Failed(Failure.INVALID_TOKEN, "The page token was not issued for this list.", "token");
    }

    static Reply.Enrolment enrolment(EnrolledFace kept) {
        var face = new Face(kept.box(), kept.confidence(), List.of(), null, null);
        return enrolment(kept, face);
    }

    static Reply.Enrolment enrolment(EnrolledFace kept, Face face) {
        return new Reply.Enrolment(kept.faceId(), kept.imageId(), kept.externalId(), face);
    }

    static int bounded(int max) {
        return Math.clamp(max, 1, MOST_RESULTS);
    }
}
