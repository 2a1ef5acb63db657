package io.facegate.ledger.authorisation;

import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.ledger.Sample;
import io.facegate.policy.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Permitted calls that need an authorisation, on record. */
public final class AuthorisationSample {
    private AuthorisationSample() {}

    /** A call of the police, permitted on condition that an authorisation is filed until {@code due}. */
    public static String permit(Ledger ledger, Instant due, String... duties) {
        return permit(ledger, due, null, duties);
    }

    /** @param grant how long after the filing it must be granted, or null */
    public static String permit(Ledger ledger, Instant due, Duration grant, String... duties) {
        var asked = Obligations.NONE
                .with(Kind.AUTHORISATION, Duration.ofHours(24))
                .with(Kind.AUTHORISATION_GRANT, grant)
                .with(Kind.DUTIES, Set.of(duties));
        var plain = Sample.permit();
        var permit = new Decision.Permit(
                plain.rule(),
                plain.reason(),
                List.of(new Decision.Demand("law/asks", asked)),
                plain.matched(),
                plain.nonDeciding(),
                plain.policies());
        var sample = Sample.askedByPolice();
        var question = new Question(sample.caller(), sample.call(), sample.source(), Instant.now());
        return ledger.recordPermit(question, permit, new Undertaking(sample.call(), due, null))
                .decision();
    }

    /** An act of a person. */
    public static Administrative act(String decision, AuthorisationAct act, String person) {
        return new Administrative(act.act(), decision, person, Instant.now())
                .withDetails(new AdministrativeActDetails(null, "Because of 12.", true, null));
    }
}
