package io.facegate.vendor.wire;

import io.facegate.call.Face;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Response filter for normalized replies: enforces obligations. They reveal nothing of a face but its position. */
public final class NormalizedResponseFilter {
    private final double least;
    private final int most;

    public NormalizedResponseFilter(Obligations obligations) {
        least = Objects.requireNonNullElse(obligations.minSimilarity(), 0.0);
        most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    /**
     * Returns the reply without results below the minimum similarity, cut to the maximum number of results. Returns a
     * reply without results unchanged.
     */
    public Reply filterReply(Reply reply) {
        return switch (reply) {
            case Reply.Detected(var faces, var rotated) -> new Reply.Detected(limitResults(faces), rotated);
            case Reply.PeopleDetected(var people) -> new Reply.PeopleDetected(limitResults(people));
            case Reply.DetectedEach(var each) ->
                new Reply.DetectedEach(each.stream().map(this::filterReply).toList());
            case Reply.DetectedKeeping(var faces, var rotated) ->
                new Reply.DetectedKeeping(limitResults(faces), rotated);
            case Reply.Similarity(var similarity) -> similarity >= least ? reply : new Reply.Similarity(0);
            case Reply.Compared compared -> compared(compared);
            case Reply.Found found -> found(found);
            case Reply.Enrolled(var kept, var leftOut, var model) ->
                new Reply.Enrolled(limitResults(kept), leftOut, model);
            case Reply.Enrolments(var faces, var model, var next) ->
                new Reply.Enrolments(limitResults(faces), model, most == Integer.MAX_VALUE ? next : null);
            case Reply.Galleries(var galleries, var next) ->
                new Reply.Galleries(limitResults(galleries), most == Integer.MAX_VALUE ? next : null);
            case Reply.ExampleReply of -> examples(of);
            default -> reply;
        };
    }

    private Reply examples(Reply.ExampleReply of) {
        return switch (of) {
            case Reply.ComparedEach(var source, var turned, var faces, var rotated) ->
                new Reply.ComparedEach(
                        source,
                        turned,
                        limitResults(faces.stream()
                                .filter(one -> one.similarity() >= least)
                                .toList()),
                        rotated);
            case Reply.Recognized(var each, var rotated) ->
                new Reply.Recognized(limitResults(each.stream().map(this::found).toList()), rotated);
            case Reply.Examples(var page, var total) -> new Reply.Examples(limitResults(page), total);
            case Reply.Subjects(var names) -> new Reply.Subjects(limitResults(names));
            case Reply.ExamplesErased _, Reply.SubjectsErased _, Reply.SubjectRenamed _ -> of;
        };
    }

    private Reply.Found found(Reply.Found found) {
        var near = found.candidates().stream()
                .filter(one -> one.similarity() >= least)
                .toList();
        return new Reply.Found(found.probe(), found.probeId(), limitResults(near), found.model());
    }

    private Reply compared(Reply.Compared compared) {
        var matches = new ArrayList<Reply.Match>();
        var others = new ArrayList<Face>(compared.unmatched());
        for (var match : compared.matches()) {
            if (match.similarity() >= least) {
                matches.add(match);
            } else {
                others.add(match.face());
            }
        }
        return new Reply.Compared(compared.source(), limitResults(matches), others);
    }

    private <T> List<T> limitResults(List<T> all) {
        return all.size() > most ? all.subList(0, most) : all;
    }
}
