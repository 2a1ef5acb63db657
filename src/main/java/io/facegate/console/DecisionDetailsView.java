package io.facegate.console;

import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.reading.DecisionDetails;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** View model of the page for one decision: its narrative, its outcome and its position in the Merkle tree. */
record DecisionDetailsView(PageLanguage speech, DecisionDetails details, Narrative story) {
    public @Nullable DecisionView outcome() {
        var outcome = details.outcome();
        return outcome == null ? null : DecisionView.of(speech, outcome);
    }

    /** The outcome, also if the ledger's narrative has none. */
    public String ended() {
        if (story.ended() != null) {
            return story.ended();
        }
        return DecisionView.of(speech, details.decision()).permitted()
                ? speech.say("ended.open")
                : speech.say("ended.nothing");
    }

    /** The outcome record if it fails verification, else null. */
    public @Nullable TamperedView tampered() {
        var found = details.tampered();
        return found == null ? null : new TamperedView(speech, found);
    }

    /** True if a signed checkpoint covers the decision. */
    public boolean signed() {
        return details.decision().isSigned();
    }

    /** Record number, counted from 1, and tree size, as markup. */
    public String record() {
        return speech.fill("place.record", details.decision().index() + 1, details.treeSize());
    }

    /** Length of the inclusion proof, in words. */
    public String steps() {
        int steps = details.path().size();
        return steps == 1 ? speech.say("place.path.one") : speech.fill("place.path.many", steps);
    }

    public long index() {
        return details.decision().index();
    }

    public String leaf() {
        return hex(details.decision().leaf());
    }

    public String root() {
        return hex(details.root());
    }

    public List<String> path() {
        return details.path().stream().map(DecisionDetailsView::hex).toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
