package io.facegate.usecase.registry;

import io.facegate.registry.Expiry;
import io.facegate.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What ends by itself in the registry of a running gateway, exemptions included. */
@FunctionalInterface
public interface EndingSoon {
    /**
     * What ends within that time, the next first.
     *
     * @throws io.facegate.call.Fault.RegistryDown if the registry cannot be read now
     */
    List<End> find(Instant now, Duration within);

    /**
     * Something that ends.
     *
     * @param kind {@code verification}, {@code purpose}, {@code evidence}, {@code key} or {@code exemption}
     */
    record End(String kind, String organisation, String name, Instant at) {}

    /** From the rows that verify, as calls are judged by them. */
    static EndingSoon of(Registry registry) {
        return (now, within) -> Stream.concat(
                        registry.expiring(now, within).stream().map(EndingSoon::end),
                        registry.lastVerified().exemptionsEndingBefore(now.plus(within), now).stream()
                                .map(grant -> new End("exemption", grant.organisation(), grant.id(), grant.until())))
                .sorted(Comparator.comparing(End::at).thenComparing(End::organisation))
                .toList();
    }

    private static End end(Expiry one) {
        return new End(one.kind().code(), one.organisation(), one.name(), one.at());
    }
}
