package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.RegistryLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code facegate key find}: whose a leaked key is. */
@Command(
        name = "find",
        description = {
            "Tells whose a leaked key is: its id as an argument, or its secret access key or API key in one line of"
                    + " standard input.",
            "A secret is never printed, and not taken as an argument, which other users of this machine could read."
        })
final class KeyFindCommand extends RegistrySubcommand {
    private static final Pattern ID = Pattern.compile("FGAK[A-Z2-7]{16}");
    private static final int LONGEST = 1_024;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The key's accessKeyId. Default: standard input.")
    private @Nullable String id;

    @Override
    protected ExitCode run() throws IOException {
        require(
                id == null || ID.matcher(id).matches(),
                "ID is a key's accessKeyId. Give anything else on standard input: facegate key find < FILE. If you"
                        + " typed a secret, it may be in your shell's history.");
        var search = new OrganisationKeys(registry()).find(id == null ? line() : id);
        if (!search.altered().isEmpty()) {
            output().printError("Not compared, because their rows were changed outside Facegate: "
                    + DisplayText.forTerminal(String.join(", ", search.altered()))
                    + ". See: facegate registry verify.");
        }
        var found = search.found();
        if (found == null) {
            return fail(
                    search.altered().isEmpty() ? ExitCode.USAGE : ExitCode.LEDGER_DOES_NOT_VERIFY,
                    "It is no key of this registry. A revoked key is found by its id only.");
        }
        var line = RegistryLines.toFields(found.entry(), Instant.now());
        line.put("matches", found.secret() ? "secret" : "id");
        return print(line);
    }

    private String line() throws IOException {
        var bytes = System.in.readNBytes(LONGEST + 1);
        var text = new String(bytes, StandardCharsets.UTF_8).strip();
        require(
                !text.isEmpty() && bytes.length <= LONGEST && text.lines().count() == 1,
                "Standard input holds one line: a secret access key, an API key, or an accessKeyId.");
        return text;
    }
}
