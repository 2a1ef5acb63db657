package io.facegate.provider.local;

import io.facegate.call.Ask;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Candidate;
import io.facegate.call.Reply.Enrolment;
import io.facegate.call.Reply.Failed;
import io.facegate.call.Reply.Failure;
import io.facegate.provider.local.gallery.Faces.Near;
import io.facegate.provider.local.gallery.Galleries;
import io.facegate.provider.local.gallery.Kept;
import io.facegate.provider.local.gallery.Place;
import io.facegate.provider.local.picture.Unreadable;
import io.facegate.provider.local.vision.Likeness;
import io.facegate.provider.local.vision.Template;
import io.facegate.provider.local.vision.View.Seen;
import io.facegate.provider.local.vision.Vision;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers what asks of subjects: an example is a face of a gallery whose external id is its subject's name. */
final class Examples {
    /** How many of a face's neighbours are looked at first for each subject that is asked for. */
    private static final int EACH = 8;

    private final Vision vision;
    private final Galleries galleries;
    private final InstantSource clock;

    Examples(Vision vision, Galleries galleries, InstantSource clock) {
        this.vision = vision;
        this.galleries = galleries;
        this.clock = clock;
    }

    Reply answer(Owner owner, Ask.OfExamples ask) throws Unreadable {
        var place = owner.place(ask.gallery());
        return switch (ask) {
            case Ask.Recognize recognize -> recognize(owner, recognize);
            case Ask.CompareExample compare -> compare(owner, compare);
            case Ask.AddExample add -> add(owner, add);
            case Ask.ListExamples list -> list(place, list);
            case Ask.EraseExamples(var _, var faceIds) -> erase(owner.erased(ask.gallery()), faceIds);
            case Ask.EraseSubjects(var _, var subject) -> erase(owner.erased(ask.gallery()), subject);
            case Ask.ListSubjects _ -> new Reply.Subjects(subjects(of(place, null)));
            case Ask.RenameSubject(var _, var subject, var name) ->
                new Reply.SubjectRenamed(galleries.faces().rename(place, subject, name));
        };
    }

    private Reply recognize(Owner owner, Ask.Recognize ask) throws Unreadable {
        var place = owner.place(ask.gallery());
        var view = Comparing.looked(vision, owner, ask.look());
        var each = view.faces().stream()
                .map(seen -> new Reply.Found(
                        seen.face(),
                        null,
                        nearest(place, Objects.requireNonNull(seen.template()), ask.subjects()),
                        LocalProvider.MODEL))
                .toList();
        return new Reply.Recognized(each, view.rotated());
    }

    /** The best example of each of the nearest subjects: more are looked at until there are enough subjects, or no more. */
    private List<Candidate> nearest(Place place, Template probe, int subjects) {
        for (int max = Math.min(EACH * subjects, Replies.MOST_RESULTS); ; max *= EACH) {
            int most = Math.min(max, Galleries.MOST_FACES);
            var near = galleries.faces().search(place, probe, Likeness.farthest(0), most);
            if (near == null) {
                return List.of();
            }
            var best = new LinkedHashMap<String, Near>();
            near.forEach(one -> best.putIfAbsent(String.valueOf(one.kept().externalId()), one));
            if (best.size() >= subjects || near.size() < most || most == Galleries.MOST_FACES) {
                return best.values().stream()
                        .limit(subjects)
                        .map(one -> new Candidate(Replies.enrolment(one.kept()), Likeness.of(one.distance())))
                        .toList();
            }
        }
    }

    private Reply compare(Owner owner, Ask.CompareExample ask) throws Unreadable {
        var place = owner.place(ask.gallery());
        var example = galleries.faces().find(place, ask.faceId());
        if (example == null) {
            return new Failed(Failure.NOT_FOUND, "There is no example of that id.");
        }
        var view = Comparing.looked(vision, owner, ask.look());
        var source = Replies.enrolment(example.kept()).face();
        return new Reply.ComparedEach(
                source, 0, Comparing.matches(example.kept().template(), view), view.rotated());
    }

    /** A picture of nobody, or of several, is no example: nothing is kept of it. */
    private Reply add(Owner owner, Ask.AddExample ask) throws Unreadable {
        var place = owner.place(ask.gallery());
        var seen = Comparing.looked(vision, owner, ask.look()).faces();
        if (seen.size() != 1) {
            return new Reply.Enrolled(List.of(), seen.stream().map(Seen::face).toList(), LocalProvider.MODEL);
        }
        var now = clock.instant();
        var face = seen.getFirst().face();
        var id = UUID.randomUUID().toString();
        var template = Objects.requireNonNull(seen.getFirst().template());
        var kept = new Kept(id, id, ask.subject(), face.box(), face.confidence(), template);
        var keep = ask.keep();
        var expires =
                keep == null ? null : now.atZone(ZoneOffset.UTC).plus(keep).toInstant();
        return switch (galleries.fill(place, List.of(kept), now, expires)) {
            case DONE -> new Reply.Enrolled(List.of(Replies.enrolment(kept, face)), List.of(), LocalProvider.MODEL);
            case NO_GALLERY, EXISTS ->
                new Failed(
                        Failure.INVALID_PARAMETER,
                        "The examples were begun for another purpose meanwhile, so nothing was added to them.");
            case FULL ->
                new Failed(
                        Failure.LIMIT_EXCEEDED,
                        "The embedded engine keeps at most " + Galleries.MOST_FACES + " examples in each of at most "
                                + Galleries.MOST_GALLERIES + " galleries.");
        };
    }

    private Reply list(Place place, Ask.ListExamples ask) {
        var all = of(place, ask.subject());
        long from = Math.min((long) ask.page() * ask.size(), all.size());
        return new Reply.Examples(all.subList((int) from, (int) Math.min(from + ask.size(), all.size())), all.size());
    }

    /** Whoever erases all may begin for another purpose. */
    private Reply erase(Place place, @Nullable String subject) {
        var examples = of(place, subject);
        if (subject == null) {
            galleries.erase(place);
        } else {
            galleries
                    .faces()
                    .erase(place, examples.stream().map(Enrolment::faceId).toList());
        }
        return new Reply.SubjectsErased(subjects(examples).size(), examples.size());
    }

    private Reply erase(Place place, List<String> faceIds) {
        var examples = faceIds.stream()
                .map(id -> galleries.faces().find(place, id))
                .filter(Objects::nonNull)
                .map(entry -> Replies.enrolment(entry.kept()))
                .toList();
        galleries.faces().erase(place, faceIds);
        return new Reply.ExamplesErased(examples);
    }

    private List<Enrolment> of(Place place, @Nullable String subject) {
        var all = galleries.faces().list(place, 0, Galleries.MOST_FACES);
        return all == null
                ? List.of()
                : all.stream()
                        .map(entry -> Replies.enrolment(entry.kept()))
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
