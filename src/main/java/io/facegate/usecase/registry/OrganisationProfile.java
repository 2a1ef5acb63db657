package io.facegate.usecase.registry;

import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.Organisation;
import io.facegate.ledger.appeal.Appeal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is on file and on record of one organisation. Its rows verify.
 *
 * @param keys its valid keys, without secrets
 * @param quotas the quotas that count its calls
 */
public record OrganisationProfile(
        Organisation organisation,
        List<Key> keys,
        List<Evidence> evidence,
        List<ExemptionGrant> exemptions,
        ApplicableQuotas quotas,
        Calls calls) {
    public OrganisationProfile {
        keys = List.copyOf(keys);
        evidence = List.copyOf(evidence);
        exemptions = List.copyOf(exemptions);
    }

    /**
     * A valid key.
     *
     * @param lastCall when it was last used for a call that was decided; null if no such decision is found, and {@link
     *     io.facegate.usecase.ledger.KeyLastUsed#UNKNOWN} if that is not known
     */
    public record Key(
            String id,
            List<String> principals,
            @Nullable String purpose,
            @Nullable Instant expires,
            boolean sandbox,
            @Nullable Instant lastCall) {
        public Key {
            principals = List.copyOf(principals);
        }

        static Key of(CallerKey key, @Nullable Instant lastCall) {
            return new Key(key.id(), key.principals(), key.purpose(), key.expires(), key.sandbox(), lastCall);
        }
    }

    /**
     * Its decisions that are kept, those made on its behalf included, without the sandbox.
     *
     * @param verified whether the counts were verified
     * @param appeals against these decisions, newest first
     */
    public record Calls(
            long permitted, long refused, @Nullable Instant last, boolean verified, List<Appeal> appeals) {
        public Calls {
            appeals = List.copyOf(appeals);
        }
    }
}
