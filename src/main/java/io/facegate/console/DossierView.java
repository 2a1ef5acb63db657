package io.facegate.console;

import io.facegate.ledger.reading.Dossier;
import io.facegate.ledger.reading.Narrative;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a page shows of one decision beyond the decision: its story, its ending and its place in the tree. */
record DossierView(Dossier dossier, Narrative story) {
    public @Nullable DecisionView outcome() {
        var outcome = dossier.outcome();
        return outcome == null ? null : DecisionView.of(outcome);
    }

    /** How it ended, also where the ledger has nothing to tell. */
    public String ended() {
        if (story.ended() != null) {
            return story.ended();
        }
        return DecisionView.of(dossier.decision()).permitted()
                ? "No ending is on record yet. The call may still be under way."
                : "Nothing was sent to the provider.";
    }

    /** Counted from one, as people count. */
    public String number() {
        return grouped(dossier.decision().index() + 1);
    }

    public String size() {
        return grouped(dossier.treeSize());
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
        return dossier.path().stream().map(DossierView::hex).toList();
    }

    private static String grouped(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
