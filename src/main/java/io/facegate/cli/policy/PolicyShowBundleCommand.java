package io.facegate.cli.policy;

import io.facegate.cli.CompileErrorPrinter;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileArgument;
import io.facegate.ledger.note.VerificationException;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.usecase.delivery.BundleSigners;
import io.facegate.usecase.delivery.BundleSigning;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy show-bundle}: tells what a policy bundle holds and who signed it. */
@Command(
        name = "show-bundle",
        description = {
            "Verify a bundle of policies as a gateway does, and tell what it is and who signed it.",
            "A gateway also proves the invariants and compares the policies with those in force."
        },
        exitCodeList = {
            "0:enough of the signers signed it",
            "1:a file cannot be read",
            "2:bad usage, or the file of signers is malformed",
            "3:the policies do not compile",
            "5:the bundle does not verify"
        },
        footer = {"", "Example:", "  facegate policy show-bundle p.bundle --signers signers"})
public final class PolicyShowBundleCommand extends FacegateCommand {
    @Parameters(index = "0", paramLabel = "FILE", converter = FileArgument.class, description = "The bundle.")
    private @Nullable Path bundle;

    @Option(
            names = "--signers",
            required = true,
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The file of signers, as serve --policy-signers names it.")
    private @Nullable Path signers;

    @Override
    protected ExitCode run() {
        var file = bundle;
        var known = signers;
        if (file == null || known == null) {
            throw usageError("FILE and --signers: name a bundle and a file of signers");
        }
        try {
            var from = readSigners(known);
            var verified = BundleSigning.verify(file, from);
            BundlePrinter.print(output(), verified.bundle(), "signers", verified.signerNames());
            output().printSummary("The bundle verifies. "
                    + (verified.signers().size() >= from.thresholdToPermitMore()
                            ? "Enough signed it for one that permits more."
                            : "One that permits more, and the first that a gateway takes, needs "
                                    + from.thresholdToPermitMore() + " signers."));
            return ExitCode.DONE;
        } catch (VerificationException unfit) {
            return fail(ExitCode.LEDGER_DOES_NOT_VERIFY, "The bundle does not verify: " + unfit.reason() + '.');
        } catch (PolicyErrors errors) {
            CompileErrorPrinter.print(errors, file, output());
            return ExitCode.DOES_NOT_COMPILE;
        } catch (IOException unreadable) {
            return fail(ExitCode.FAULT, "The bundle cannot be read: " + unreadable);
        }
    }

    private BundleSigners readSigners(Path file) throws IOException {
        try {
            return BundleSigners.read(file);
        } catch (VerificationException malformed) {
            throw usageError("--signers: " + file + ": " + malformed.reason(), malformed);
        }
    }
}
