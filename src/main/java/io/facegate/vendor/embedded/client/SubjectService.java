package io.facegate.vendor.embedded.client;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Candidate;
import io.facegate.call.Reply.Enrolment;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.engine.gallery.EnrolledFace;
import io.facegate.engine.gallery.FaceStore.FoundFace;
import io.facegate.engine.gallery.GalleryKey;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.engine.picture.UnreadablePictureException;
import io.facegate.engine.vision.FaceEngine;
import io.facegate.engine.vision.FaceTemplate;
import io.facegate.engine.vision.PictureFaces.PictureFace;
import io.facegate.engine.vision.SimilarityCalibration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Subject and example API. An example is a gallery face with the subject's name as external id. */
final class SubjectService {
    /** How many nearest faces are read first per requested subject. */
    private static final int EACH = 8;

    private final FaceEngine vision;
    private final GalleryStore galleries;
    private final InstantSource clock;

    SubjectService(FaceEngine vision, GalleryStore galleries, InstantSource clock) {
        this.vision = vision;
        this.galleries = galleries;
        this.clock = clock;
    }

    Reply handle(GalleryOwner owner, NormalizedRequest.ExampleRequest ask) throws UnreadablePictureException {
        var place = owner.place(ask.gallery());
        return switch (ask) {
            case NormalizedRequest.Recognize recognize -> recognize(owner, recognize);
            case NormalizedRequest.CompareExample compare -> compare(owner, compare);
            case NormalizedRequest.AddExample add -> add(owner, add);
            case NormalizedRequest.ListExamples list -> list(place, list);
            case NormalizedRequest.EraseExamples(var _, var faceIds) ->
                erase(owner.keyForErasing(ask.gallery()), faceIds);
            case NormalizedRequest.EraseSubjects(var _, var subject) ->
                erase(owner.keyForErasing(ask.gallery()), subject);
            case NormalizedRequest.ListSubjects _ -> new Reply.Subjects(subjects(enrolmentsOf(place, null)));
            case NormalizedRequest.RenameSubject(var _, var subject, var name) ->
                new Reply.SubjectRenamed(galleries.faces().rename(place, subject, name));
        };
    }

    private Reply recognize(GalleryOwner owner, NormalizedRequest.Recognize ask) throws UnreadablePictureException {
        var place = owner.place(ask.gallery());
        var view = PictureService.detectWithTemplates(vision, owner, ask.input());
        var each = view.faces().stream()
                .map(seen -> new Reply.Found(
                        seen.face(),
                        null,
                        nearest(place, Objects.requireNonNull(seen.template()), ask.subjects()),
                        EmbeddedProvider.MODEL))
                .toList();
        return new Reply.Recognized(each, view.rotated());
    }

    /** Returns the best example of each of the nearest subjects. Reads more faces until enough subjects are found. */
    private List<Candidate> nearest(GalleryKey place, FaceTemplate probe, int subjects) {
        for (int max = Math.min(EACH * subjects, EmbeddedReplies.MOST_RESULTS); ; max *= EACH) {
            int most = Math.min(max, GalleryStore.MOST_FACES);
            var near = galleries.faces().search(place, probe, SimilarityCalibration.maxDistance(0), most);
            if (near == null) {
                return List.of();
            }
            var best = new LinkedHashMap<String, FoundFace>();
            near.forEach(one -> best.putIfAbsent(String.valueOf(one.face().externalId()), one));
            if (best.size() >= subjects || near.size() < most || most == GalleryStore.MOST_FACES) {
                return best.values().stream()
                        .limit(subjects)
                        .map(one -> new Candidate(
                                EmbeddedReplies.enrolment(one.face()),
                                SimilarityCalibration.toSimilarity(one.distance())))
                        .toList();
            }
        }
    }

