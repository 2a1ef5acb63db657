package io.facegate.usecase.registry;

import java.time.Instant;
import java.util.List;

/**
 * The quotas in force at a gateway that count calls of an organisation.
 *
 * @param origin where the gateway's quotas come from
 */
public record ApplicableQuotas(Origin origin, List<QuotaLimit> limits) {
    public ApplicableQuotas {
        limits = List.copyOf(limits);
    }

    /** Where the quotas of a gateway come from. */
    public enum Origin {
        /** It has none. */
        NONE,
        /** Its own file. */
        FILE,
        /** The registry, for all its gateways. */
        REGISTRY,
        /** It is not known which quotas hold, and no call is forwarded. */
        UNKNOWN
    }

    /** Tells the quotas of an organisation. */
    @FunctionalInterface
    public interface Source {
        ApplicableQuotas of(String organisation, Instant now);
    }
}
