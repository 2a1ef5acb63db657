package io.facegate.app.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.cli.CommandOutput;
import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileArgument;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.cli.registry.GatewayChangeSubcommand;
import io.facegate.cli.registry.RegistrySubcommand;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.usecase.registry.DeclaredIssuer;
import io.facegate.usecase.registry.TokenIssuers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
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

        /** The issuers of the file. */
        List<DeclaredIssuer> read(Path data) {
            try {
                return new IssuersFileReader(file, data).declared();
            } catch (IllegalArgumentException unfit) {
                throw new ParameterException(spec.commandLine(), "--issuers: " + unfit.getMessage());
            }
        }
    }

    /** The output line of one issuer. */
    private static Map<String, @Nullable Object> line(String issuer, @Nullable DeclaredIssuer declared, String state) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("issuer", issuer);
        line.put("state", state);
        line.put("people", declared != null && declared.people());
        line.put("organisations", declared == null ? null : declared.organisations());
        line.put("keys", declared == null ? null : declared.keys());
        line.put("digest", declared == null ? null : declared.digest());
        return line;
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
            var issuers = new TokenIssuers(registry()).list(source.read(settings.data()));
            issuers.forEach(each -> printIssuer(output(), line(each.issuer(), each.declared(), each.state())));
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
    static final class Accept extends GatewayChangeSubcommand {
        private static final String ISSUERS = "issuers";

        @Mixin
        private Source source = new Source();

        @Override
        protected ExitCode run() {
            var found = new ArrayList<>(source.read(settings.data()));
            found.sort(Comparator.comparing(DeclaredIssuer::name));
            var gateway = gateway();
            if (gateway == null) {
                new TokenIssuers(registry()).accept(found);
                printAccepted(found);
                return ExitCode.DONE;
            }
            var left = accept(found, gateway);
            printAccepted(
                    found.stream().filter(one -> !left.contains(one.name())).toList());
            if (!left.isEmpty()) {
                throw new Unacceptable("These issuers of people are left as they are: " + String.join(", ", left)
                        + ". Whoever holds the keys of one signs in as any person, so a login does not suffice. Run at"
                        + " the gateway: facegate issuer accept --break-glass --reason TEXT. All others are as the"
                        + " file says.");
            }
            return done("The gateway accepts these issuers", gateway);
        }

        private void printAccepted(List<DeclaredIssuer> issuers) {
            issuers.forEach(one -> printIssuer(output(), line(one.name(), one, "accepted")));
        }

        /**
         * Asks for what is not so yet. In a shared registry, issuers that are not in the file are removed, after all
         * others are accepted.
         *
         * @return the names of issuers of people that are not as the file says
         */
        private Set<String> accept(List<DeclaredIssuer> found, AdminApiClient gateway) {
            var known = known(gateway);
            var left = new TreeSet<String>();
            for (var one : found) {
                var before = known.remove(one.name());
                if (before == null
                        || !one.digest().equals(before.path("accepted").asText(""))) {
                    ask(one.name(), left, path -> gateway.replace(path, body("digest", one.digest())));
                }
            }
            known.forEach((name, before) -> {
                boolean isThere = !before.path("accepted").asText("").isEmpty()
                        || before.path("state").asText("").equals("altered");
                if (settings.registry().isShared() && isThere) {
                    ask(name, left, path -> gateway.send("DELETE", path, null));
                }
            });
            return left;
        }

        private static void ask(String name, Set<String> left, Consumer<String> change) {
            if (name.startsWith(DeclaredIssuer.OF_PEOPLE)) {
                left.add(name);
            } else {
                change.accept(path(ISSUERS, DeclaredIssuer.id(name)));
            }
        }

        /** What the gateway says of each issuer, from all pages. */
        private static Map<String, JsonNode> known(AdminApiClient gateway) {
            var all = new TreeMap<String, JsonNode>();
            var after = "";
            do {
                var page = gateway.get(path(ISSUERS) + "?limit=1000" + after);
                page.path("items").forEach(item -> all.put(item.path("issuer").asText(), item));
                var next = page.path("next").asText("");
                after = next.isEmpty() ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
            } while (!after.isEmpty());
            return all;
        }
    }
}
