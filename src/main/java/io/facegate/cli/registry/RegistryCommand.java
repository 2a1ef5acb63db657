package io.facegate.cli.registry;

import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** Base of the registry command groups; their subcommands inherit its settings. */
@Command(
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a fault; nothing was changed, unless the message says so",
            "2:wrong usage; the message says what to do"
        })
abstract class RegistryCommand {}
