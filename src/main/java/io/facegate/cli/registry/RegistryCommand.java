package io.facegate.cli.registry;

import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** What the groups of commands on the registry have in common, and hand down to each of their commands. */
@Command(
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a fault; nothing was changed", "2:wrong usage; the message says what to do"})
abstract class RegistryCommand {}
