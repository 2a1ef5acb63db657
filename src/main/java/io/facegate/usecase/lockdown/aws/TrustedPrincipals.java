package io.facegate.usecase.lockdown.aws;

import java.util.List;

/**
 * Whom a statement of a trust or resource policy names.
 *
 * @param aws accounts, users, roles, or {@code *}
 * @param services services of AWS
 * @param federated providers of identities
 * @param isComplement true if it names everybody else: {@code NotPrincipal}
 */
record TrustedPrincipals(List<String> aws, List<String> services, List<String> federated, boolean isComplement) {
    static final TrustedPrincipals NONE = new TrustedPrincipals(List.of(), List.of(), List.of(), false);

    TrustedPrincipals {
        aws = List.copyOf(aws);
        services = List.copyOf(services);
        federated = List.copyOf(federated);
    }

    /** How a principal of an account is named. */
    enum Naming {
        NOT,
        /** By its account: the account's own policies must allow it too. */
        ACCOUNT,
        /** By itself. */
        DIRECT
    }

    /** How a principal is named. */
    Naming naming(AwsPrincipal principal) {
        if (isComplement) {
            return aws.contains(principal.arn()) ? Naming.NOT : Naming.DIRECT;
        }
        var naming = Naming.NOT;
        for (var name : aws) {
            if (name.equals("*")
                    || name.equals(principal.arn())
                    || name.equals(principal.id())
                    || isSession(name, principal)) {
                return Naming.DIRECT;
            }
            if (name.equals(principal.account()) || name.equals(AwsPrincipal.rootOf(principal))) {
                naming = Naming.ACCOUNT;
            }
        }
        return naming;
    }

    /** True if a deny that names these surely is about all requests of the principal. */
    boolean surelyName(AwsPrincipal principal) {
        var whole = List.of("*", principal.arn(), principal.account(), AwsPrincipal.rootOf(principal));
        boolean isListed = aws.stream().anyMatch(whole::contains);
        return isComplement
                ? !isListed
                        && !aws.contains(principal.id())
                        && aws.stream().noneMatch(name -> isSession(name, principal))
                : isListed;
    }

    /** True if the name is that of a session of the role. */
    private static boolean isSession(String name, AwsPrincipal principal) {
        return principal.isRole()
                && name.contains(":sts::" + principal.account() + ":assumed-role/" + principal.name() + '/');
    }
}
