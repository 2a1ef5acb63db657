package io.facegate.provider.local;

import io.facegate.call.Ask;
import io.facegate.call.Face;
import io.facegate.call.Reply;
import io.facegate.provider.local.picture.Unreadable;
import io.facegate.provider.local.vision.Likeness;
import io.facegate.provider.local.vision.View.Seen;
import io.facegate.provider.local.vision.Vision;
import java.util.ArrayList;
import java.util.Comparator;

/** Answers what one or two pictures tell, keeping nothing. */
final class Comparing {
    private final Vision vision;

    Comparing(Vision vision) {
        this.vision = vision;
    }

    Reply detect(Ask.Detect ask) throws Unreadable {
        var view = vision.look(ask.picture());
        return new Reply.Detected(view.faces().stream().map(Seen::face).toList(), view.rotated());
    }

    /** One picture that cannot be read is no reason to look at no other. */
    Reply detect(Ask.DetectEach ask) {
        var each = new ArrayList<Reply>();
        for (var picture : ask.each()) {
            try {
                each.add(detect(new Ask.Detect(picture)));
            } catch (Unreadable unreadable) {
                each.add(Replies.unreadable(unreadable));
            }
        }
        return new Reply.DetectedEach(each);
    }

    Reply compare(Ask.Compare ask) throws Unreadable {
        var source = vision.study(ask.source(), 1);
        var target = vision.study(ask.target(), Replies.MOST_FACES);
        if (source.faces().isEmpty() || target.faces().isEmpty()) {
            return Replies.noFace();
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
