package io.facegate.gateway;

import io.facegate.call.Fault;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerAuthentication;
import io.facegate.identity.Credential;
import io.facegate.ledger.Ledger;
import java.time.Instant;

/** Authentication that counts failures in the ledger, for requests that are no calls. */
public record CountingAuthentication(CallerAuthentication identity, Ledger ledger) implements CallerAuthentication {
    @Override
    public Caller authenticate(Credential credential, Instant now) {
        try {
            return identity.authenticate(credential, now);
        } catch (Fault.Unauthenticated nobody) {
            ledger.countUnauthenticated(credential.request().source(), nobody.reason(), now);
            throw nobody;
        }
    }
}
