package io.facegate.identity;

import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Credential.Request;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides for whom a call acts: the organisations that the credential was made for, or for a contractor whose
 * credential names none, the one that an operator registered for it.
 */
final class DelegationRules {
    /** How many parents are followed; more are not served. */
    static final int MOST_PARENTS = 8;

    private static final String ON_BEHALF_OF = "Facegate-On-Behalf-Of";

    private final IdentityDirectory directory;

    DelegationRules(IdentityDirectory directory) {
        this.directory = directory;
    }

    /** Ids of those that the call acts for, nearest first. */
    static List<String> principals(VerifiedCredential proof, Request request, Organisation caller) {
        var registered = caller.relations().actsFor();
        if (!proof.principals().isEmpty() || registered.isEmpty() || !isContractor(caller)) {
            return proof.principals();
        }
        var named = RequestHeaders.values(request, ON_BEHALF_OF);
        if (named.isEmpty()) {
            return registered.size() == 1 ? List.copyOf(registered) : List.of();
        }
        var one = named.getFirst().strip();
        return registered.contains(one) ? List.of(one) : List.of();
    }

    /** Why these organisations may not call together; null if they may. */
    static @Nullable PreconditionFailure findFailure(List<String> acting, Request request, List<Organisation> chain) {
        var named = RequestHeaders.values(request, ON_BEHALF_OF);
        boolean allowed = named.isEmpty()
                || (named.size() == 1 && acting.contains(named.get(0).strip()));
        if (!allowed || chain.size() != acting.size() + 1 || !isRegistered(chain)) {
            return PreconditionFailure.PRINCIPAL_NOT_ALLOWED;
        }
        return isContractor(chain.getLast()) ? PreconditionFailure.PRINCIPAL_MISSING : null;
    }

    /** An organisation with registered principals acts for no other, whatever its credential was made for. */
    private static boolean isRegistered(List<Organisation> chain) {
        for (int at = 0; at + 1 < chain.size(); at++) {
            var registered = chain.get(at).relations().actsFor();
            if (!registered.isEmpty() && !registered.contains(chain.get(at + 1).id())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isContractor(Organisation organisation) {
        return organisation.type().equals("contractor") || organisation.type().startsWith("contractor.");
    }

    /** True if every organisation that these are a part of is served too. */
    boolean areParentsServed(List<Organisation> chain, Instant now) {
        return chain.stream().allMatch(link -> areParentsServed(link, now));
    }

    private boolean areParentsServed(Organisation link, Instant now) {
        var parent = link.relations().parent();
        for (int depth = 0; parent != null; depth++) {
            var found = directory.organisation(parent).orElse(null);
            if (depth == MOST_PARENTS || found == null || found.findFailure(now) != null) {
                return false;
            }
            parent = found.relations().parent();
        }
        return true;
    }
}
