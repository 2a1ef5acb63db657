package io.facegate.app.tokens;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileArgument;
import io.facegate.cli.registry.RegistryChangeSubcommand;
import io.facegate.cli.registry.RegistrySubcommand;
import io.facegate.usecase.registry.TokenIssuers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code facegate issuer}: lists the trusted token issuers, and accepts new or changed ones. */
@Command(
        name = "issuer",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        description = {
            "Shows and accepts the token issuers of issuers.yaml.",
            "A gateway accepts tokens only from issuers that were accepted as they stand there. Its first start"
                    + " accepts the issuers that it finds. Later, a new or changed entry or key file waits until a"
                    + " person accepts it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a fault; nothing was changed",
            "2:wrong usage; the message says what to do",
            "5:list: an issuer is not accepted as it stands in the file"
        },
        footer = {
            "",
            "Examples:",
            "  facegate issuer list",
            "  facegate issuer accept --by m.roe --reason 'The new login server.'"
        },
        subcommands = {IssuerCommand.ListAll.class, IssuerCommand.Accept.class})
public final class IssuerCommand {
    /** The issuers file option of both commands. */
    @EnvironmentVariables
    static final class Source {
        @Option(
                names = "--issuers",
                paramLabel = "FILE",
                converter = FileArgument.class,
                description = "The file of token issuers. Default: issuers.yaml in the data folder.")
        private @Nullable Path file;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        private Map<String, TrustedIssuer> issuers = Map.of();

        /** Digest of each issuer in the file. */
        Map<String, String> digests(Path data) {
            try {
                var read = IssuersFile.readConfigured(file, data);
                var all = new TreeMap<String, TrustedIssuer>();
                read.forEach(each -> all.put(each.entry(), each));
                issuers = all;
                return SmallRyeTokenVerifier.digests(read);
            } catch (IllegalArgumentException unfit) {
                throw new ParameterException(spec.commandLine(), "--issuers: " + unfit.getMessage());
            }
        }

        /** The output line of one issuer. */
        Map<String, @Nullable Object> line(String issuer, @Nullable String digest, String state) {
            var line = new LinkedHashMap<String, @Nullable Object>();
            var known = issuers.get(issuer);
            line.put("issuer", issuer);
            line.put("state", state);
            line.put("people", known != null && known.isOfPeople());
            line.put("organisations", known == null ? null : new TreeSet<>(known.organisations()));
            line.put("keys", known == null ? null : known.keys());
            line.put("digest", digest);
            return line;
        }
    }

    private static void printIssuer(CommandOutput output, Map<String, @Nullable Object> line) {
        var known = line.get("organisations") != null;
        output.print(
                line,
                line.get("state") + "  " + line.get("issuer")
                        + (known ? "  " + spokenFor(line) + ", keys " + line.get("keys") : ""));
    }

    private static String spokenFor(Map<String, @Nullable Object> line) {
        return Boolean.TRUE.equals(line.get("people")) ? "of people" : "speaks for " + line.get("organisations");
    }

    @Command(
            name = "list",
            description =
                    "Lists the issuers: accepted, new, changed or altered (tokens of these three are not accepted),"
                            + " removed.")
    static final class ListAll extends RegistrySubcommand {
        @Mixin
        private Source source = new Source();

        @Override
        protected ExitCode run() {
            var found = source.digests(settings.data());
            var issuers = new TokenIssuers(registry()).list(found);
            issuers.forEach(each -> printIssuer(output(), source.line(each.issuer(), each.digest(), each.state())));
            return issuers.stream().allMatch(TokenIssuers.Compared::isSettled)
                    ? ExitCode.DONE
                    : ExitCode.LEDGER_DOES_NOT_VERIFY;
        }
    }

    @Command(
            name = "accept",
            description = {
                "Accepts the issuers as they stand in the file. Review them first. A running gateway accepts their"
                        + " tokens within a second.",
                "Each new or changed issuer is printed and recorded."
            })
    static final class Accept extends RegistryChangeSubcommand {
        @Mixin
        private Source source = new Source();

        @Override
        protected ExitCode run() {
            var found = source.digests(settings.data());
            new TokenIssuers(registry()).accept(found);
            new TreeMap<>(found)
                    .forEach((name, digest) -> printIssuer(output(), source.line(name, digest, "accepted")));
            return ExitCode.DONE;
        }
    }
}
