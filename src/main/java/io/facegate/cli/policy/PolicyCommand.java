package io.facegate.cli.policy;

import io.facegate.cli.registry.PolicyProposeCommand;
import picocli.CommandLine.Command;

/** {@code policy}: checks, tests, explains and proves policies. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "Check, test, explain, prove, compare, replay, show and sign the policies that decide who may ask what.",
            "Policies are the *.yaml files of one folder; their tests, *_test.yaml, lie beside them.",
            "No command needs a running gateway, except policy propose if the registry is shared and has people."
        },
        subcommands = {
            PolicyCheckCommand.class,
            PolicyTestCommand.class,
            PolicyExplainCommand.class,
            PolicyProveCommand.class,
            PolicyDiffCommand.class,
            PolicyTimelineCommand.class,
            PolicyReplayCommand.class,
            PolicySchemaCommand.class,
            PolicyTableCommand.class,
            PolicyKeyCommand.class,
            PolicySignCommand.class,
            PolicyShowBundleCommand.class,
            PolicyRollBackCommand.class,
            PolicyProposeCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy check",
            "  facegate policy test --policies ./policies",
            "  facegate policy check --format --dry-run",
            "  facegate policy test --watch us-or-portland",
            "  facegate policy prove",
            "  facegate policy diff ./policies ./next",
            "  facegate policy timeline",
            "  facegate policy replay --policies ./next",
            "  facegate policy sign ./policies --key jane.skey --to p.bundle --serial 1",
            "  facegate policy explain --org-type law_enforcement.police \\",
            "      --purpose suspect_identification --capability identify"
        })
public final class PolicyCommand {}