    private Reply compare(GalleryOwner owner, NormalizedRequest.CompareExample ask) throws UnreadablePictureException {
        var place = owner.place(ask.gallery());
        var example = galleries.faces().find(place, ask.faceId());
        if (example == null) {
            return new Failed(Failure.NOT_FOUND, "There is no example with that id.");
        }
        var view = PictureService.detectWithTemplates(vision, owner, ask.input());
        var source = EmbeddedReplies.enrolment(example.face()).face();
        return new Reply.ComparedEach(
                source, 0, PictureService.matches(example.face().template(), view), view.rotated());
    }

    /** Stores nothing when the picture shows no face or several. */
    private Reply add(GalleryOwner owner, NormalizedRequest.AddExample ask) throws UnreadablePictureException {
        var place = owner.place(ask.gallery());
        var seen =
                PictureService.detectWithTemplates(vision, owner, ask.input()).faces();
        if (seen.size() != 1) {
            var faces = seen.stream().map(PictureFace::face).toList();
            return new Reply.Enrolled(List.of(), faces, EmbeddedProvider.MODEL);
        }
        var now = clock.instant();
        var face = seen.getFirst().face();
        var id = UUID.randomUUID().toString();
        var template = Objects.requireNonNull(seen.getFirst().template());
        var kept = new EnrolledFace(
                id, id, ask.subject(), face.box(), face.confidence().orElseThrow(), template);
        return switch (galleries.addFaces(place, List.of(kept), now, expiry(now, ask.retention()))) {
            case DONE ->
                new Reply.Enrolled(List.of(EmbeddedReplies.enrolment(kept, face)), List.of(), EmbeddedProvider.MODEL);
            case NO_GALLERY, EXISTS ->
                new Failed(
                        Failure.INVALID_PARAMETER,
                        "The examples now serve another purpose, so nothing was added to them.");
            case FULL ->
                new Failed(
                        Failure.LIMIT_EXCEEDED,
                        "The embedded engine keeps at most " + GalleryStore.MOST_FACES + " examples in each of at most "
                                + GalleryStore.MOST_GALLERIES + " galleries.");
        };
    }

    private static @Nullable Instant expiry(Instant now, @Nullable Period retention) {
        return retention == null
                ? null
                : now.atZone(ZoneOffset.UTC).plus(retention).toInstant();
    }

    private Reply list(GalleryKey place, NormalizedRequest.ListExamples ask) {
        var all = enrolmentsOf(place, ask.subject());
        long from = Math.min((long) ask.page() * ask.size(), all.size());
        return new Reply.Examples(all.subList((int) from, (int) Math.min(from + ask.size(), all.size())), all.size());
    }

    /** After erasing all, the organisation may start for another purpose. */
    private Reply erase(GalleryKey place, @Nullable String subject) {
        var examples = enrolmentsOf(place, subject);
        if (subject == null) {
            galleries.erase(place);
        } else {
            galleries
                    .faces()
                    .erase(place, examples.stream().map(Enrolment::faceId).toList());
        }
        return new Reply.SubjectsErased(subjects(examples).size(), examples.size());
    }

    private Reply erase(GalleryKey place, List<String> faceIds) {
        var examples = faceIds.stream()
                .map(id -> galleries.faces().find(place, id))
                .filter(Objects::nonNull)
                .map(entry -> EmbeddedReplies.enrolment(entry.face()))
                .toList();
        galleries.faces().erase(place, faceIds);
        return new Reply.ExamplesErased(examples);
    }

    private List<Enrolment> enrolmentsOf(GalleryKey place, @Nullable String subject) {
        var all = galleries.faces().list(place, 0, GalleryStore.MOST_FACES);
        return all == null
                ? List.of()
                : all.stream()
                        .map(entry -> EmbeddedReplies.enrolment(entry.face()))
                        .filter(one -> subject == null || subject.equals(one.externalId()))
                        .toList();
    }

    private static List<String> subjects(List<Enrolment> examples) {
        return examples.stream()
                .map(Enrolment::externalId)
                .flatMap(Stream::ofNullable)
                .distinct()
                .sorted()
                .toList();
    }
}
