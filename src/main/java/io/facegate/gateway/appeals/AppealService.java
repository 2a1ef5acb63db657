package io.facegate.gateway.appeals;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.gateway.RequestRate;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerAuthentication;
import io.facegate.identity.Credential;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.appeal.AppealRecords;
import io.facegate.ledger.appeal.ExclusiveAppealStep;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.store.SaltStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes appeals of refused callers and tells their state. An appeal is one record, durable before it is acknowledged;
 * its text and contact are committed to and kept beside the ledger, where they can be erased. Only the organisation that
 * was refused can appeal and read. To anybody else, the decision does not exist.
 */
public final class AppealService {
    private static final int MOST_AN_HOUR = 30;
    private static final int READS_A_MINUTE = 60;
    /** A search that is further behind may miss an appeal. */
    private static final int FEW = 1_000;

    private final CallerAuthentication identity;
    private final Ledger ledger;
    private final RecordSearch records;
    private final SaltStorage salts;
    private final RequestRate filings = new RequestRate(MOST_AN_HOUR, Duration.ofHours(1), Ticker.systemTicker());
    private final RequestRate reads = new RequestRate(READS_A_MINUTE, Duration.ofMinutes(1), Ticker.systemTicker());
    /** Appeals filed here lately, by decision: a shared ledger shows a record only after a moment. */
    private final Cache<String, Pending> pending = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(10))
            .maximumSize(10_000)
            .build();

    /** @param salts where the texts of appeals are kept */
    public AppealService(CallerAuthentication identity, Ledger ledger, RecordSearch records, SaltStorage salts) {
        this.identity = identity;
        this.ledger = ledger;
        this.records = records;
        this.salts = salts;
    }

    /**
     * Requires an accepted credential, and counts the request, before anything else of it is read.
     *
     * @throws Fault.Unauthenticated if the credential is not accepted
     * @throws Fault.Overloaded if the organisation files too many
     */
    public void requireCaller(Credential credential, Instant now) {
        filings.count(caller(credential, now).organisation().id());
    }

    /** Any key of the organisation will do, whatever it is limited to, once it may be used. */
    private Caller caller(Credential credential, Instant now) {
        var caller = identity.authenticate(credential, now);
        if (!caller.credential().limits().hasBegun(now)) {
            throw new Fault.Unauthenticated(
                    Fault.Why.NOT_ACCEPTED_HERE, PreconditionFailure.KEY_NOT_YET_VALID.sentence());
        }
        return caller;
    }

    /** @param steps how many steps the appeal had before it was filed */
    private record Pending(Instant filed, String text, int steps) {}

    /**
     * Files an appeal, or repeats one. {@link #requireCaller} comes first.
     *
     * @param contact whom to answer, or null
     * @throws Fault.Unauthenticated if the credential is not accepted
     * @throws Fault.Overloaded if the decision is not in the tree yet
     * @throws Fault.LedgerDown if the appeal is not durable, or the decision does not verify
     */
    public AppealAnswer file(
            Credential credential, Instant now, String decision, String text, @Nullable String contact) {
        return fileOwn(caller(credential, now).organisation().id(), new Filing(now, decision, text, contact, null));
    }

    /** What is filed; {@code member} is the person who logged in, or null if a key files. */
    private record Filing(
            Instant now,
            String decision,
            String text,
            @Nullable String contact,
            @Nullable String member) {}

    /** A person of an organisation who logged in. */
    public record Member(String organisation, String person) {}

    /**
     * Files an appeal of an organisation whose member logged in, or repeats one. It counts as one of its keys' does. Its
     * record commits to the member as the one who acted.
     *
     * @param contact whom to answer, or null
     * @throws Fault.Overloaded if the organisation files too many, or the decision is not in the tree yet
     * @throws Fault.LedgerDown if the appeal is not durable, or the decision does not verify
     */
    public AppealAnswer fileForOrganisation(
            Member member, Instant now, String decision, String text, @Nullable String contact) {
        filings.count(member.organisation());
        return fileOwn(member.organisation(), new Filing(now, decision, text, contact, member.person()));
    }

    private AppealAnswer fileOwn(String organisation, Filing filing) {
        return new RefusedDecision(records).isOf(organisation, filing.decision)
                ? file(filing)
                : new AppealAnswer.NotFound();
    }

    /** One at a time, so that a decision has one open appeal. */
    private synchronized AppealAnswer file(Filing filing) {
        var decision = filing.decision;
        var text = filing.text;
        var known = find(decision);
        var filed = pending.getIfPresent(decision);
        if (filed != null && known.map(appeal -> appeal.steps().size()).orElse(0) <= filed.steps) {
            return filed.text.equals(text) ? waiting(decision, filed.filed, false) : conflict(AppealAct.FILED);
        }
        var appeal = known.orElse(null);
        if (appeal != null && appeal.latest().act() != AppealAct.NEEDS_INFORMATION) {
            var kept = AppealRecords.text(appeal.filed(), salts);
            boolean other = kept instanceof CommittedText.Verified(var before) && !before.equals(text);
            return other ? conflict(appeal.latest().act()) : found(appeal);
        }
        int steps = appeal == null ? 0 : appeal.steps().size();
        var act = new Administrative(AppealAct.FILED.act(), decision, filing.contact, filing.now)
                .withDetails(new AdministrativeActDetails(filing.member, text, true, null));
        if (!ExclusiveAppealStep.file(salts, decision, steps, () -> ledger.recordAct(act))) {
            throw new Fault.Overloaded("An appeal is recorded at another gateway at this moment. Try again.", 1);
        }
        pending.put(decision, new Pending(filing.now, text, steps));
        return waiting(decision, filing.now, true);
    }

    /**
     * Tells the state of an appeal.
     *
     * @throws Fault.Unauthenticated if the credential is not accepted
     */
    public AppealAnswer read(Credential credential, Instant now, String decision) {
        var caller = caller(credential, now);
        reads.count(caller.organisation().id() + ' ' + caller.key());
        return readForOrganisation(caller.organisation().id(), decision);
    }

    /**
     * Counts a request of a member for appeals, before anything is read.
     *
     * @throws Fault.Overloaded if the member asks too often
     */
    public void countRead(Member member) {
        reads.count(member.organisation() + '\n' + member.person());
    }

    /** Tells the state of an appeal to an organisation whose member logged in. {@link #countRead} comes first. */
    public AppealAnswer readForOrganisation(String organisation, String decision) {
        if (!new RefusedDecision(records).isOf(organisation, decision)) {
            return new AppealAnswer.NotFound();
        }
        var known = find(decision);
        var filed = pending.getIfPresent(decision);
        if (filed != null && known.map(appeal -> appeal.steps().size()).orElse(0) <= filed.steps) {
            return waiting(decision, filed.filed, false);
        }
        return known.map(this::found).orElseGet(AppealAnswer.NotFound::new);
    }

    private Optional<Appeal> find(String decision) {
        var found = AppealRecords.find(records, decision);
        if (records.indexLag().recordsBehind() > FEW) {
            throw new Fault.Overloaded("The records are being indexed. Try again later.", 10);
        }
        return found;
    }

    private static AppealAnswer conflict(AppealAct act) {
        return new AppealAnswer.Conflict(act.state(), act.isFinal());
    }

    private static AppealAnswer waiting(String decision, Instant filed, boolean created) {
        return new AppealAnswer.Found(decision, AppealAct.FILED.state(), filed, null, null, created);
    }

    private AppealAnswer found(Appeal appeal) {
        var latest = appeal.latest();
        boolean open = latest.act() == AppealAct.FILED;
        return new AppealAnswer.Found(
                appeal.decision(),
                latest.act().state(),
                appeal.filed().time(),
                open ? null : latest.time(),
                open ? null : AppealRecords.text(latest, salts).textOrNull(),
                false);
    }
}
