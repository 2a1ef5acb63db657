package io.facegate.usecase.ledger;

import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The person who makes a change, and why. The record of the change holds salted commitments to both. */
public record ActingPerson(String name, @Nullable String reason) {
    /** The user of this machine, if nobody gave a name. The record marks such names. */
    public static ActingPerson unnamed(@Nullable String reason) {
        return new ActingPerson(Ledger.UNNAMED + System.getProperty("user.name"), reason);
    }

    Administrative act(String act, String subject) {
        return new Administrative(act, subject, name, Instant.now()).withDetails(details());
    }

    AdministrativeActDetails details() {
        return new AdministrativeActDetails(null, reason, true, null);
    }
}
