package io.facegate.cli.policy;

import io.facegate.cli.CompileErrorPrinter;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.ledger.note.VerificationException;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.usecase.delivery.BundleSigning;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code policy sign}: makes a signed bundle of a policy folder, or adds a signature to one. */
@Command(
        name = "sign",
        description = {
            "Make a signed bundle of the policies in a folder, for serve --policy-bundle.",
            "The bundle states the policies' digest, a serial number, a commit and the moment when they come into"
                    + " force. Tests are left out.",
            "If the bundle exists, this adds a signature to it. The folder must hold the same policies, so that each"
                    + " signer has them at hand: check, prove and compare them first (policy check, prove, diff)."
        },
        exitCodeList = {
            "0:the bundle is signed",
            "1:a file cannot be read or written",
            "2:bad usage, there is no such folder, or the bundle holds other policies",
            "3:the policies do not compile"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy sign ./policies --key jane.skey --to p.bundle --serial 1",
            "  facegate policy sign ./policies --key omar.skey --to p.bundle   # a second signature",
            "  facegate policy sign ./next --key jane.skey --to next.bundle --after p.bundle \\",
            "      --commit 4f2a9c1 --activate 2026-12-01T08:00:00Z"
        })
public final class PolicySignCommand extends FacegateCommand {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the policies.")
    private Path folder = Path.of("");

    @Mixin
    private BundleOptions options = new BundleOptions();

    @Override
    protected ExitCode run() {
        try {
            var signed = options.sign(BundleSigning.readFolder(folder));
            BundlePrinter.print(output(), signed, "stated_signers", signed.statedSigners());
            return ExitCode.DONE;
        } catch (PolicyErrors errors) {
            return CompileErrorPrinter.print(errors, folder, output());
        } catch (BundleSigning.Refused | VerificationException unfit) {
            return fail(ExitCode.USAGE, "The bundle was not signed: " + unfit.getMessage() + '.');
        } catch (IOException broken) {
            return fail(ExitCode.FAULT, "The bundle was not signed: " + broken);
        }
    }
}
