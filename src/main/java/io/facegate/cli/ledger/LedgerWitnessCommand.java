package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileArgument;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.cli.LedgerLocator;
import io.facegate.cli.ListenAddressArgument;
import io.facegate.ledger.note.VerificationException;
import io.facegate.usecase.ledger.LogKeys;
import io.facegate.usecase.ledger.WitnessFolder;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code facegate ledger witness}: a small witness, which cosigns checkpoints of a log that only grows. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "A witness signs each checkpoint of a log after checking that the log has only grown, and remembers it."
                    + " Somebody who puts back an older copy of everything on the gateway's machine cannot put back"
                    + " the witness.",
            "Run it on another machine, under another administrator."
        },
        subcommands = {
            LedgerWitnessCommand.Init.class,
            LedgerWitnessCommand.Serve.class,
            LedgerWitnessCommand.Show.class
        },
        footer = {
            "",
            "Examples:",
            "  facegate ledger witness init --dir witness --url http://witness.example:8181",
            "  facegate ledger witness serve --dir witness --listen 0.0.0.0:8181",
            "  facegate serve --witnesses witness/policy",
            "  facegate ledger witness show --dir witness > noted.txt"
        })
public final class LedgerWitnessCommand {
    /** The witness's folder. */
    static final class Folder {
        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The witness's own folder.")
        private Path path = Path.of("");

        WitnessFolder folder() {
            return new WitnessFolder(path);
        }

        /** The folder; a usage error if it holds no witness. */
        WitnessFolder requireWitness(CommandSpec spec) {
            if (!folder().hasWitness()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--dir: there is no witness in " + path + ", for it holds no " + WitnessFolder.SECRET
                                + ". Make one: facegate ledger witness init --dir DIR --url URL");
            }
            return folder();
        }
    }

    /** Creates a witness, and the witness policy for a gateway. */
    @Command(
            name = "init",
            sortOptions = false,
            description = {
                "Makes the folder of a witness: its key, the log that it watches, and the file `policy` for the"
                        + " gateway's --witnesses. Run it where the data folder is and move the folder to the"
                        + " witness's machine, or run it there with --log. After a key rotation, run it again with"
                        + " the log's keys."
            },
            exitCodeList = {"0:done", "1:a file cannot be read or written, or is of another log", "2:usage"},
            footer = {"", "Example:", "  facegate ledger witness init --dir witness --url http://witness.example:8181"})
    static final class Init extends FacegateCommand {
        @Mixin
        private Folder folder = new Folder();

        @Option(names = "--url", required = true, paramLabel = "URL", description = "Where gateways reach the witness.")
        private String url = "";

        @Option(
                names = "--log",
                paramLabel = "FILE",
                converter = FileArgument.class,
                description = "The log's public key, as `ledger key show` prints it. Default: the data folder's.")
        private @Nullable Path log;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "The witness's name. Default: one made from its key.")
        private @Nullable String name;

        @Override
        protected ExitCode run() {
            if (!isAddress(url)) {
                throw usageError(
                        "--url is '" + url + "'; it must be the URL at which gateways reach the witness, such as"
                                + " http://witness.example:8181.");
            }
            if (Files.exists(folder.path) && !Files.isDirectory(folder.path)) {
                throw usageError("--dir: " + folder.path + " is a file; name a folder, or one to be made.");
            }
            if (name != null && !name.matches("[!-*,-~]{1,64}")) {
                throw usageError("--name is at most 64 printable characters without spaces and plus signs.");
            }
            try {
                return createWitness();
            } catch (VerificationException | Fault.LedgerDown unfit) {
                return fail(
                        ExitCode.FAULT,
                        String.valueOf(unfit instanceof VerificationException one ? one.reason() : unfit.getMessage()));
            } catch (IOException unusable) {
                return fail(
                        ExitCode.FAULT, "The witness cannot be made: " + FileErrorFormatter.sentence(unusable) + '.');
            }
        }

        private static boolean isAddress(String address) {
            try {
                var url = new URI(address);
                return url.getHost() != null && Set.of("http", "https").contains(String.valueOf(url.getScheme()));
            } catch (URISyntaxException broken) {
                return false;
            }
        }

        private ExitCode createWitness() throws IOException, VerificationException {
            var keys = log == null ? ownLogKeys() : Files.readString(log);
            var key = folder.folder().init(name, keys, url);
            var policy = folder.folder().policy();
            output().print(
                            CommandOutput.fields("key", key.encoded(), "policy", policy.toString()),
                            "The witness " + key.name() + " is made in " + folder.path + ".\n"
                                    + "On its machine:   facegate ledger witness serve --dir " + folder.path + "\n"
                                    + "For the gateway:  facegate serve --witnesses " + policy);
            return ExitCode.DONE;
        }

        private String ownLogKeys() throws IOException {
            return LogKeys.read(LedgerLocator.requireLedger(spec, settings.ledger()))
                    .chain();
        }
    }

    /** Serves until stopped. */
    @Command(
            name = "serve",
            sortOptions = false,
            description = "Takes checkpoints over HTTP (C2SP tlog-witness) until it is stopped.",
            exitCodeList = {"0:it was stopped", "1:it cannot start", "2:usage"},
            footer = {"", "Example:", "  facegate ledger witness serve --dir witness --listen 0.0.0.0:8181"})
    static final class Serve extends FacegateCommand {
        @Mixin
        private Folder folder = new Folder();

        @Option(
                names = "--listen",
                paramLabel = "HOST:PORT",
                defaultValue = "127.0.0.1:8181",
                description = "Where it listens. Default: 127.0.0.1:8181, for this machine alone.")
        private String listen = "";

        @Override
        protected ExitCode run() {
            try {
                folder.requireWitness(spec)
                        .serve(
                                ListenAddressArgument.parse(spec, "--listen", listen),
                                port -> output().print("The witness listens on port " + port + '.'));
            } catch (VerificationException unfit) {
                output().printError("The witness cannot start: " + unfit.reason() + '.');
            } catch (BindException taken) {
                output().printError("The witness cannot start: --listen is " + listen + ", and listening there failed: "
                        + taken.getMessage() + '.');
            } catch (IOException unusable) {
                output().printError("The witness cannot start: " + FileErrorFormatter.sentence(unusable) + '.');
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return ExitCode.DONE;
            }
            return ExitCode.FAULT;
        }
    }

    /** Prints the newest cosigned checkpoints. */
    @Command(
            name = "show",
            sortOptions = false,
            description =
                    "Prints the newest checkpoint of each log that the witness signed, for ledger verify --checkpoint.",
            exitCodeList = {"0:done", "1:it cannot be read", "2:usage"},
            footer = {"", "Example:", "  facegate ledger witness show --dir witness > noted.txt"})
    static final class Show extends FacegateCommand {
        @Mixin
        private Folder folder = new Folder();

        @Override
        protected ExitCode run() {
            try {
                for (var note : folder.requireWitness(spec).newestCheckpoints()) {
                    output().print(CommandOutput.fields("checkpoint", note), note.stripTrailing());
                }
                return ExitCode.DONE;
            } catch (VerificationException unfit) {
                return fail(ExitCode.FAULT, "The witness's state cannot be trusted: " + unfit.reason() + '.');
            } catch (IOException unreadable) {
                return fail(
                        ExitCode.FAULT,
                        "The witness's state cannot be read: " + FileErrorFormatter.sentence(unreadable) + '.');
            }
        }
    }
}
