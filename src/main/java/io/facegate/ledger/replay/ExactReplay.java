package io.facegate.ledger.replay;

import io.facegate.ledger.replay.PolicyHistory.Kept;
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
    public ExactReplay over(RecordedDecisions judgements) throws SQLException {
        judgements.each(this);
        return this;
    }

    @Override
    public void take(RecordedDecision recorded, byte[] lines, int from, int to) {
        switch (policies.of(recorded.policies())) {
            case Kept.Missing(var why) -> lost(why, 1);
            case Kept.Whole(var _, var decisionService) -> {
                var again = recorded.again(decisionService);
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
    public void lost(ReplayObstacle why, long judgements) {
        unfit.merge(why, judgements, Long::sum);
    }

    public long reproduced() {
        return reproduced;
    }

    public long differing() {
        return differing;
    }

    /** How many could not be replayed, and why. */
    public Map<ReplayObstacle, Long> unfit() {
        return unfit;
    }
}
