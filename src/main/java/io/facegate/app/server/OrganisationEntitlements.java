package io.facegate.app.server;

import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.permissions.OperationPermission;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.PermissionService;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerCredential;
import io.facegate.identity.Credential;
import io.facegate.identity.DeclarationReader;
import io.facegate.identity.VerifiedCredential;
import io.facegate.registry.Registry;
import io.facegate.usecase.registry.PermissionAnswer;
import io.facegate.usecase.registry.QuotaLeft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final CallLimiter limiter;
    /** One answer is computed at a time: it can take seconds of a processor. */
    private final ReentrantLock computing = new ReentrantLock();

    OrganisationEntitlements(Registry registry, PermissionService permissions, CallLimiter limiter) {
        this.declarations = new DeclarationReader(registry);
        this.permissions = permissions;
        this.limiter = limiter;
    }

    private Caller caller(String organisation, Instant now) {
        var credential = new VerifiedCredential(NO_KEY, organisation, List.of(), null, List.of(), null, null);
        return declarations.caller(credential, NO_REQUEST, now);
    }

    List<QuotaLeft> quotas(String organisation, Instant now) {
        try {
            return limiter.left(caller(organisation, now), now).limits().stream()
                    .map(left -> new QuotaLeft(
                            left.counter().name(),
                            left.counter().window().word(),
                            left.counter().limit(),
                            left.remaining()))
                    .toList();
        } catch (Fault.LimitsDown unreachable) {
            return List.of();
        }
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
