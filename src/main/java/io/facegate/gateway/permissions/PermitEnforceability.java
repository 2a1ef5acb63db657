package io.facegate.gateway.permissions;

import static io.facegate.call.Obligations.Kind.AUTHORISATION;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REVIEWERS;
import static io.facegate.call.Obligations.Kind.TEMPLATES;

import io.facegate.call.Capability;
import io.facegate.call.ObligationBinding;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.gateway.ObligationRefusals;
import io.facegate.gateway.permissions.OperationPermission.Depends;
import io.facegate.gateway.permissions.OperationPermission.Permitted;
import io.facegate.gateway.permissions.OperationPermission.Refused;
import io.facegate.gateway.permissions.OperationPermission.Verdict;
import io.facegate.policy.Decision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says whether calls that the policies permit can meet their obligations here. A call that cannot is refused.
 *
 * @param bindings by wire
 * @param providers names of the configured providers
 * @param sandbox whether the caller's key is of the sandbox
 * @param namesCase whether the caller named a registered case
 * @param caseOnFile whether a call may name one
 */
record PermitEnforceability(
        Map<String, ObligationBinding> bindings,
        List<String> providers,
        boolean sandbox,
        boolean namesCase,
        boolean caseOnFile) {
    private static final String LOCAL = "local";
    private static final String ROUTE = "route";
    private static final Depends ON_ROUTE = new Depends(List.of(ROUTE), null, null);

    /** Returns what becomes of calls that are permitted. */
    Verdict check(HypotheticalCall call, Decision.Permit permit, Permitted permitted) {
        var unmet = findUnmet(call, permit, permitted.obligations());
        if (unmet != null) {
            return unmet;
        }
        boolean differs = !permitted.possible().equals(permitted.obligations());
        return differs && findUnmet(call, permit, permitted.possible()) != null
                ? new Depends(List.of("obligations"), null, null)
                : permitted;
    }

    private @Nullable Verdict findUnmet(HypotheticalCall call, Decision.Permit permit, Obligations asked) {
        if (asked.isEmpty()) {
            return null;
        }
        var binding = bindings.get(call.wire());
        var beyond = binding == null ? null : binding.findUnmeetable(call.plain(), asked);
        if (beyond == null && asked.has(REVIEWERS) && sandbox) {
            beyond = new Beyond(REVIEWERS, "the sandbox holds no answers for review");
        }
        if (beyond != null) {
            return refused(call, permit, beyond);
        }
        if (asked.has(AUTHORISATION) && !namesCase) {
            var refused = refused(
                    call,
                    permit,
                    new Beyond(AUTHORISATION, "the call names no case that is registered for the organisation"));
            return caseOnFile ? new Depends(List.of("case"), refused, null) : refused;
        }
        return sandbox ? null : findKept(call, permit, asked);
    }

    /** What the provider keeps. The embedded engine keeps no picture, and erases templates when they are due. */
    private @Nullable Verdict findKept(HypotheticalCall call, Decision.Permit permit, Obligations asked) {
        var answering = call.isNeutral() ? List.of(call.provider()) : providers;
        if (answering.stream().allMatch(LOCAL::equals)) {
            return null;
        }
        if (asked.has(TEMPLATES) && call.capabilities().contains(Capability.ENROLL)) {
            // Azure erases some templates by itself, depending on the operation that answers.
            boolean isNeverErased =
                    answering.stream().noneMatch(name -> name.equals(LOCAL) || name.startsWith("azure"));
            return isNeverErased
                    ? refused(
                            call,
                            permit,
                            new Beyond(
                                    TEMPLATES,
                                    "the provider that answers it keeps templates until they are erased by hand"))
                    : ON_ROUTE;
        }
        boolean isOwnVendors = !call.isNeutral()
                && answering.stream()
                        .allMatch(name -> name.equals(LOCAL) || call.wire().startsWith(name));
        return asked.has(PICTURES) && !isOwnVendors ? ON_ROUTE : null;
    }

    private static Refused refused(HypotheticalCall call, Decision.Permit permit, Beyond beyond) {
        Kind kind = beyond.kind();
        return new Refused(ObligationRefusals.unenforceable(
                kind.code(), ObligationRefusals.rulesRequiring(permit, kind), call.plain(), beyond.reason()));
    }
}
