package io.facegate.console;

import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.reading.DecisionDetails;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a page shows of one decision beyond the decision: its story, its ending and its place in the tree. */
record DecisionDetailsView(PageLanguage speech, DecisionDetails dossier, Narrative story) {
    DecisionDetailsView {
        story = new Narrative(
                RecordFields.seen(story.asked()),
                RecordFields.seen(story.decided()),
                RecordFields.seen(story.why()),
                story.notes().stream().map(RecordFields::seen).toList(),
                seen(story.change()),
                seen(story.ended()));
    }

    public @Nullable DecisionView outcome() {
        var outcome = dossier.outcome();
        return outcome == null ? null : DecisionView.of(speech, outcome);
    }

    /** How it ended, also where the ledger has nothing to tell. */
    public String ended() {
        if (story.ended() != null) {
            return story.ended();
        }
        return DecisionView.of(speech, dossier.decision()).permitted()
                ? speech.say("ended.open")
                : speech.say("ended.nothing");
    }

    /** The record of how it ended, where that does not verify. */
    public @Nullable TamperedView tampered() {
        var found = dossier.tampered();
        return found == null ? null : new TamperedView(speech, found);
    }

    /** Whether a signed checkpoint covers it. */
    public boolean signed() {
        return dossier.decision().signed();
    }

    /** Which record it is, counted from one, as people count: markup around two numbers. */
    public String record() {
        return speech.fill("place.record", dossier.decision().index() + 1, dossier.treeSize());
    }

    /** How long its path is. */
    public String steps() {
        int steps = dossier.path().size();
        return steps == 1 ? speech.say("place.path.one") : speech.fill("place.path.many", steps);
    }

    public long index() {
        return dossier.decision().index();
    }

    public String leaf() {
        return hex(dossier.decision().leaf());
    }

    public String root() {
        return hex(dossier.root());
    }

    public List<String> path() {
        return dossier.path().stream().map(DecisionDetailsView::hex).toList();
    }

    private static @Nullable String seen(@Nullable String line) {
        return line == null ? null : RecordFields.seen(line);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
