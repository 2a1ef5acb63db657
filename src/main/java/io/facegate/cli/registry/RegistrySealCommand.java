package io.facegate.cli.registry;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.registry.ApprovalStatus;
import io.facegate.registry.DataKeyRotation;
import io.facegate.registry.RegistryVerification;
import io.facegate.usecase.registry.RegistrySealing;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facegate registry}: verifies the registry's rows, seals them under a new key, or accepts changed rows. */
@Command(
        name = "registry",
        description = {
            "Checks that organisations, keys and evidence are unchanged since they were registered, and repairs"
                    + " their seal.",
            "Every row carries an HMAC under registry.key, and the ledger knows the root over all of them."
        },
        footer = {
            "",
            "Examples:",
            "  facegate registry verify",
            "  facegate registry apply organisations.yaml --plan",
            "  facegate registry apply organisations.yaml --keys-to keys.jsonl --by m.roe",
            "  facegate registry export > organisations.yaml",
            "  facegate registry history --org spring-harbor",
            "  facegate registry expiring --within 60",
            "  facegate registry show",
            "  facegate registry rotate --by m.roe --reason 'Yearly.'",
            "  facegate registry rotate --master aws-kms:ARN --by m.roe",
            "  facegate registry accept --by m.roe --reason 'Restored the backup of Monday.'",
            "  facegate registry migrate --role gateway \\",
            "      --registry 'jdbc:postgresql://db/facegate?user=owner'"
        },
        subcommands = {
            RegistrySealCommand.Verify.class,
            RegistrySealCommand.Show.class,
            RegistrySealCommand.Rotate.class,
            RegistrySealCommand.Accept.class,
            RegistryApplyCommand.class,
            RegistryExportCommand.class,
            RegistryHistoryCommand.class,
            RegistryExpiringCommand.class,
            RegistryApprovalsCommand.class,
            RegistryMigrateCommand.class
        })
public final class RegistrySealCommand extends RegistryCommand {
    @Command(
            name = "verify",
            description = "Checks every row, and all of them against the ledger. Exits with 5 if one fails.")
    static final class Verify extends RegistrySubcommand {
        @Override
        protected ExitCode run() {
            var sealing = new RegistrySealing(registry());
            var verified = sealing.verify();
            print(verified, sealing.approvalStatus());
            return verified.isIntact() ? ExitCode.DONE : ExitCode.LEDGER_DOES_NOT_VERIFY;
        }

        private void print(RegistryVerification verified, ApprovalStatus approvalStatus) {
            boolean sound = verified.isIntact();
            var altered = new TreeSet<>(verified.altered());
            if (output().isJson()) {
                output().printJson(CommandOutput.fields(
                        "verifies",
                        sound,
                        "root",
                        verified.root(),
                        "onRecord",
                        verified.current(),
                        "altered",
                        altered,
                        "approvals",
                        approvalStatus.approvals().word(),
                        "people",
                        approvalStatus.people()));
                return;
            }
            output().print((sound ? "The registry verifies. " : "THE REGISTRY DOES NOT VERIFY. ") + "Root "
                    + verified.root());
            if (!verified.current()) {
                output().print("It does not match the ledger: an older copy was restored, or rows were changed with"
                        + " the key.");
            }
            output().print("Approvals: " + approvalStatus.approvals().word() + ". People: "
                    + approvalStatus.registered() + '.');
            altered.forEach(row -> output().print("Changed outside Facegate, or missing: " + row));
        }
    }

    @Command(
            name = "show",
            description = "Says where the registry is, and which master key wraps its data key. No key is printed.")
    static final class Show extends RegistrySubcommand {
        @Override
        protected ExitCode run() {
            var sealing = new RegistrySealing(registry());
            var verified = sealing.verify();
            var master = sealing.masterKey();
            return print(CommandOutput.fields(
                    "registry",
                    settings.registry().toString(),
                    "master_key",
                    master == null ? "registry.key" : master.master(),
                    "generation",
                    master == null ? null : master.generation(),
                    "root",
                    verified.root(),
                    "verifies",
                    verified.isIntact()));
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Makes a new data key and seals every secret and every row with it. A running gateway uses it at once.",
                "The data key is in registry.key, or wrapped in the registry by a master key. --master KEY only changes"
                        + " the master key, unless the present data key is in a file or --data-key is given.",
                "If the registry is shared and the data key is in registry.key, other gateways accept no callers until you"
                        + " copy registry.key to them. With a master key, running gateways follow by themselves.",
                "Back up the registry and registry.key or registry.master at the same moment: they open only together."
                        + " Keep the master key too."
            })
    static final class Rotate extends RegistryChangeSubcommand {
        @Option(
                names = "--master",
                paramLabel = "KEY",
                description = {
                    "The master key that wraps the data key from now on: file:PATH, aws-kms:ARN or"
                            + " azure-keyvault:URL.",
                    "A relative path begins in the data folder; a missing file is made."
                })
        private @Nullable String master;

        @Option(names = "--data-key", description = "Make a new data key too, and seal everything with it.")
        private boolean dataKey;

        @Override
        protected ExitCode run() {
            new RegistrySealing(registry()).rotate(new DataKeyRotation(master, dataKey || master == null));
            return done("Done, and on record.");
        }
    }

    @Command(
            name = "accept",
            description = {
                "Accepts the rows as they are: after an older copy was restored, after somebody changed rows, or"
                        + " after registry.key was lost. Review the rows first.",
                "Organisations that do not verify are suspended; keys, evidence and exemptions that do not verify are"
                        + " revoked; people, reviewers and issuers that do not verify are removed. After a loss of the"
                        + " key, that is all of them.",
                "Rows that verify are taken as they are. Every row of an older state verifies: what was revoked,"
                        + " suspended, closed, removed or ended since counts again - keys, evidence, exemptions,"
                        + " organisations and their purposes, people and their roles, reviewers, approvals and issuers."
                        + " Compare with facegate registry history first.",
                "The next start of the gateway accepts owned resources, galleries and held answers as they are."
            })
    static final class Accept extends RegistryChangeSubcommand {
        @Override
        protected ExitCode run() {
            new RegistrySealing(registry())
                    .accept()
                    .forEach(row -> output().print("Suspended or revoked, because it did not verify: " + row));
            output().printError("Done, and on record.");
            output().printError("If this is an older state, what was revoked, suspended, closed, removed or ended since"
                    + " counts again: keys, evidence, exemptions, organisations and their purposes, people and their"
                    + " roles, reviewers, approvals, issuers. See: facegate registry history.");
            return done("The next start of the gateway accepts owned resources, galleries and held answers"
                    + " as they are.");
        }
    }
}
