package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Refusal;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides by an index of rules. */
public final class Judge implements Policies {
    private final Index index;
    private final String digest;

    public Judge(Book book) {
        this.index = new Index(book.rules());
        this.digest = book.digest();
    }

    @Override
    public Decision decide(Caller caller, FaceCall call, Instant now) {
        var doubt = doubt(caller, call);
        if (doubt != null) {
            return Builtin.doubted(doubt, digest);
        }
        var capabilities = capabilities(call.facts());
        if (capabilities.isEmpty()) {
            return Builtin.unpermitted("capability: absent", List.of(), digest);
        }
        var facts = new CallFacts(call, caller.method());
        var sitting = new Sitting(index, facts, now.toEpochMilli());
        sitting.hear(side(caller, caller.organisation(), caller.places(), call), capabilities);
        for (var principal : caller.principals()) {
            sitting.hear(side(caller, principal, places(caller, principal), call), capabilities);
        }
        return decision(sitting);
    }

    @Override
    public String digest() {
        return digest;
    }

    private Decision decision(Sitting sitting) {
        var matched = sitting.matched();
        var refusing = sitting.refusing();
        var ground = sitting.refusal();
        if (refusing != null && ground != null) {
            return new Decision.Refuse(refusal(refusing), Clause.of(refusing, ground), matched, digest);
        }
        var lacking = sitting.lacking();
        if (lacking != null) {
            return Builtin.unpermitted(Clause.lacking(lacking), matched, digest);
        }
        return new Decision.Permit(sitting.permitting(), matched, digest);
    }

    private static Refusal refusal(Rule rule) {
        return switch (rule.effect()) {
            case Effect.Refuse refuse ->
                new Refusal(
                        refuse.code(),
                        rule.id(),
                        refuse.text(),
                        refuse.citation().ref(),
                        refuse.citation().checked().toString(),
                        refuse.appeal());
            case Effect.Permit permit -> throw new IllegalStateException(rule.id() + " refuses nothing");
        };
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

    private static Side side(Caller caller, Organisation organisation, List<String> places, FaceCall call) {
        return new Side(
                call,
                organisation,
                Words.ORGANISATIONS.find(organisation.type()),
                Words.PURPOSES.find(caller.purpose()),
                Words.PROVIDERS.find(call.provider()),
                places);
    }

    /** A principal is bound where the call is made and where it is established. */
    private static List<String> places(Caller caller, Organisation principal) {
        if (principal.jurisdictions().isEmpty()) {
            return caller.places();
        }
        var places = new ArrayList<>(caller.places());
        places.addAll(principal.jurisdictions());
        return places;
    }
}
