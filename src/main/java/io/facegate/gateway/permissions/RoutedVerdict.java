package io.facegate.gateway.permissions;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.SoleAccount;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.OperationPermission.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What becomes of a permission where no provider of this gateway would answer such calls, or some of them. */
final class RoutedVerdict {
    private static final String ROUTE = "route";

    private RoutedVerdict() {}

    /**
     * The verdict on a call.
     *
     * @param accounts who answers the caller's calls, by API
     */
    static Verdict decide(HypotheticalCall call, PermissionEvaluator evaluator, Map<String, SoleAccount> accounts) {
        return switch (accounts.get(call.wire())) {
            case SoleAccount.Nobody _ -> evaluator.refuse(call, PreconditionFailure.NO_PROVIDER);
            case SoleAccount.Undetermined(var perhapsNobody) when perhapsNobody -> onRoute(evaluator.decide(call));
            case null, default -> evaluator.decide(call);
        };
    }

    private static Verdict onRoute(Verdict verdict) {
        return switch (verdict) {
            case Refused refused -> refused;
            case Permitted permitted -> new Depends(List.of(ROUTE), permitted, null);
            case Depends(var facts, var plain, var nearest) ->
                new Depends(
                        Stream.concat(facts.stream(), Stream.of(ROUTE))
                                .distinct()
                                .toList(),
                        plain,
                        nearest);
        };
    }
}
