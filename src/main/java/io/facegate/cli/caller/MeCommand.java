package io.facegate.cli.caller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.cli.ConnectionErrorFormatter;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facegate me}: asks a gateway what the caller may do. */
@Command(
        name = "me",
        sortOptions = false,
        description = {
            "Asks a gateway what you may do with your key: your organisation as it is registered, and for each"
                    + " operation of each API whether it is permitted, with its obligations, or refused, by which rule.",
            "The key comes from the environment, as facegate key mint --export sets it: AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY, which sign the request, or FACEGATE_API_KEY, which is sent over TLS or to"
                    + " this machine.",
            "With --json it prints the gateway's answer."
        },
        exitCodeList = {"0:done", "1:the gateway cannot be asked, or does not answer", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  facegate me",
            "  facegate me --gateway https://gateway.example:8443 --purpose missing_child"
        })
public final class MeCommand extends FacegateCommand {
    private static final String PATH = "/facegate/v1/me";
    private static final int OK = 200;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The gateway's address. Default: http://127.0.0.1:8080.")
    private URI gateway = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file of the certificates that are trusted instead of the machine's.")
    private @Nullable Path authorities;

    @Option(
            names = "--purpose",
            paramLabel = "WORD",
            description = "Ask for this purpose only. Default: every purpose that you may declare.")
    private @Nullable String purpose;

    @Override
    protected ExitCode run() throws InterruptedException {
        var client = new CallerClient(gateway, System.getenv(), authorities);
        var problem = client.problem();
        require(problem == null, String.valueOf(problem));
        try {
            var response = client.get(PATH, purpose == null ? Map.of() : Map.of("facegate-purpose", purpose));
            var body = JsonMappers.PLAIN.readTree(response.body());
            if (response.statusCode() != OK || !body.has("organisation")) {
                return fail(
                        ExitCode.FAULT,
                        "The gateway answered " + response.statusCode() + ": "
                                + PermissionsPrinter.safe(body.path("detail").asText("no reason given")));
            }
            print(body);
            return ExitCode.DONE;
        } catch (JsonProcessingException foreign) {
            return fail(ExitCode.FAULT, "What answers at " + gateway + " is no Facegate gateway.");
        } catch (GeneralSecurityException unreadable) {
            return fail(ExitCode.FAULT, "--ca cannot be read: " + unreadable.getMessage());
        } catch (IOException unreachable) {
            var why = ConnectionErrorFormatter.format(unreachable);
            return fail(
                    ExitCode.FAULT,
                    "The gateway at " + gateway + " could not be asked: " + why + '.'
                            + (why.contains("authority")
                                    ? " Name a file with the certificate of its authority: --ca FILE."
                                    : ""));
        }
    }

    private void print(JsonNode body) {
        if (output().isJson()) {
            output().print(body.toString());
        } else {
            new PermissionsPrinter(body).lines().forEach(output()::print);
        }
    }
}
