package io.facegate.usecase.registry;

import io.facegate.call.Fault;
import io.facegate.registry.ProposalMade;
import io.facegate.registry.RegistryException.Incomplete;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.RegistryWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Applies one plan in parts, each on record before it is committed, and counts what was applied. */
final class PlanRun {
    private static final String NOTHING = "Nothing was changed";

    private final RegistryPlan plan;
    private final MintedKeyReceiver receiver;
    private final int atOnce;
    private final int mints;
    private int organisations;
    private int keys;

    /**
     * A plan of which nothing is applied yet.
     *
     * @param receiver gets the secrets of minted keys
     * @param atOnce rows that one transaction changes, with one record
     * @param mostKeys how many keys are minted at most; the rest waits
     */
    PlanRun(RegistryPlan plan, MintedKeyReceiver receiver, int atOnce, int mostKeys) {
        this.plan = plan;
        this.receiver = receiver;
        this.atOnce = atOnce;
        this.mints = Math.min(plan.keys().size(), mostKeys);
        receiver.require(mints);
    }

    /** Applies organisations, then keys. Ends with the first part that cannot be applied. */
    void run(RegistryWriter registrar) {
        var all = plan.organisations();
        while (organisations < all.size()) {
            int next = nextOrganisation();
            registrar.bulk().write(all.subList(organisations, next), Instant.now());
            organisations = next;
        }
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        while (keys < mints) {
            int next = nextKey();
            registrar.bulk().mint(plan.keys().subList(keys, next), now, receiver::keep);
            keys = next;
        }
    }

    private int nextOrganisation() {
        return Math.min(organisations + atOnce, plan.organisations().size());
    }

    private int nextKey() {
        return Math.min(keys + atOnce, mints);
    }

    /** What was applied. */
    PlanProgress applied(@Nullable ProposalMade proposal) {
        var done = new RegistryPlan(
                plan.organisations().subList(0, organisations),
                plan.keys().subList(0, keys),
                plan.unchanged(),
                plan.drift());
        return new PlanProgress(
                done,
                proposal,
                plan.organisations().size() - organisations,
                plan.keys().size() - keys);
    }

    Unacceptable explain(Unacceptable why) {
        return new Unacceptable(explain(why.sentence()));
    }

    Unusable explain(Unusable why) {
        return new Unusable(explain(why.sentence()), why);
    }

    /** The part that failed was made, so it counts as the others do. */
    Incomplete explain(Incomplete why) {
        boolean mints = organisations == plan.organisations().size();
        int made = mints ? organisations : nextOrganisation();
        int minted = mints ? nextKey() : keys;
        return new Incomplete(
                "On record: " + made + " of " + plan.organisations().size() + " organisations, " + minted + " of "
                        + plan.keys().size() + " keys. Of the last part: " + why.sentence()
                        + (mints
                                ? " Keys of that part may be valid: revoke those whose secrets you do not have (key list,"
                                        + " key revoke)."
                                : "")
                        + " Then run the same command again.",
                why);
    }

    Fault.LedgerDown explain(Fault.LedgerDown why) {
        return new Fault.LedgerDown(explain(String.valueOf(why.getMessage())));
    }

    private String explain(String why) {
        if (organisations + keys == 0) {
            return why.startsWith(NOTHING) ? why : NOTHING + ". " + why;
        }
        return "Applied, and on record: " + organisations + " of "
                + plan.organisations().size() + " organisations, " + keys + " of "
                + plan.keys().size() + " keys. The rest waits: " + why.replace(NOTHING, "The rest was not changed")
                + " Then run the same command again.";
    }
}
