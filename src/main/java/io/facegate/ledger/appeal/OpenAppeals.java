package io.facegate.ledger.appeal;

import java.util.List;

/**
 * Appeals that wait for an answer, each with the steps that were looked at.
 *
 * @param isPartial true if there are older texts of callers than were looked at, so that older appeals may be open too
 */
public record OpenAppeals(List<Appeal> appeals, boolean isPartial) {
    public OpenAppeals {
        appeals = List.copyOf(appeals);
    }
}
