package io.facegate.vendor.client;

import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.call.VendorAccount;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider at one account of its vendor: the calls that it plans name the account, before they are judged.
 *
 * @param account whose credentials and address the provider has
 */
public record ProviderAtAccount(VendorAccount account, Provider provider) implements Provider {
    @Override
    public CallPlan plan(Caller caller, FaceCall asked) {
        var plan = provider.plan(caller, asked);
        return new CallPlan() {
            @Override
            public List<PlannedCall> ways() {
                return plan.ways().stream()
                        .map(way -> way.withCall(way.call().withAccount(account)))
                        .toList();
            }

            @Override
            public @Nullable Instant ownedSince() {
                return plan.ownedSince();
            }
        };
    }

    @Override
    public Reply send(Cleared cleared) {
        return provider.send(cleared);
    }

    @Override
    public ProviderStatus health() {
        return provider.health();
    }
}
