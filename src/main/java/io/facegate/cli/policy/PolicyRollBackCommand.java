package io.facegate.cli.policy;

import io.facegate.cli.CompileErrorPrinter;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.ledger.note.VerificationException;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.usecase.delivery.BundleSigning;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code policy roll-back}: makes a signed bundle of policies that were in force before. */
@Command(
        name = "roll-back",
        description = {
            "Make a signed bundle of policies that were in force before, with the next serial number.",
            "They are read from the archive of the data folder and verified against their digest; ledger search --act"
                    + " policies_loaded lists the digests. Gateways treat the bundle as any other: one that permits more"
                    + " than the policies in force needs more signers, who add theirs with policy sign"
                    + " DATA/policies/DIGEST."
        },
        exitCodeList = {
            "0:the bundle is signed",
            "1:a file cannot be read or written",
            "2:bad usage",
            "3:no such policies are kept, or they were altered or no longer compile"
        },
        footer = {"", "Example:", "  facegate policy roll-back DIGEST --key jane.skey --to back.bundle --after p.bundle"
        })
public final class PolicyRollBackCommand extends FacegateCommand {
    @Parameters(index = "0", paramLabel = "DIGEST", description = "The digest of the earlier policies.")
    private String digest = "";

    @Mixin
    private BundleOptions options = new BundleOptions();

    @Override
    protected ExitCode run() {
        try {
            var signed = options.sign(BundleSigning.readArchived(settings.data(), digest));
            BundlePrinter.print(output(), signed, "stated_signers", signed.statedSigners());
            return ExitCode.DONE;
        } catch (PolicyErrors errors) {
            return CompileErrorPrinter.print(errors, settings.data(), output());
        } catch (BundleSigning.Refused | VerificationException unfit) {
            return fail(ExitCode.USAGE, "The bundle was not signed: " + unfit.getMessage() + '.');
        } catch (IOException broken) {
            return fail(ExitCode.FAULT, "The bundle was not signed: " + broken);
        }
    }
}
