package io.facegate.usecase.overview;

import io.facegate.call.Fault;
import io.facegate.ledger.replay.PolicyHistory.ArchivedSet;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.registry.Expiry;
import io.facegate.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that ends by itself soon.
 *
 * @param owner the organisation or person whose it is; empty for a rule and for the gateway's own certificate
 * @param name its id: the evidence, key, exemption or rule; the SHA-256 of a person's certificate; of the
 *     gateway's, {@code TLS-} and the start of its SHA-256
 * @param at from when on it does not count any more
 */
public record UpcomingEnd(Kind kind, String owner, String name, Instant at) {
    /** How far ahead is looked. */
    public static final Duration AHEAD = Duration.ofDays(30);

    private static final List<Kind> IN_REGISTRY =
            List.of(Kind.VERIFICATION, Kind.PURPOSE, Kind.EVIDENCE, Kind.KEY, Kind.PERSON_CERTIFICATE, Kind.EXEMPTION);

    private static final Comparator<UpcomingEnd> NEXT_FIRST = Comparator.comparing(UpcomingEnd::at)
            .thenComparing(UpcomingEnd::kind)
            .thenComparing(UpcomingEnd::name);

    /** What ends. */
    public enum Kind {
        VERIFICATION,
        PURPOSE,
        EVIDENCE,
        KEY,
        PERSON_CERTIFICATE,
        EXEMPTION,
        RULE,
        CERTIFICATE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True if it belongs to a person; logs and records do not say to whom. */
        public boolean isPersonal() {
            return this == PERSON_CERTIFICATE;
        }
    }

    /**
     * What ends soon, the next first.
     *
     * @param unknown kinds of which it is not known
     */
    public record Found(List<UpcomingEnd> ends, List<Kind> unknown) {
        public Found {
            ends = List.copyOf(ends);
            unknown = List.copyOf(unknown);
        }
    }

    /**
     * Where it is looked for.
     *
     * @param certificate the end of the gateway's certificate, or null if it has none
     */
    public record Sources(
            Registry registry,
            ArchivedSet policies,
            @Nullable UpcomingEnd certificate) {}

    /** How many days are left, begun ones included. */
    public long days(Instant now) {
        return Duration.between(now, at).plusDays(1).minusNanos(1).toDays();
    }

    /** What ends within {@link #AHEAD}. Only verified rows of the registry count. */
    public static Found find(Sources sources, Instant now) {
        var unknown = new ArrayList<Kind>();
        var found = new ArrayList<UpcomingEnd>();
        try {
            found.addAll(inRegistry(sources.registry(), now));
        } catch (Fault.RegistryDown unreadable) {
            unknown.addAll(IN_REGISTRY);
        }
        switch (sources.policies()) {
            case ArchivedSet.Available(var rules, var _) -> found.addAll(ofRules(rules, now));
            case ArchivedSet.Missing _ -> unknown.add(Kind.RULE);
        }
        var certificate = sources.certificate();
        if (certificate != null && certificate.at().isBefore(now.plus(AHEAD))) {
            found.add(certificate);
        }
        found.sort(NEXT_FIRST);
        return new Found(found, unknown);
    }

    /**
     * What ends within {@link #AHEAD} in the registry, the next first. Only verified rows count.
     *
     * @throws Fault.RegistryDown if the registry cannot be read now
     */
    public static List<UpcomingEnd> inRegistry(Registry registry, Instant now) {
        return registry.expiring(now, AHEAD).stream()
                .map(UpcomingEnd::of)
                .sorted(NEXT_FIRST)
                .toList();
    }

    /** The end of something registered. */
    static UpcomingEnd of(Expiry one) {
        return new UpcomingEnd(Kind.valueOf(one.kind().name()), one.owner(), one.name(), one.at());
    }

    /** Rules that are in force, as known now, and end soon. */
    static List<UpcomingEnd> ofRules(PolicySet policies, Instant now) {
        return ofRules(policies, now, now.plus(AHEAD));
    }

    static List<UpcomingEnd> ofRules(PolicySet policies, Instant now, Instant until) {
        var found = new ArrayList<UpcomingEnd>();
        for (var rule : policies.rules()) {
            long end = end(rule, now.toEpochMilli());
            if (end < until.toEpochMilli()) {
                found.add(new UpcomingEnd(Kind.RULE, "", rule.id(), Instant.ofEpochMilli(end)));
            }
        }
        return found;
    }

    /** When the next rule that is in force ends; null if none ends. */
    public static @Nullable Instant nextRuleEnd(PolicySet policies, Instant now) {
        long next = policies.rules().stream()
                .mapToLong(rule -> end(rule, now.toEpochMilli()))
                .min()
                .orElse(Long.MAX_VALUE);
        return next == Long.MAX_VALUE ? null : Instant.ofEpochMilli(next);
    }

    private static long end(Rule rule, long now) {
        return rule.validity().versions().stream()
                .filter(version -> version.known() <= now)
                .reduce((_, later) -> later)
                .filter(version -> version.from() <= now && now < version.until())
                .map(version -> version.until())
                .orElse(Long.MAX_VALUE);
    }
}
