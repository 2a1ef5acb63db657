package io.facegate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.ledger.LedgerCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** How a command ended, and what it said. */
public record Ran(int code, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Ran of(Object command, List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    /** One of the ledger's, on that folder. */
    public static Ran ledger(Path data, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return of(new LedgerCommand(), all);
    }

    /** What it printed, one JSON value a line. */
    public List<JsonNode> json() {
        return out.lines().map(Ran::read).toList();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
