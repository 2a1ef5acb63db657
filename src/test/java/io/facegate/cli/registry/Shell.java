package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.app.server.GalleryFolderTransfer;
import io.facegate.app.tokens.IssuerCommand;
import io.facegate.cli.backup.BackupCommand;
import io.facegate.cli.backup.RestoreCommand;
import io.facegate.cli.ledger.AppealCommand;
import io.facegate.cli.ledger.AuthorisationCommand;
import io.facegate.cli.policy.PolicyCommand;
import io.facegate.ledger.Records;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the commands on the registry, and remembers what the last one said. */
public final class Shell {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static final List<Class<?>> COMMANDS = List.of(
            OrgCommand.class,
            KeyCommand.class,
            EvidenceCommand.class,
            PersonCommand.class,
            ProposalCommand.class,
            GrantCommand.class,
            StopCommand.class,
            QuotaCommand.class,
            PolicyCommand.class,
            ReviewerCommand.class,
            ReviewCommand.class,
            RegistrySealCommand.class,
            GatewayCommand.class,
            IssuerCommand.class,
            AppealCommand.class,
            AuthorisationCommand.class,
            BackupCommand.class,
            RestoreCommand.class);

    @Command(name = "facegate")
    private static final class Facegate {}

    /** The commands as a process of their own; the arguments repeat as often as the first one says. */
    static final class Alone {
        public static void main(String[] arguments) {
            int exit = 0;
            for (int at = 0; at < Integer.parseInt(arguments[0]); at++) {
                var words = Arrays.copyOfRange(arguments, 1, arguments.length);
                exit += commandLineFor(words[0]).execute(words);
            }
            System.exit(exit);
        }
    }

    /**
     * A command line with the named command only, as the program builds it; with all commands if no command has that
     * name.
     */
    private static CommandLine commandLineFor(String word) {
        var line = new CommandLine(new Facegate());
        COMMANDS.stream()
                .filter(command -> isNamed(command, word) || COMMANDS.stream().noneMatch(any -> isNamed(any, word)))
                .forEach(line::addSubcommand);
        var registry = line.getSubcommands().get("registry");
        if (registry != null) {
            // It takes the engine's galleries along.
            registry.addSubcommand(new RegistryMoveCommand(new GalleryFolderTransfer()));
        }
        return line;
    }

    private static boolean isNamed(Class<?> command, String word) {
        return command.getAnnotation(Command.class).name().equals(word);
    }

    /** Registers a police department {@code pd}. */
    void registerPolice(Path data) {
        var words = "org add --id pd --name PD --type law_enforcement.police --purpose suspect_search";
        assertThat(run(data, words.split(" "))).isZero();
    }

    public int run(Path data, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var line = new ArrayList<>(List.of(arguments));
        if (arguments.length > 1) {
            line.addAll(List.of("--data", data.toString()));
        }
        return commandLineFor(arguments[0])
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    /** What is on record of changes: act and subject. */
    static List<String> acts(Path data) {
        return Records.of(data).stream()
                .filter(record -> record.contains("\"act\":"))
                .map(record -> record.replaceAll(".*\"act\":\"([a-z_]+)\".*\"subject\":\"([^\"]+)\".*", "$1 $2"))
                .toList();
    }

    /** The one line that it printed. */
    public JsonNode json() throws IOException {
        assertThat(out()).hasLineCount(1);
        return new ObjectMapper().readTree(out());
    }
}
