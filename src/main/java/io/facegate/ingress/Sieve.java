package io.facegate.ingress;

import io.facegate.call.Face;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Keeps replies in neutral words within what was obliged; none of them says anything of a face but where it is. */
public final class Sieve {
    private final double least;
    private final int most;

    public Sieve(Obligations obligations) {
        least = Objects.requireNonNullElse(obligations.minSimilarity(), 0.0);
        most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    /**
     * The reply without the results that do not reach the least similarity, and with no more than may be given; one without
     * results stays as it is.
     */
    public Reply sift(Reply reply) {
        return switch (reply) {
            case Reply.Detected(var faces, var rotated) -> new Reply.Detected(first(faces), rotated);
            case Reply.DetectedEach(var each) ->
                new Reply.DetectedEach(each.stream().map(this::sift).toList());
            case Reply.DetectedKeeping(var faces, var rotated) -> new Reply.DetectedKeeping(first(faces), rotated);
            case Reply.Alike(var similarity) -> similarity >= least ? reply : new Reply.Alike(0);
            case Reply.Compared compared -> compared(compared);
            case Reply.Found(var probe, var probeId, var candidates, var model) ->
                new Reply.Found(
                        probe,
                        probeId,
                        first(candidates.stream()
                                .filter(one -> one.similarity() >= least)
                                .toList()),
                        model);
            case Reply.Enrolled(var kept, var leftOut, var model) -> new Reply.Enrolled(first(kept), leftOut, model);
            case Reply.Enrolments(var faces, var model, var next) ->
                new Reply.Enrolments(first(faces), model, most == Integer.MAX_VALUE ? next : null);
            case Reply.Galleries(var galleries, var next) ->
                new Reply.Galleries(first(galleries), most == Integer.MAX_VALUE ? next : null);
            default -> reply;
        };
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
        return new Reply.Compared(compared.source(), first(matches), others);
    }

    private <T> List<T> first(List<T> all) {
        return all.size() > most ? all.subList(0, most) : all;
    }
}
