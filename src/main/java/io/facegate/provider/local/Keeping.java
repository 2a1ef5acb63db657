package io.facegate.provider.local;

import io.facegate.call.Ask;
import io.facegate.call.Face;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.provider.local.gallery.Galleries;
import io.facegate.provider.local.gallery.Galleries.Added;
import io.facegate.provider.local.gallery.Galleries.Gallery;
import io.facegate.provider.local.gallery.Kept;
import io.facegate.provider.local.picture.Unreadable;
import io.facegate.provider.local.vision.View.Seen;
import io.facegate.provider.local.vision.Vision;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers what makes, fills, lists and erases galleries. */
final class Keeping {
    private final Vision vision;
    private final Galleries galleries;
    private final InstantSource clock;

    Keeping(Vision vision, Galleries galleries, InstantSource clock) {
        this.vision = vision;
        this.galleries = galleries;
        this.clock = clock;
    }

    Reply create(Owner owner, Ask.CreateGallery ask) {
        return switch (galleries.create(owner.place(ask.gallery()), clock.instant())) {
            case DONE -> new Reply.GalleryCreated(ask.gallery(), LocalProvider.MODEL);
            case EXISTS -> new Failed(Failure.ALREADY_EXISTS, "The gallery " + ask.gallery() + " exists already.");
            case FULL, NO_GALLERY ->
                new Failed(
                        Failure.LIMIT_EXCEEDED,
                        "An organisation may have " + Galleries.MOST_GALLERIES + " galleries in the embedded engine.");
        };
    }

    Reply describe(Owner owner, Ask.DescribeGallery ask) {
        var gallery = galleries.find(owner.place(ask.gallery()));
        return gallery == null ? Replies.noGallery(ask.gallery()) : reply(gallery);
    }

    private static Reply.Gallery reply(Gallery gallery) {
        return new Reply.Gallery(gallery.name(), LocalProvider.MODEL, gallery.faces(), gallery.created());
    }

    Reply list(Owner owner, Ask.ListGalleries ask) {
        var all = owner.place("");
        var token = ask.page().token();
        var after = token == null ? "" : galleries.tokens().read(all, token);
        if (after == null) {
            return Replies.badToken();
        }
        int max = Replies.bounded(ask.page().max());
        var found = galleries.list(owner.organisation(), after, max + 1);
        var page = found.subList(0, Math.min(max, found.size()));
        var next =
                found.size() > max ? galleries.tokens().make(all, page.getLast().name()) : null;
        return new Reply.Galleries(page.stream().map(Keeping::reply).toList(), next);
    }

    Reply erase(Owner owner, Ask.EraseGallery ask) {
        return galleries.erase(owner.erased(ask.gallery()))
                ? new Reply.GalleryErased(ask.gallery())
                : Replies.noGallery(ask.gallery());
    }

    Reply eraseFaces(Owner owner, Ask.EraseFaces ask) {
        var erased = galleries.faces().erase(owner.erased(ask.gallery()), ask.faceIds());
        return erased == null ? Replies.noGallery(ask.gallery()) : new Reply.FacesErased(erased);
    }

    Reply enroll(Owner owner, Ask.Enroll ask) throws Unreadable {
        var place = owner.place(ask.gallery());
        if (galleries.find(place) == null) {
            return Replies.noGallery(ask.gallery());
        }
        int max = Math.clamp(ask.max(), 1, Replies.MOST_FACES);
        var imageId = UUID.randomUUID().toString();
        var kept = new ArrayList<Kept>();
        var enrolled = new ArrayList<Reply.Enrolment>();
        var leftOut = new ArrayList<Face>();
        for (var seen : vision.study(owner.caller(), ask.picture(), max).faces()) {
            var one = kept(imageId, ask.externalId(), seen);
            if (one == null) {
                leftOut.add(seen.face());
            } else {
                kept.add(one);
                enrolled.add(Replies.enrolment(one, seen.face()));
            }
        }
        var done = new Reply.Enrolled(enrolled, leftOut, LocalProvider.MODEL);
        return added(galleries.faces().enroll(place, kept, expires(ask)), done, ask.gallery());
    }

    private @Nullable Instant expires(Ask.Enroll ask) {
        var keep = ask.keep();
        return keep == null
                ? null
                : clock.instant().atZone(ZoneOffset.UTC).plus(keep).toInstant();
    }

    private static @Nullable Kept kept(String imageId, @Nullable String externalId, Seen seen) {
        var face = seen.face();
        return seen.template() == null
                ? null
                : new Kept(
                        UUID.randomUUID().toString(),
                        imageId,
                        externalId,
                        face.box(),
                        face.confidence(),
                        seen.template());
    }

    private static Reply added(Added added, Reply done, String gallery) {
        return switch (added) {
            case DONE -> done;
            case NO_GALLERY -> Replies.noGallery(gallery);
            case FULL, EXISTS ->
                new Failed(
                        Failure.LIMIT_EXCEEDED,
                        "A gallery of the embedded engine holds " + Galleries.MOST_FACES + " faces at most.");
        };
    }
}
