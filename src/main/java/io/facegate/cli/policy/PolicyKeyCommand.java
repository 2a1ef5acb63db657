package io.facegate.cli.policy;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.usecase.delivery.BundleSigning;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code policy key}: makes the key pair of a signer of policy bundles. */
@Command(
        name = "key",
        description = {
            "Make a key with which a person signs policy bundles (policy sign).",
            "The secret key is written to a new file. The public key is printed as a line of the file that serve"
                    + " --policy-signers names."
        },
        exitCodeList = {"0:done", "1:the file cannot be written", "2:usage, or the file exists"},
        footer = {"", "Example:", "  facegate policy key --name jane.doe --to jane.skey >> signers"})
public final class PolicyKeyCommand extends FacegateCommand {
    private static final String NAME = "[A-Za-z0-9._@-]{1,64}";

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "The signer's name: at most 64 letters, digits and . _ @ or -.")
    private String name = "";

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The new file of the secret key.")
    private Path to = Path.of("");

    @Override
    protected ExitCode run() {
        require(name.matches(NAME), "--name takes at most 64 letters, digits and . _ @ or -.");
        try {
            var key = BundleSigning.createKey(name, to);
            output().print(CommandOutput.fields("signer", key), "signer " + key);
            return ExitCode.DONE;
        } catch (FileAlreadyExistsException there) {
            return fail(ExitCode.USAGE, "--to: " + to + " exists. Name a new file.");
        } catch (IOException unwritable) {
            return fail(ExitCode.FAULT, "The key cannot be written: " + unwritable);
        }
    }
}
