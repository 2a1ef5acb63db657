package io.facegate.vendor.embedded.client;

import io.facegate.call.Face;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.engine.gallery.EnrolledFace;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.engine.gallery.GalleryStore.AddResult;
import io.facegate.engine.gallery.GalleryStore.Gallery;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.FaceEngine;
import io.facegate.engine.vision.PictureFaces.PictureFace;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Manages galleries: creates, fills, lists and erases them. */
final class GalleryService {
    private final FaceEngine vision;
    private final GalleryStore galleries;
    private final InstantSource clock;

    GalleryService(FaceEngine vision, GalleryStore galleries, InstantSource clock) {
        this.vision = vision;
        this.galleries = galleries;
        this.clock = clock;
    }

    Reply create(GalleryOwner owner, NormalizedRequest.CreateGallery ask) {
        return switch (galleries.create(owner.place(ask.gallery()), clock.instant())) {
            case DONE -> new Reply.GalleryCreated(ask.gallery(), EmbeddedProvider.MODEL);
            case EXISTS -> new Failed(Failure.ALREADY_EXISTS, "The gallery " + ask.gallery() + " exists already.");
            case FULL, NO_GALLERY ->
                new Failed(
                        Failure.LIMIT_EXCEEDED,
                        "An organisation may have " + GalleryStore.MOST_GALLERIES
                                + " galleries in the embedded engine.");
        };
    }

    Reply describe(GalleryOwner owner, NormalizedRequest.DescribeGallery ask) {
        var gallery = galleries.find(owner.place(ask.gallery()));
        return gallery == null ? EmbeddedReplies.noGallery(ask.gallery()) : reply(gallery);
    }

    private static Reply.Gallery reply(Gallery gallery) {
        return new Reply.Gallery(gallery.name(), EmbeddedProvider.MODEL, gallery.faces(), gallery.created());
    }

    Reply list(GalleryOwner owner, NormalizedRequest.ListGalleries ask) {
        var all = owner.place("");
        var token = ask.page().token();
        var after = token == null ? "" : galleries.tokens().read(all, token);
        if (after == null) {
            return EmbeddedReplies.badToken();
        }
        int max = EmbeddedReplies.bounded(ask.page().max());
        var found = galleries.list(owner.organisation(), after, max + 1);
        var page = found.subList(0, Math.min(max, found.size()));
        var next = found.size() > max
                ? galleries.tokens().issue(all, page.getLast().name())
                : null;
        return new Reply.Galleries(page.stream().map(GalleryService::reply).toList(), next);
    }

    Reply erase(GalleryOwner owner, NormalizedRequest.EraseGallery ask) {
        return galleries.erase(owner.keyForErasing(ask.gallery()))
                ? new Reply.GalleryErased(ask.gallery())
                : EmbeddedReplies.noGallery(ask.gallery());
    }

    Reply eraseFaces(GalleryOwner owner, NormalizedRequest.EraseFaces ask) {
        var erased = galleries.faces().erase(owner.keyForErasing(ask.gallery()), ask.faceIds());
        if (erased == null) {
            return EmbeddedReplies.noGallery(ask.gallery());
        }
        var missing = ask.faceIds().stream()
                .distinct()
                .filter(id -> !erased.contains(id))
                .toList();
        return new Reply.FacesErased(erased, missing);
    }

    Reply enroll(GalleryOwner owner, NormalizedRequest.Enroll ask) throws UnreadablePictureException {
        var place = owner.place(ask.gallery());
        if (galleries.find(place) == null) {
            return EmbeddedReplies.noGallery(ask.gallery());
        }
        int max = Math.clamp(ask.max(), 1, EmbeddedReplies.MOST_FACES);
        var imageId = UUID.randomUUID().toString();
        var kept = new ArrayList<EnrolledFace>();
        var enrolled = new ArrayList<Reply.Enrolment>();
        var leftOut = new ArrayList<Face>();
        for (var seen :
                vision.detectWithTemplates(owner.caller(), ask.picture(), max).faces()) {
            var one = toEnrolledFace(imageId, ask.externalId(), seen);
            if (one == null) {
                leftOut.add(seen.face());
            } else {
                kept.add(one);
                enrolled.add(EmbeddedReplies.enrolment(one, seen.face()));
            }
        }
        var done = new Reply.Enrolled(enrolled, leftOut, EmbeddedProvider.MODEL);
        return added(galleries.faces().enroll(place, kept, expires(ask)), done, ask.gallery());
    }

    private @Nullable Instant expires(NormalizedRequest.Enroll ask) {
        var keep = ask.retention();
        return keep == null
                ? null
                : clock.instant().atZone(ZoneOffset.UTC).plus(keep).toInstant();
    }

    private static @Nullable EnrolledFace toEnrolledFace(
            String imageId, @Nullable String externalId, PictureFace seen) {
        var face = seen.face();
        return seen.template() == null
                ? null
                : new EnrolledFace(
                        UUID.randomUUID().toString(),
                        imageId,
                        externalId,
                        face.box(),
                        face.confidence().orElseThrow(),
                        seen.template());
    }

    private static Reply added(AddResult added, Reply done, String gallery) {
        return switch (added) {
            case DONE -> done;
            case NO_GALLERY -> EmbeddedReplies.noGallery(gallery);
            case FULL, EXISTS ->
                new Failed(
                        Failure.LIMIT_EXCEEDED,
                        "A gallery of the embedded engine holds " + GalleryStore.MOST_FACES + " faces at most.");
        };
    }
}
