package io.facegate.integrity;

/** Lets one gateway at a time record the next step of an appeal. */
@FunctionalInterface
public interface AppealStepLock {
    /** Claims of a ledger that one process writes, which does so itself. */
    AppealStepLock NONE = (_, record) -> {
        record.run();
        return Claimed.DONE;
    };

    /**
     * A step of an appeal.
     *
     * @param decision the id of the decision that the appeal is against
     * @param number how many steps the appeal had before
     * @param act what is done
     */
    record Step(String decision, int number, String act) {}

    /** What became of a claim. */
    enum Claimed {
        /** The step was recorded. */
        DONE,
        /** Another gateway recorded that step before; nothing was recorded. */
        TAKEN,
        /** Another gateway is recording that step now; nothing was recorded. */
        BUSY
    }

    /**
     * Records a step, unless another gateway did or does.
     *
     * @param record records it; what it throws undoes the claim
     * @throws io.facegate.call.Fault.LedgerDown if it is unknown who else claims the step
     */
    Claimed claim(Step step, Runnable record);
}
