package io.facegate.cli.log;

import io.facegate.call.Fault;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerFiles;
import io.facegate.cli.Settings;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.Unsound;
import io.facegate.ledger.witness.WitnessMemory;
import io.facegate.ledger.witness.WitnessPolicy;
import io.facegate.ledger.witness.WitnessServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facegate ledger witness}: a small witness, which signs that a log only grew. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "A witness signs each checkpoint of a log after it checked that the log only grew, and remembers it."
                    + " Whoever puts an older copy of everything back on the gateway's machine cannot put the witness"
                    + " back.",
            "Run it on another machine, under another administrator."
        },
        subcommands = {LedgerWitness.Init.class, LedgerWitness.Serve.class, LedgerWitness.Show.class},
        footer = {
            "",
            "Examples:",
            "  facegate ledger witness init --dir witness --url http://witness.example:8181",
            "  facegate ledger witness serve --dir witness --listen 0.0.0.0:8181",
            "  facegate serve --witnesses witness/policy",
            "  facegate ledger witness show --dir witness > noted.txt"
        })
public final class LedgerWitness {
    /** The witness's own folder. */
    static final class Folder {
        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The witness's own folder.")
        private Path path = Path.of("");
    }

    /** Makes a witness, and the policy that a gateway takes. */
    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Makes the folder of a witness: its key, the log that it watches, and the file `policy` for the"
                        + " gateway's --witnesses. Run it where the data folder is, and move the folder to the witness's"
                        + " machine; or run it there with --log. Run again with the log's keys after a rotation, it takes"
                        + " those that followed."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:a file cannot be read or written, or is of another log", "2:usage"},
            footer = {"", "Example:", "  facegate ledger witness init --dir witness --url http://witness.example:8181"})
    static final class Init implements Callable<Integer> {
        @Mixin
        private Folder folder = new Folder();

        @Option(names = "--url", required = true, paramLabel = "URL", description = "Where gateways reach the witness.")
        private URI url = URI.create("http://127.0.0.1");

        @Option(
                names = "--log",
                paramLabel = "FILE",
                description = "The log's public key, as `ledger key show` prints it. Default: the data folder's.")
        private @Nullable Path log;

        @Option(names = "--name", paramLabel = "NAME", description = "The witness's name. Default: one of its own.")
        private @Nullable String name;

        @Mixin
        private Settings settings = new Settings();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                throw new ParameterException(spec.commandLine(), "--url is an address of http or https.");
            }
            if (name != null && !name.matches("[!-*,-~]{1,64}")) {
                throw new ParameterException(
                        spec.commandLine(), "--name is at most 64 printable characters without spaces and plus signs.");
            }
            try {
                return made();
            } catch (Unsound | Fault.LedgerDown unfit) {
                settings.complain(String.valueOf(unfit instanceof Unsound one ? one.why() : unfit.getMessage()));
            } catch (IOException unusable) {
                settings.complain("The witness cannot be made: " + unusable.getMessage());
            }
            return ExitCode.FAULT.number();
        }

        private int made() throws IOException, Unsound {
            var keys = Files.readString(log == null ? own() : log);
            var witness = WitnessMemory.make(folder.path, name == null ? chance() : name);
            witness.trust(keys);
            var policy = folder.path.resolve("policy");
            var text = "log " + keys.lines().findFirst().orElse("") + "\nwitness one "
                    + witness.key().encoded() + ' ' + url + "\nquorum one\n";
            WitnessPolicy.parse(text);
            Files.writeString(policy, text);
            settings.print(
                    settings.json()
                            ? Lines.of(Map.of("key", witness.key().encoded(), "policy", policy.toString()))
                            : "The witness " + witness.key().name() + " is made in " + folder.path + ".\n"
                                    + "On its machine:   facegate ledger witness serve --dir " + folder.path + "\n"
                                    + "For the gateway:  facegate serve --witnesses " + policy);
            return ExitCode.DONE.number();
        }

        private Path own() {
            LedgerFiles.demand(spec, settings.ledger());
            LogKey.name(settings.ledger(), null);
            return settings.data().resolve(LogKey.CHAIN);
        }

        private static String chance() {
            var bytes = new byte[4];
            new java.security.SecureRandom().nextBytes(bytes);
            return "facegate.witness/" + HexFormat.of().formatHex(bytes);
        }
    }

    /** Serves until it is stopped. */
    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Takes checkpoints over HTTP (C2SP tlog-witness) until it is stopped.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:it was stopped", "1:it cannot begin", "2:usage"},
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
        private Settings settings = new Settings();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            try (var server = WitnessServer.begin(WitnessMemory.in(folder.path), address())) {
                settings.print("The witness listens on port " + server.port() + '.');
                new CountDownLatch(1).await();
            } catch (Unsound unfit) {
                settings.complain("The witness cannot begin: " + unfit.why() + '.');
            } catch (IOException unusable) {
                settings.complain("The witness cannot begin: " + unusable.getMessage());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return ExitCode.DONE.number();
            }
            return ExitCode.FAULT.number();
        }

        private InetSocketAddress address() throws IOException {
            int colon = listen.lastIndexOf(':');
            if (colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}")) {
                throw new ParameterException(spec.commandLine(), "--listen is HOST:PORT, such as 0.0.0.0:8181.");
            }
            int port = Integer.parseInt(listen.substring(colon + 1));
            if (port > 65535) {
                throw new ParameterException(spec.commandLine(), "--listen names a port of at most 65535.");
            }
            return new InetSocketAddress(InetAddress.getByName(listen.substring(0, colon)), port);
        }
    }

    /** Prints what it signed last. */
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
        private Settings settings = new Settings();

        @Override
        public Integer call() {
            try {
                for (var note : WitnessMemory.in(folder.path).all()) {
                    settings.print(
                            settings.json()
                                    ? Lines.of(Map.of("checkpoint", note.encoded()))
                                    : note.encoded().stripTrailing());
                }
                return ExitCode.DONE.number();
            } catch (Unsound unfit) {
                settings.complain("The witness's memory cannot be believed: " + unfit.why() + '.');
            } catch (IOException unreadable) {
                settings.complain("The witness's memory cannot be read: " + unreadable.getMessage());
            }
            return ExitCode.FAULT.number();
        }
    }
}
