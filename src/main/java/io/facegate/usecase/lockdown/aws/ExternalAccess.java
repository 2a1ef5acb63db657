package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who outside of the account a trust or resource policy lets in. */
final class ExternalAccess {
    private static final List<String> ASSUMING =
            List.of("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML");

    private final AwsAccount account;
    private final GatewayNames gateway;

    ExternalAccess(AwsAccount account, GatewayNames gateway) {
        this.account = account;
        this.gateway = gateway;
    }

    /**
     * Somebody outside whom a statement lets in.
     *
     * @param name an account, a principal, a provider, or {@code *}
     */
    record Outsider(String name, IamStatement statement) {}

    /** Who outside can become the role. */
    List<Outsider> of(AwsPrincipal role) {
        var found = new ArrayList<Outsider>();
        for (var statement : role.trust()) {
            if (statement.isAllow() && ASSUMING.stream().anyMatch(statement::isAbout)) {
                found.addAll(of(statement));
            }
        }
        return found;
    }

    /** Whom outside the statement lets in. */
    List<Outsider> of(IamStatement statement) {
        var names = new ArrayList<String>();
        var principals = statement.principals();
        if (principals.isComplement()) {
            names.add("*");
        }
        for (var name : principals.isComplement() ? List.<String>of() : principals.aws()) {
            if (!isOwn(name) && !gateway.has(name) && isLetIn(statement, name)) {
                names.add(name);
            }
        }
        for (var provider : principals.federated()) {
            if (statement.holds(RequestContext.EMPTY) != ConditionResult.NO
                    && subject(statement).isEmpty()) {
                names.add(provider);
            }
        }
        return names.stream().map(name -> new Outsider(name, statement)).toList();
    }

    /** The subjects that a statement about web identities names one by one; none if it lets in others too. */
    static List<String> subject(IamStatement statement) {
        for (var test : statement.conditions()) {
            var key = test.key().toLowerCase(Locale.ROOT);
            boolean isExact = (test.kind() == ConditionTest.Kind.EQUALS || test.kind() == ConditionTest.Kind.LIKE)
                    && !test.isNegated()
                    && !test.isIfExists()
                    && test.set() != ConditionTest.SetWord.ALL_VALUES
                    && test.values().stream()
                            .allMatch(one -> !PolicyVariables.hasVariables(one)
                                    && (test.kind() == ConditionTest.Kind.EQUALS
                                            || WildcardPattern.of(one).isLiteral()));
            if (key.endsWith(":sub") && !key.startsWith("saml:") && isExact) {
                return test.values();
            }
        }
        return List.of();
    }

    private boolean isOwn(String name) {
        return name.equals(account.naming().id())
                || name.contains("::" + account.naming().id() + ':')
                || !(name.equals("*") || name.startsWith("arn:") || name.matches("[0-9]{12}"));
    }

    private boolean isLetIn(IamStatement statement, String name) {
        var arn = name.matches("[0-9]{12}") || name.endsWith(":root") ? any(name) : name.equals("*") ? "arn:*" : name;
        if (statement.holds(AwsContexts.outside(arn)) == ConditionResult.NO) {
            return false;
        }
        return statement.conditions().stream().noneMatch(this::isClosed);
    }

    private static String any(String account) {
        var id = account.startsWith("arn:") ? account.split(":", -1)[4] : account;
        return "arn:*:" + id + ":*";
    }

    /** True if a condition lets in only principals of the account itself, which are looked at one by one, or the gateway's. */
    private boolean isClosed(ConditionTest test) {
        if (test.isNegated() || test.isIfExists() || test.set() == ConditionTest.SetWord.ALL_VALUES) {
            return false;
        }
        return switch (test.key().toLowerCase(Locale.ROOT)) {
            case "aws:principalarn" -> test.values().stream().allMatch(one -> isOwn(one) || gateway.has(one));
            case "aws:principalaccount", "aws:sourceaccount" ->
                test.values().stream().allMatch(account.naming().id()::equals);
            default -> false;
        };
    }
}
