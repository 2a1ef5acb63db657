package io.facegate.usecase.lockdown.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the exported files say of an account.
 *
 * @param principals all users and roles, and the root user
 * @param levels the statements of the service control policies that bind it, from the root of the organisation down;
 *     none if none do
 * @param projectPolicies resource policies of Rekognition's projects, by the ARN of the project
 */
record AwsAccount(
        Naming naming,
        List<AwsPrincipal> principals,
        Map<String, ManagedPolicy> policies,
        Map<String, Group> groups,
        List<List<IamStatement>> levels,
        Map<String, List<IamStatement>> projectPolicies) {

    /**
     * Which account it is.
     *
     * @param isManagement true for the management account of an organisation, which no service control policy binds
     */
    record Naming(String id, String partition, boolean isManagement) {
        /** The ARN of something of IAM in the account. */
        String iam(String resource) {
            return "arn:" + partition + ":iam::" + id + ':' + resource;
        }
    }

    /**
     * A managed policy.
     *
     * @param statements those of the version in force
     * @param others those of the other versions
     */
    record ManagedPolicy(String arn, String name, List<IamStatement> statements, List<IamStatement> others) {
        ManagedPolicy {
            statements = List.copyOf(statements);
            others = List.copyOf(others);
        }

        /** True for those that the account itself can change. */
        boolean isOwn() {
            return !arn.contains(":iam::aws:policy/");
        }
    }

    /** A group of users, with its inline and managed policies. */
    record Group(String arn, String name, List<IamStatement> statements, List<String> policies) {
        Group {
            statements = List.copyOf(statements);
            policies = List.copyOf(policies);
        }
    }

    /** What binds a principal besides its own policies. */
    List<List<IamStatement>> levelsOf(AwsPrincipal principal) {
        return naming.isManagement() || principal.isServiceLinked() ? List.of() : levels;
    }

    /** All statements that decide about calls of a service. */
    Stream<IamStatement> statements() {
        var lists = new ArrayList<List<IamStatement>>(levels);
        for (var principal : principals) {
            lists.add(principal.statements());
            var boundary = principal.boundary();
            if (boundary != null) {
                lists.add(boundary.statements());
            }
        }
        policies.values().forEach(policy -> {
            lists.add(policy.statements());
            lists.add(policy.others());
        });
        groups.values().forEach(group -> lists.add(group.statements()));
        return lists.stream().flatMap(List::stream);
    }
}
