package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.cli.Settings;
import io.facegate.registry.Minting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facegate key}: the keys that organisations call with. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Mints, lists and revokes the keys that organisations call with.",
        footer = {
            "",
            "Examples:",
            "  facegate key mint --org spring-harbor --purpose missing_person --expires 90d",
            "  facegate key list --org spring-harbor",
            "  facegate key revoke FGAKABCDEFGHIJKLMNOP"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a fault; nothing was changed", "2:wrong usage; the message says what to do"},
        subcommands = {KeyCommand.Mint.class, KeyCommand.ListAll.class, KeyCommand.Revoke.class})
public final class KeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.number();
    }

    @Command(
            name = "mint",
            mixinStandardHelpOptions = true,
            description = {
                "Mints a key and prints it as one JSON object, this once: secrets cannot be shown again.",
                "accessKeyId and secretAccessKey sign requests with any AWS SDK; apiKey is for clients that send a key as it is."
            })
    static final class Mint implements Callable<Integer> {
        @Mixin
        private Settings settings = new Settings();

        @Option(names = "--org", required = true, paramLabel = "ORG", description = "Whose key it is.")
        private String organisation = "";

        @Option(
                names = "--purpose",
                paramLabel = "WORD",
                description = "The one purpose that every call with it declares.")
        private @Nullable String purpose;

        @Option(
                names = "--for",
                paramLabel = "ORG",
                description = {
                    "Whom its calls are made for; a contractor needs one.",
                    "Repeatable where that one acts for another in turn, nearest first."
                })
        private List<String> principals = new ArrayList<>();

        @Option(
                names = "--expires",
                paramLabel = "WHEN",
                description = "90d, 12h, 30m, a date or an instant. Default: never.")
        private @Nullable String expires;

        @Override
        public Integer call() {
            return Desk.serve(settings, registrar -> {
                var now = Instant.now();
                var until = expires == null ? null : Expiry.parse(expires, now);
                var minted = registrar.mint(new Minting(organisation, principals, purpose, until), now);
                settings.print(Lines.json(Lines.of(minted)));
            });
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists keys, without their secrets.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private Settings settings = new Settings();

        @Option(names = "--org", paramLabel = "ORG", description = "Only the keys of this organisation.")
        private @Nullable String organisation;

        @Override
        public Integer call() {
            return Desk.serve(settings, registrar -> {
                var now = Instant.now();
                Lines.print(
                        settings,
                        registrar.keys().stream()
                                .filter(entry -> organisation == null
                                        || entry.minting().organisation().equals(organisation))
                                .map(entry -> Lines.of(entry, now))
                                .toList());
            });
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = {
                "Revokes a key for good: a running gateway stops believing it within a second, and its secrets are wiped."
            })
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private Settings settings = new Settings();

        @Parameters(paramLabel = "ID", description = "The key's accessKeyId.")
        private String id = "";

        @Override
        public Integer call() {
            return Desk.serve(settings, registrar -> {
                registrar.revoke(id, Instant.now());
                settings.complain("Revoked " + id + '.');
            });
        }
    }
}
