package io.facegate.cli.vendor;

import picocli.CommandLine.Command;

/** {@code vendor}: prints the catalogues of the vendors' operations. */
@Command(
        name = "vendor",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what Facegate knows about the vendors' operations: what each does to faces, its parameters, and"
                    + " whether its answer can be filtered. Checks a vendor with your account.",
            "Facegate refuses every operation that is not listed. None of these commands needs a running server."
        },
        subcommands = {VendorListCommand.class, VendorShowCommand.class},
        footer = {
            "",
            "Examples:",
            "  facegate vendor list",
            "  facegate vendor list --api azure_face",
            "  facegate vendor show CompareFaces"
        })
public final class VendorCommand {}
