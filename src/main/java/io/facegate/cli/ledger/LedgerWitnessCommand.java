package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileArgument;
import io.facegate.cli.FileProblem;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.witness.WitnessPolicy;
import io.facegate.ledger.witness.WitnessServer;
import io.facegate.ledger.witness.WitnessStore;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

        /** The folder; a usage error if it holds no witness. */
        Path requireWitness(CommandSpec spec) {
            if (!Files.isRegularFile(path.resolve(WitnessStore.SECRET))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--dir: there is no witness in " + path + ", for it holds no " + WitnessStore.SECRET
                                + ". Make one: facegate ledger witness init --dir DIR --url URL");
            }
            return path;
        }
    }

    /** Creates a witness, and the witness policy for a gateway. */
    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Makes the folder of a witness: its key, the log that it watches, and the file `policy` for the"
                        + " gateway's --witnesses. Run it where the data folder is and move the folder to the"
                        + " witness's machine, or run it there with --log. After a key rotation, run it again with"
                        + " the log's keys."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:a file cannot be read or written, or is of another log", "2:usage"},
            footer = {"", "Example:", "  facegate ledger witness init --dir witness --url http://witness.example:8181"})
    static final class Init implements Callable<Integer> {
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

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            if (!isAddress(url)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--url is '" + url + "'; it must be the URL at which gateways reach the witness, such as"
                                + " http://witness.example:8181.");
            }
            if (Files.exists(folder.path) && !Files.isDirectory(folder.path)) {
                throw new ParameterException(
                        spec.commandLine(), "--dir: " + folder.path + " is a file; name a folder, or one to be made.");
            }
            if (name != null && !name.matches("[!-*,-~]{1,64}")) {
                throw new ParameterException(
                        spec.commandLine(), "--name is at most 64 printable characters without spaces and plus signs.");
            }
            try {
                return createWitness();
            } catch (VerificationException | Fault.LedgerDown unfit) {
                settings.printError(
                        String.valueOf(unfit instanceof VerificationException one ? one.reason() : unfit.getMessage()));
            } catch (IOException unusable) {
                settings.printError("The witness cannot be made: " + FileProblem.sentence(unusable) + '.');
            }
            return ExitCode.FAULT.number();
        }

        private static boolean isAddress(String address) {
            try {
                var url = new URI(address);
                return url.getHost() != null && Set.of("http", "https").contains(String.valueOf(url.getScheme()));
            } catch (URISyntaxException broken) {
                return false;
            }
        }

        private int createWitness() throws IOException, VerificationException {
            var keys = Files.readString(log == null ? ownLogKeys() : log);
            var witness = WitnessStore.openOrCreate(folder.path, name == null ? randomName() : name);
            witness.trust(keys);
            var policy = folder.path.resolve("policy");
            var text = "log " + keys.lines().findFirst().orElse("") + "\nwitness one "
                    + witness.key().encoded() + ' ' + url + "\nquorum one\n";
            WitnessPolicy.parse(text);
            Files.writeString(policy, text);
            settings.output()
                    .print(
                            CommandOutput.fields("key", witness.key().encoded(), "policy", policy.toString()),
                            "The witness " + witness.key().name() + " is made in " + folder.path + ".\n"
                                    + "On its machine:   facegate ledger witness serve --dir " + folder.path + "\n"
                                    + "For the gateway:  facegate serve --witnesses " + policy);
            return ExitCode.DONE.number();
        }

        private Path ownLogKeys() {
            LedgerLocator.requireLedger(spec, settings.ledger());
            LogKey.name(settings.ledger(), null);
            return settings.data().resolve(LogKey.CHAIN);
        }

        private static String randomName() {
            var bytes = new byte[4];
            new java.security.SecureRandom().nextBytes(bytes);
            return "facegate.witness/" + HexFormat.of().formatHex(bytes);
        }
    }

    /** Serves until stopped. */
    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Takes checkpoints over HTTP (C2SP tlog-witness) until it is stopped.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:it was stopped", "1:it cannot start", "2:usage"},
            footer = {"", "Example:", "  facegate ledger witness serve --dir witness --listen 0.0.0.0:8181"})
    static final class Serve implements Callable<Integer> {
        @Mixin
        private Folder folder = new Folder();

        @Option(
                names = "--listen",
                paramLabel = "HOST:PORT",
                defaultValue = "127.0.0.1:8181",
                description = "Where it listens. Default: 127.0.0.1:8181, for this machine alone.")
        private String listen = "";

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            try (var server = WitnessServer.start(WitnessStore.open(folder.requireWitness(spec)), address())) {
                settings.print("The witness listens on port " + server.port() + '.');
                new CountDownLatch(1).await();
            } catch (VerificationException unfit) {
                settings.printError("The witness cannot start: " + unfit.reason() + '.');
            } catch (BindException taken) {
                settings.printError("The witness cannot start: --listen is " + listen + ", and listening there failed: "
                        + taken.getMessage() + '.');
            } catch (IOException unusable) {
                settings.printError("The witness cannot start: " + FileProblem.sentence(unusable) + '.');
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return ExitCode.DONE.number();
            }
            return ExitCode.FAULT.number();
        }

        private InetSocketAddress address() {
            int colon = listen.lastIndexOf(':');
            if (colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}")) {
                throw new ParameterException(
                        spec.commandLine(), "--listen is " + listen + "; it must be HOST:PORT, such as 0.0.0.0:8181.");
            }
            int port = Integer.parseInt(listen.substring(colon + 1));
            if (port > 65535) {
                throw new ParameterException(
                        spec.commandLine(), "--listen is " + listen + "; a port is a number of at most 65535.");
            }
            try {
                return new InetSocketAddress(InetAddress.getByName(listen.substring(0, colon)), port);
            } catch (UnknownHostException unknown) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--listen is " + listen + ", and no such address is known here. Give one of this machine.",
                        unknown);
            }
        }
    }

    /** Prints the newest cosigned checkpoints. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Prints the newest checkpoint of each log that the witness signed, for ledger verify --checkpoint.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:it cannot be read", "2:usage"},
            footer = {"", "Example:", "  facegate ledger witness show --dir witness > noted.txt"})
    static final class Show implements Callable<Integer> {
        @Mixin
        private Folder folder = new Folder();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            try {
                for (var note : WitnessStore.open(folder.requireWitness(spec)).newestCheckpoints()) {
                    settings.output()
                            .print(
                                    CommandOutput.fields("checkpoint", note.encoded()),
                                    note.encoded().stripTrailing());
                }
                return ExitCode.DONE.number();
            } catch (VerificationException unfit) {
                settings.printError("The witness's state cannot be trusted: " + unfit.reason() + '.');
            } catch (IOException unreadable) {
                settings.printError("The witness's state cannot be read: " + FileProblem.sentence(unreadable) + '.');
            }
            return ExitCode.FAULT.number();
        }
    }
}
