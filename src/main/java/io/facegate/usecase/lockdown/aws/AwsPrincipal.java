package io.facegate.usecase.lockdown.aws;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A user, a role or the root user of the account, with the policies that bind it. */
final class AwsPrincipal {
    private final Kind kind;
    private final Identity identity;
    private final List<IamStatement> statements;
    private final @Nullable Boundary boundary;
    private final List<IamStatement> trust;
    private final Attachments attachments;

    /** What a principal is. */
    enum Kind {
        USER,
        ROLE,
        ROOT
    }

    /** Its names. */
    record Identity(String arn, String name, String id, Map<String, String> tags) {
        Identity {
            tags = Map.copyOf(tags);
        }
    }

    /** The permissions boundary of a principal. */
    record Boundary(String arn, List<IamStatement> statements) {
        Boundary {
            statements = List.copyOf(statements);
        }
    }

    /** The managed policies and the groups of a principal, by ARN. */
    record Attachments(List<String> policies, List<String> groups) {
        static final Attachments NONE = new Attachments(List.of(), List.of());

        Attachments {
            policies = List.copyOf(policies);
            groups = List.copyOf(groups);
        }
    }

    /** What binds a principal. */
    record Bound(List<IamStatement> statements, @Nullable Boundary boundary, List<IamStatement> trust) {
        Bound {
            statements = List.copyOf(statements);
            trust = List.copyOf(trust);
        }
    }

    AwsPrincipal(Kind kind, Identity identity, Bound bound, Attachments attachments) {
        this.kind = kind;
        this.identity = identity;
        this.statements = bound.statements();
        this.boundary = bound.boundary();
        this.trust = bound.trust();
        this.attachments = attachments;
    }

    /** The ARN of the root user of a principal's account. */
    static String rootOf(AwsPrincipal principal) {
        return "arn:" + principal.partition() + ":iam::" + principal.account() + ":root";
    }

    Kind kind() {
        return kind;
    }

    String arn() {
        return identity.arn();
    }

    String name() {
        return identity.name();
    }

    String id() {
        return identity.id();
    }

    Map<String, String> tags() {
        return identity.tags();
    }

    List<IamStatement> statements() {
        return statements;
    }

    @Nullable
    Boundary boundary() {
        return boundary;
    }

    /** The statements of a role's trust policy. */
    List<IamStatement> trust() {
        return trust;
    }

    Attachments attachments() {
        return attachments;
    }

    boolean isRole() {
        return kind == Kind.ROLE;
    }

    /** True for a role that only a service of AWS uses and that no service control policy binds. */
    boolean isServiceLinked() {
        return isRole() && arn().contains(":role/aws-service-role/");
    }

    String account() {
        return part(4);
    }

    String partition() {
        return part(1);
    }

    private String part(int number) {
        var parts = identity.arn().split(":", -1);
        return number < parts.length ? parts[number] : "";
    }

    /** The same principal with other statements and boundary. */
    AwsPrincipal with(List<IamStatement> other, @Nullable Boundary otherBoundary) {
        return new AwsPrincipal(kind, identity, new Bound(other, otherBoundary, trust), attachments);
    }
}
