package io.facegate.cli.lockdown;

import picocli.CommandLine.Command;

/** {@code facegate lockdown}: checks of cloud accounts. */
@Command(
        name = "lockdown",
        mixinStandardHelpOptions = true,
        description = "Checks whether a cloud account is closed to everybody but the gateway.",
        subcommands = LockdownCheckCommand.class,
        footer = {
            "",
            "Example:",
            "  facegate lockdown check --vendor aws --account ./account --gateway"
                    + " arn:aws:iam::123456789012:role/facegate/gateway"
        })
public final class LockdownCommand {}
