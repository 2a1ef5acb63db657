package io.facegate.app.tokens;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileArgument;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.cli.admin.LoginFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facegate login}: logs a person in at an OpenID provider, for changes through the admin API. */
@Command(
        name = "login",
        sortOptions = false,
        description = {
            "Logs you in at the people's provider of issuers.yaml, for commands that change a shared registry through"
                    + " a gateway's admin API.",
            "It prints an address and a code. Open the address in a browser anywhere, log in, and compare the code."
                    + " The token is kept in a file that only you can read, until it ends; nothing that renews it is"
                    + " kept."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a fault", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  facegate login --admin https://gateway.example:8443",
            "  facegate org suspend spring-harbor --reason 'The contract ended.'",
            "  facegate logout"
        })
public final class LoginCommand extends FacegateCommand {
    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The gateway whose admin API makes the changes. Default: http://127.0.0.1:8080.")
    private URI admin = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--issuer",
            paramLabel = "NAME",
            description = "The provider of people, as issuers.yaml names it: its address, or its name at the console."
                    + " Not needed if there is one.")
    private @Nullable String issuer;

    @Option(
            names = "--client",
            paramLabel = "ID",
            description = "The client at the provider that has the device grant enabled. Default: the console's.")
    private @Nullable String client;

    @Option(
            names = "--issuers",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The file of token issuers. Default: issuers.yaml in the data folder.")
    private @Nullable Path issuers;

    @Option(
            names = "--login-file",
            paramLabel = "FILE",
            description = "Where to keep the login. Default: ~/.facegate/login.json.")
    private Path file = LoginFile.ofUser();

    @Override
    protected ExitCode run() throws InterruptedException {
        var unfit = AdminApiClient.problem(admin);
        require(unfit == null, String.valueOf(unfit));
        var chosen = choose();
        try {
            var login = login(chosen);
            var started = login.start(Instant.now());
            var complete = started.complete();
            output().print(
                            CommandOutput.fields(
                                    "address", started.address().toString(),
                                    "code", started.code(),
                                    "complete", complete == null ? null : complete.toString()),
                            "Open " + (complete == null ? started.address() : complete)
                                    + " in a browser and log in. The code is " + started.code() + '.');
            var finished = login.finish(started);
            new LoginFile(admin, chosen.issuer(), finished.token(), finished.expires()).write(file);
            return done("Logged in until " + finished.expires() + ". The login is in " + file + '.');
        } catch (IOException failed) {
            return fail(ExitCode.FAULT, "Nobody is logged in: " + failed.getMessage() + '.');
        }
    }

    private DeviceLogin login(TrustedIssuer chosen) throws IOException {
        var console = chosen.console();
        if (client == null && console == null) {
            throw new IOException("issuers.yaml names no client of the console, so name one: --client ID");
        }
        var endpoints = OidcDiscovery.locateDevice(chosen.issuer());
        return console != null && (client == null || client.equals(console.id()))
                ? new DeviceLogin(endpoints, console.id(), OidcPersonLogin.authorization(console))
                : new DeviceLogin(endpoints, String.valueOf(client), null);
    }

    private TrustedIssuer choose() {
        var found = people().stream()
                .filter(each -> issuer == null || isNamed(each, issuer))
                .toList();
        require(!found.isEmpty(), "There is no such provider of people in issuers.yaml.");
        require(found.size() == 1, "issuers.yaml has several providers of people. Name one: --issuer NAME.");
        return found.getFirst();
    }

    private static boolean isNamed(TrustedIssuer one, String name) {
        var console = one.console();
        return one.issuer().equals(name) || (console != null && console.name().equals(name));
    }

    private List<TrustedIssuer> people() {
        try {
            return IssuersFile.readConfigured(issuers, settings.data()).stream()
                    .filter(TrustedIssuer::isOfPeople)
                    .toList();
        } catch (IllegalArgumentException unfit) {
            throw usageError("--issuers: " + unfit.getMessage());
        }
    }
}
