package io.facegate.provider.local;

import io.facegate.call.Ask;
import io.facegate.call.Face;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.provider.local.picture.Unreadable;
import io.facegate.provider.local.vision.Likeness;
import io.facegate.provider.local.vision.Template;
import io.facegate.provider.local.vision.View;
import io.facegate.provider.local.vision.View.Seen;
import io.facegate.provider.local.vision.Vision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers what one or two pictures tell, keeping nothing. */
final class Comparing {
    private final Vision vision;

    Comparing(Vision vision) {
        this.vision = vision;
    }

    Reply detect(Owner owner, Ask.Detect ask) throws Unreadable {
        var view = vision.look(owner.caller(), ask.picture());
        return new Reply.Detected(view.faces().stream().map(Seen::face).toList(), view.rotated());
    }

    /** One picture that cannot be read is no reason to look at no other. */
    Reply detect(Owner owner, Ask.DetectEach ask) {
        var each = new ArrayList<Reply>();
        for (var picture : ask.each()) {
            try {
                each.add(detect(owner, new Ask.Detect(picture)));
            } catch (Unreadable unreadable) {
                each.add(Replies.unreadable(unreadable));
            }
        }
        return new Reply.DetectedEach(each);
    }

    Reply compare(Owner owner, Ask.CompareEach ask) throws Unreadable {
        var source = looked(vision, owner, ask.source());
        var target = looked(vision, owner, ask.target());
        var probe = source.faces().isEmpty() ? null : source.faces().getFirst();
        return new Reply.ComparedEach(
                probe == null ? null : probe.face(),
                source.rotated(),
                matches(probe == null ? null : probe.template(), target),
                target.rotated());
    }

    /** No more of a picture's faces than were asked about, each with its template. */
    static View looked(Vision vision, Owner owner, Ask.Look look) throws Unreadable {
        var view = vision.study(owner.caller(), look.picture(), Math.min(look.most(), Replies.MOST_FACES));
        return new View(
                view.faces().stream()
                        .filter(seen -> seen.template() != null && seen.face().confidence() >= look.surely())
                        .limit(look.most())
                        .toList(),
                view.rotated());
    }

    /** How each face resembles the probe, the nearest first; nothing where there is none. */
    static List<Reply.Match> matches(@Nullable Template probe, View view) {
        return view.faces().stream()
                .filter(seen -> probe != null && seen.template() != null)
                .map(seen -> new Reply.Match(
                        seen.face(),
                        Likeness.of(Objects.requireNonNull(probe).distance(Objects.requireNonNull(seen.template())))))
                .sorted(Comparator.comparingDouble(Reply.Match::similarity).reversed())
                .toList();
    }

    private View studied(Owner owner, Picture picture, int most, String which) throws Unreadable {
        try {
            return vision.study(owner.caller(), picture, most);
        } catch (Unreadable unreadable) {
            throw unreadable.of(which);
        }
    }

    Reply compare(Owner owner, Ask.Compare ask) throws Unreadable {
        var source = studied(owner, ask.source(), 1, "source");
        var target = studied(owner, ask.target(), Replies.MOST_FACES, "target");
        if (source.faces().isEmpty() || target.faces().isEmpty()) {
            return Replies.noFace(source.faces().isEmpty() ? "source" : "target");
        }
        var probe = source.faces().getFirst();
        var matches = new ArrayList<Reply.Match>();
        var unmatched = new ArrayList<Face>();
        for (var seen : target.faces()) {
            if (seen.template() == null || probe.template() == null) {
                continue;
            }
            double similarity = Likeness.of(probe.template().distance(seen.template()));
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
