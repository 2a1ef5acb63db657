package io.facegate.ledger.replay;

import io.facegate.ledger.replay.PolicyHistory.ArchivedSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Exact replay: repeats every decision with the policies that its record names, and compares the records' bytes. */
public final class ExactReplay implements RecordedDecisions.Visitor {
    private final PolicyHistory policies;
    private final Consumer<RecordedDecision> different;
    private final Map<ReplayObstacle, Long> unfit = new EnumMap<>(ReplayObstacle.class);
    private long reproduced;
    private long differing;

    /** @param different receives each decision whose record differs */
    public ExactReplay(PolicyHistory policies, Consumer<RecordedDecision> different) {
        this.policies = policies;
        this.different = different;
    }

    /** Replays all decisions. */
    public ExactReplay replay(RecordedDecisions judgements) throws SQLException {
        judgements.forEach(this);
        return this;
    }

    @Override
    public void visit(RecordedDecision recorded, byte[] lines, int from, int to) {
        switch (policies.find(recorded.policies())) {
            case ArchivedSet.Missing(var why) -> skipped(why, 1);
            case ArchivedSet.Available(var _, var kept) -> {
                var again = recorded.reproduce(kept);
                if (Arrays.equals(again, 0, again.length, lines, from, to)) {
                    reproduced++;
                } else {
                    differing++;
                    different.accept(recorded);
                }
            }
        }
    }

    @Override
    public void skipped(ReplayObstacle why, long judgements) {
        unfit.merge(why, judgements, Long::sum);
    }

    public long reproducedCount() {
        return reproduced;
    }

    public long differingCount() {
        return differing;
    }

    /** How many could not be replayed, and why. */
    public Map<ReplayObstacle, Long> notReplayed() {
        return unfit;
    }
}
