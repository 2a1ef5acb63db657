package io.facegate.ledger.appeal;

import io.facegate.call.Fault;
import io.facegate.integrity.AppealStepLock;
import io.facegate.integrity.AppealStepLock.Step;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.store.SaltStorage;
import java.time.Duration;

/** The turn of an officer to answer an appeal that officers at other gateways may answer too. */
public final class ExclusiveAppealStep {
    /** An answer of another gateway gets its place in the tree within this time, unless that gateway is away. */
    private static final Duration IN_TREE_WITHIN = Duration.ofSeconds(3);

    private static final Duration AGAIN = Duration.ofMillis(50);

    private ExclusiveAppealStep() {}

    /**
     * Records an appeal that was filed, unless another gateway did or does; returns whether it was recorded.
     *
     * @param number how many steps the appeal had before
     */
    public static boolean file(SaltStorage salts, String decision, int number, Runnable record) {
        var step = new Step(decision, number, AppealAct.FILED.act());
        return salts.claims().claim(step, record) == AppealStepLock.Claimed.DONE;
    }

    /**
     * Records an act; an answer to an appeal only if no other gateway did or does.
     *
     * @param record checks and records it
     * @throws Fault.LedgerDown that tells what was first, if another gateway's answer was
     */
    public static void take(LedgerAddress ledger, String decision, String act, Runnable record) {
        var claims = ledger.salts().claims();
        if (claims.equals(AppealStepLock.NONE) || AppealAct.fromAct(act) == null) {
            record.run();
            return;
        }
        int number = steps(ledger, decision);
        switch (claims.claim(new Step(decision, number, act), record)) {
            case DONE -> {}
            case BUSY ->
                throw new Fault.LedgerDown("Nothing was recorded: at another gateway, somebody answers that appeal at"
                        + " this moment. Look at it again.");
            case TAKEN ->
                throw new Fault.LedgerDown(
                        "Nothing was recorded, because another answer was first. " + first(ledger, decision, number));
        }
    }

    private static int steps(LedgerAddress ledger, String decision) {
        try (var records = RecordSearch.open(ledger)) {
            return AppealRecords.find(records, decision)
                    .map(appeal -> appeal.steps().size())
                    .orElse(0);
        }
    }

    /** The step that was first, once it is in the tree. */
    private static String first(LedgerAddress ledger, String decision, int number) {
        long until = System.nanoTime() + IN_TREE_WITHIN.toNanos();
        try (var records = RecordSearch.open(ledger)) {
            while (true) {
                var found = AppealRecords.find(records, decision).orElse(null);
                if (found != null && found.steps().size() > number) {
                    return describe(ledger, found.steps().get(number));
                }
                if (System.nanoTime() > until) {
                    return "It is not in the tree yet. Look at the appeal again.";
                }
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return "Look at the appeal again.";
        }
    }

    private static String describe(LedgerAddress ledger, AppealStep step) {
        var person = AppealRecords.person(step, ledger.salts());
        var name = person == null ? null : person.textOrNull();
        return "The appeal is " + step.act().state() + " since " + step.time()
                + (name == null ? "." : ", by " + name + '.');
    }
}
