package io.facegate.app.server;

import io.facegate.app.limits.QuotaReloader;
import io.facegate.app.limits.QuotaSource;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.gateway.limits.QuotaStatus;
import io.facegate.gateway.permissions.OperationPermission;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.PermissionService;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerCredential;
import io.facegate.identity.Credential;
import io.facegate.identity.DeclarationReader;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.VerifiedCredential;
import io.facegate.registry.Quota;
import io.facegate.usecase.registry.ApplicableQuotas;
import io.facegate.usecase.registry.ApplicableQuotas.Origin;
import io.facegate.usecase.registry.PermissionAnswer;
import io.facegate.usecase.registry.QuotaLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What registered organisations may do, and what is left of their quotas, as if each called with a key for all its
 * purposes.
 */
final class OrganisationEntitlements {
    /** What stands in place of a key. */
    private static final CallerCredential NO_KEY = new CallerCredential("api_key", "none");

    private static final Credential.Request NO_REQUEST =
            new Credential.Request("GET", "/", "", List.of(), "127.0.0.1", true);

    private final DeclarationReader declarations;
    private final PermissionService permissions;
    private final QuotaReloader quotas;
    /** One answer is computed at a time: it can take seconds of a processor. */
    private final ReentrantLock computing = new ReentrantLock();

    OrganisationEntitlements(IdentityDirectory registry, PermissionService permissions, QuotaReloader quotas) {
        this.declarations = new DeclarationReader(registry);
        this.permissions = permissions;
        this.quotas = quotas;
    }

    private Caller caller(String organisation, Instant now) {
        var credential = new VerifiedCredential(NO_KEY, organisation, List.of(), null, List.of(), null, null);
        return declarations.caller(credential, NO_REQUEST, now);
    }

    ApplicableQuotas quotas(String organisation, Instant now) {
        if (quotas.unusableReason() != null) {
            return new ApplicableQuotas(Origin.UNKNOWN, List.of());
        }
        var left = left(organisation, now);
        var limits = quotas.limiter().quotas().all().stream()
                .filter(quota ->
                        Set.of(organisation, Quota.EACH).contains(quota.scope().organisation()))
                .flatMap(quota -> limits(quota, left).stream())
                .toList();
        return new ApplicableQuotas(origin(quotas.source()), limits);
    }

    private static Origin origin(QuotaSource source) {
        return switch (source) {
            case NONE -> Origin.NONE;
            case FILE -> Origin.FILE;
            case REGISTRY -> Origin.REGISTRY;
        };
    }

    /** What is left, by the names of limits; empty while counts that gateways share cannot be read. */
    private Map<String, Long> left(String organisation, Instant now) {
        try {
            return quotas.limiter().left(caller(organisation, now), now).limits().stream()
                    .collect(Collectors.toMap(left -> left.counter().name(), QuotaStatus.Left::remaining, Long::min));
        } catch (Fault.LimitsDown unreachable) {
            return Map.of();
        }
    }

    /** The limits of a quota. What is left is told only where all keys of an organisation count together. */
    private static List<QuotaLimit> limits(Quota quota, Map<String, Long> left) {
        var limits = new ArrayList<QuotaLimit>();
        var rate = quota.rate();
        if (rate != null) {
            limits.add(limit(quota, "second", rate.burst(), left));
        }
        quota.perDay().ifPresent(most -> limits.add(limit(quota, "day", most, left)));
        quota.perMonth().ifPresent(most -> limits.add(limit(quota, "month", most, left)));
        return limits;
    }

    private static QuotaLimit limit(Quota quota, String period, long most, Map<String, Long> left) {
        var name = quota.name() + '-' + period;
        var rate = quota.rate();
        return new QuotaLimit(
                name,
                period,
                most,
                rate == null || !period.equals("second") ? null : Double.valueOf(rate.perSecond()),
                quota.scope().key() == null ? left.get(name) : null,
                quota.scope());
    }

    /** What is decided, with calls of several APIs together that are decided alike. */
    List<PermissionAnswer> permissions(String organisation, Instant now) {
        if (!computing.tryLock()) {
            throw new Fault.Overloaded("What an organisation may do is being computed. Try again in a moment.");
        }
        try {
            var alike = new LinkedHashMap<PermissionAnswer, List<String>>();
            for (var one : permissions.read(caller(organisation, now), now).operations()) {
                alike.computeIfAbsent(use(one), _ -> new ArrayList<>()).add(one.wire());
            }
            return alike.entrySet().stream()
                    .map(group -> with(group.getKey(), group.getValue()))
                    .toList();
        } finally {
            computing.unlock();
        }
    }

    private static PermissionAnswer with(PermissionAnswer use, List<String> wires) {
        return new PermissionAnswer(
                use.purpose(),
                wires.stream().distinct().toList(),
                use.capabilities(),
                use.verdict(),
                use.rule(),
                use.sentence(),
                use.facts());
    }

    private static PermissionAnswer use(OperationPermission one) {
        return switch (one.verdict()) {
            case Permitted permitted -> use(one, PermissionAnswer.Verdict.PERMITTED, permitted.rule(), null);
            case Refused(var refusal) -> use(one, PermissionAnswer.Verdict.REFUSED, refusal.rule(), refusal.reason());
            case Depends depends ->
                new PermissionAnswer(
                        one.purpose(),
                        List.of(),
                        capabilities(one),
                        PermissionAnswer.Verdict.DEPENDS,
                        null,
                        null,
                        depends.facts());
        };
    }

    private static PermissionAnswer use(
            OperationPermission one, PermissionAnswer.Verdict verdict, String rule, @Nullable String sentence) {
        return new PermissionAnswer(one.purpose(), List.of(), capabilities(one), verdict, rule, sentence, List.of());
    }

    private static Set<String> capabilities(OperationPermission one) {
        return one.capabilities().stream().map(Capability::code).collect(Collectors.toSet());
    }
}
