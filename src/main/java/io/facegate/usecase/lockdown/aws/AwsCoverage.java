package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.GatewayNames;
import io.facegate.usecase.lockdown.account.LockdownReport;
import io.facegate.usecase.lockdown.aws.Authorization.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says what of an account was looked at, and what its files do not show. */
final class AwsCoverage {
    /** Actions that change what somebody may do. */
    static final Set<String> EDITS = Set.of(
            "iam:PutUserPolicy",
            "iam:PutRolePolicy",
            "iam:PutGroupPolicy",
            "iam:AttachUserPolicy",
            "iam:AttachRolePolicy",
            "iam:AttachGroupPolicy",
            "iam:CreatePolicyVersion",
            "iam:SetDefaultPolicyVersion",
            "iam:AddUserToGroup",
            "iam:DeleteUserPolicy",
            "iam:DeleteRolePolicy",
            "iam:DetachUserPolicy",
            "iam:DetachRolePolicy",
            "iam:DeleteUserPermissionsBoundary",
            "iam:DeleteRolePermissionsBoundary",
            "iam:PutUserPermissionsBoundary",
            "iam:PutRolePermissionsBoundary");

    /** Actions that get somebody onto a machine that is there already. */
    private static final List<String> ENTRIES = List.of(
            "ssm:SendCommand",
            "ssm:StartSession",
            "ec2-instance-connect:SendSSHPublicKey",
            "ecs:ExecuteCommand",
            "lambda:UpdateFunctionCode");

    private static final int NAMED = 5;

    private final AwsAccount account;
    private final RequestClasses faces;
    private final CallRights rights;
    private final GatewayNames gateway;

    AwsCoverage(AwsAccount account, RequestClasses faces, CallRights rights, GatewayNames gateway) {
        this.account = account;
        this.faces = faces;
        this.rights = rights;
        this.gateway = gateway;
    }

    void tell(LockdownReport report, List<AwsPrincipal> gateways, List<AwsPrincipal> others) {
        var naming = account.naming();
        report.addSeen("AWS account " + naming.id() + (naming.isManagement() ? ", the management account" : "") + ": "
                + account.principals().size() + " users and roles with the root user, "
                + account.groups().size() + " groups, " + account.policies().size() + " managed policies, "
                + account.levels().size() + " levels of service control policies.");
        report.addSeen(faces.operations().size() + " face operations in "
                + faces.regions().size() + " regions: " + String.join(", ", faces.regions()) + '.');
        report.addSeen("Principals of the gateway: " + String.join(", ", gateway.names()) + " (" + gateways.size()
                + " in the account).");
        organisation(report);
        unknownNames(report, gateways);
        machines(report, gateways, others);
        subjects(report, gateways);
        report.addUnseen("Other accounts: each needs a check of its own.");
        report.addUnseen("Operations of Rekognition that the catalogue does not have, regions that it gets later, and"
                + " rekognition:StartFaceLivenessSession, which devices call.");
        report.addUnseen("Session policies, resource control policies and policies of VPC endpoints: they only take"
                + " rights away, and none is counted.");
        report.addUnseen(
                "Actions that make a service run code with a role that is passed to it, and that the check does"
                        + " not list: its list is of Facegate's own making, for "
                        + String.join(", ", PassRoleServices.services())
                        + ". For any other service iam:PassRole is enough.");
        report.addUnseen(
                "Services of AWS that use Rekognition in their own name: no policy of the account binds them.");
    }

    private void organisation(LockdownReport report) {
        if (account.naming().isManagement()) {
            report.addUnseen("Service control policies do not bind the management account: none is counted.");
        } else if (account.levels().isEmpty()) {
            report.addUnseen("No service control policy binds the account: its own administrators decide alone.");
        } else {
            report.addUnseen("Who may change the service control policies: that is decided in the management account"
                    + " and by its delegated administrators.");
        }
        if (account.projectPolicies().isEmpty()) {
            report.addUnseen("Policies of Rekognition's projects: " + AwsAccountReader.RESOURCES
                    + " is not there or has none; it is taken that there are none.");
        }
    }

    /** Names the gateway's principals that this account should have, and has not. */
    private void unknownNames(LockdownReport report, List<AwsPrincipal> gateways) {
        gateway.names().stream()
                .filter(name -> !name.startsWith("arn:")
                        || name.startsWith(account.naming().iam("")))
                .filter(name -> gateways.isEmpty() || !name.endsWith("*"))
                .filter(name -> gateways.stream().noneMatch(one -> one.arn().equals(name)))
                .forEach(name -> report.addUnseen("The gateway's principal " + name
                        + ": the account has none of this name. Check its spelling, and whether the files are of the"
                        + " gateway's account."));
    }

    private void machines(LockdownReport report, List<AwsPrincipal> gateways, List<AwsPrincipal> others) {
        var services = new LinkedHashSet<String>();
        gateways.stream()
                .filter(AwsPrincipal::isRole)
                .forEach(role -> services.addAll(IdentityTakeoverPaths.services(role)));
        var entering = new ArrayList<String>();
        for (var other : others) {
            var context = rights.context(other);
            ENTRIES.stream()
                    .filter(action -> rights.find(other, Request.onAny(action, context)) != null)
                    .findFirst()
                    .ifPresent(action -> entering.add(other.arn() + " (" + action + ')'));
        }
        report.addUnseen("Who gets onto the machines that run the gateway"
                + (services.isEmpty() ? "" : " (its roles trust " + String.join(", ", services) + ')')
                + ", their images and code. "
                + (entering.isEmpty()
                        ? "No other principal of the account may run commands on machines."
                        : entering.size()
                                + (entering.size() == 1 ? " other principal" : " other principals")
                                + " may run commands on some machine: "
                                + String.join(
                                        ", ", entering.stream().limit(NAMED).toList())
                                + (entering.size() > NAMED ? ", …" : "") + '.'));
    }

    private static void subjects(LockdownReport report, List<AwsPrincipal> gateways) {
        for (var role : gateways) {
            for (var statement : role.trust()) {
                var subjects = ExternalAccess.subject(statement);
                if (statement.isAllow() && !statement.principals().federated().isEmpty() && !subjects.isEmpty()) {
                    report.addUnseen("Who is " + String.join(", ", subjects) + " at "
                            + String.join(", ", statement.principals().federated()) + ": whoever is can become "
                            + role.arn() + '.');
                }
            }
        }
    }
}
