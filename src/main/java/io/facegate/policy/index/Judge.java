package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.Book;
import io.facegate.policy.vocabulary.OrganisationType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides by an index of rules. */
public final class Judge implements Policies {
    private final Index index;
    private final Disputes disputes;
    private final String digest;

    public Judge(Book book) {
        var rules = book.rules();
        this.index = new Index(rules);
        this.disputes = new Disputes(rules, book.overrulings());
        this.digest = book.digest();
    }

    @Override
    public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
        var doubt = doubt(caller, call);
        if (doubt != null) {
            return Builtin.doubted(doubt, digest);
        }
        var capabilities = capabilities(call.facts());
        if (capabilities.isEmpty()) {
            return Builtin.unpermitted("capability: absent", List.of(), digest);
        }
        var facts = new CallFacts(call, caller.method());
        var moment = new Sitting.Moment(now.toEpochMilli(), known.toEpochMilli());
        var sitting = new Sitting(index, disputes, facts, moment);
        sitting.hear(Side.of(caller, call, moment.now()), capabilities);
        for (var principal : caller.principals()) {
            sitting.hear(Side.of(caller, principal, call, moment.now()), capabilities);
        }
        return decision(sitting, moment);
    }

    @Override
    public String digest() {
        return digest;
    }

    private Decision decision(Sitting sitting, Sitting.Moment moment) {
        var matched = sitting.matched();
        var refusing = sitting.refusing();
        var ground = sitting.refusal();
        if (refusing != null && ground != null) {
            var told = Clause.of(refusing, ground);
            boolean late = refusing.validity()
                    .awaitsReview(moment.now(), moment.known(), ground.side().zones());
            var refusal = Builtin.refusal(refusing, late);
            return new Decision.Refuse(refusal, told.clause(), told.fact(), matched, sitting.noted(), digest);
        }
        var lacking = sitting.lacking();
        if (lacking != null) {
            return Builtin.unpermitted(Clause.lacking(lacking), matched, digest);
        }
        return new Decision.Permit(sitting.permitting(), sitting.obligations(), matched, sitting.noted(), digest);
    }

    private static @Nullable Doubt doubt(Caller caller, FaceCall call) {
        if (caller.doubt() != null) {
            return caller.doubt();
        }
        if (call.doubt() != null) {
            return call.doubt();
        }
        boolean suspended = caller.organisation().suspended();
        for (var principal : caller.principals()) {
            suspended |= principal.suspended();
        }
        if (suspended) {
            return Doubt.ORGANISATION_SUSPENDED;
        }
        boolean alone = caller.principals().isEmpty();
        return alone
                        && OrganisationType.CONTRACTOR
                                .code()
                                .equals(caller.organisation().type())
                ? Doubt.PRINCIPAL_MISSING
                : null;
    }

    /**
     * The capabilities that are judged, those of a crowd that was not counted among them; in the order of the tree,
     * for which one a refusal names must not hang on how a set is hashed today.
     */
    private static Set<Capability> capabilities(FaceCall.Facts facts) {
        var all = EnumSet.noneOf(Capability.class);
        all.addAll(facts.capabilities());
        if (facts.crowd() != null) {
            all.addAll(facts.ifSeveral());
        }
        return all;
    }
}
