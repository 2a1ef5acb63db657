package io.facegate.differential;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Differential test of the command line: help and usage errors of every command, and commands on policies and on a data
 * folder written by the old build. Both builds run in folders with the same content, so their output must be the same.
 */
final class CommandRun {
    private static final int PROGRESS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SUBCOMMAND = Pattern.compile("^ {2}([a-z][a-z-]*) {2,}\\S.*");

    /** Commands that create things or keep running. Only their help and usage errors are compared. */
    private static final Pattern LONG =
            Pattern.compile("serve|demo.*|bench.*|ledger witness.*|ledger migrate|ledger move|restore");

    /** The commands to compare. ID is a recorded decision, TOLD a refusal. */
    private static final List<String> COMMANDS = List.of(
            "--version",
            "nonsense",
            "ledger verify --data data",
            "ledger verify --data data --json",
            "registry verify --data data --json",
            "policy replay --data data",
            "policy replay --data data --policies policies --json",
            "policy check --policies policies",
            "policy check --policies policies --json",
            "policy test --policies policies",
            "policy test --policies policies --json",
            "policy prove --policies policies --json",
            "policy table --policies policies",
            "policy timeline --policies policies --from 2020-01-01",
            "policy timeline --policies policies --json",
            "policy diff policies policies",
            "policy schema pack",
            "policy schema test",
            "policy schema invariants",
            "policy schema overrides",
            "policy explain --policies policies --org-type law_enforcement.police --purpose suspect_identification"
                    + " --capability identify",
            "policy explain --policies policies --org-type bank --purpose onboarding_kyc --capability verify --json",
            "policy explain --policies policies --org-type retailer --purpose loyalty --capability identify --lang fr",
            "org list --data data",
            "org list --data data --json",
            "org show lab-1 --data data",
            "org show nobody --data data",
            "org add --id a --name A --type wrong --data data",
            "org change lab-2 --name Other --data data --by m --reason r",
            "org suspend lab-2 --data data",
            "org resume lab-2 --data data --json",
            "key list --data data",
            "key list --data data --json",
            "key mint --org lab-2 --json --data data",
            "key revoke FGAKNOTHING --data data",
            "evidence list --data data --json",
            "evidence show lab-1-approval.azure_face.identify --data data",
            "evidence revoke lab-1-approval.azure_face.identify --data data",
            "reviewer add --org obliged-3 --id r.doe --data data",
            "reviewer list --data data --json",
            "review list --data data",
            "review list --data data --json",
            "ledger tail -n 30 --data data --policies policies",
            "ledger tail -n 30 --data data --policies policies --lang fr",
            "ledger tail -n 30 --json --data data",
            "ledger show ID --data data --policies policies",
            "ledger show ID --data data --policies policies --lang fr",
            "ledger show ID --data data --json",
            "ledger show TOLD --data data --policies policies",
            "ledger stats --data data",
            "ledger stats --data data --json",
            "ledger search --org lab-1 --verdict refuse --data data --policies policies",
            "ledger search --org hope-1 --json --data data",
            "ledger export --format csv --to out.csv --by m --data data",
            "ledger export --format jsonl --to out.jsonl --by m --data data --json",
            "ledger export --format ocsf --to out.ocsf --by m --data data --verdict refuse",
            "ledger export --format cloudevents --to out.ce --by m --data data --org lab-1",
            "ledger prove ID --data data --to proof",
            "ledger bundle --org lab-1 --to bundle.zip --by m --data data",
            "ledger hold list --data data",
            "ledger prune --data data",
            "ledger clock --data data",
            "ledger key --data data",
            "ledger verify --data nowhere",
            "registry rotate --data data --by m --reason r",
            "backup --data data --to backup",
            "registry verify --data data");

    private final Build older;
    private final Build newer;
    private final DifferenceReport report;
    private int commands;

    CommandRun(Build older, Build newer, DifferenceReport report) {
        this.older = older;
        this.newer = newer;
        this.report = report;
    }

    /** Runs all commands on copies of that data folder and those policies. */
    void run(Path folder, Path data, Path policies) throws IOException, InterruptedException, ExecutionException {
        var oldFolder = prepared(folder.resolve("commands-old"), data, policies);
        var newFolder = prepared(folder.resolve("commands-new"), data, policies);
        help(List.of(), oldFolder, newFolder);
        var decisions = decisions(oldFolder);
        for (var line : COMMANDS) {
            var words = line.replace("TOLD", decisions.getLast()).replace("ID", decisions.getFirst());
            both(List.of(words.split(" ")), line, oldFolder, newFolder);
        }
        for (var file : List.of("out.csv", "out.jsonl", "out.ocsf", "out.ce")) {
            files(file, oldFolder, newFolder);
        }
        report.figure(commands + " commands of the command line compared.");
    }

    private static Path prepared(Path folder, Path data, Path policies) throws IOException {
        Folders.copy(data, folder.resolve("data"));
        Folders.copy(policies, folder.resolve("policies"));
        return folder;
    }

    /** Help of a command and its subcommands; a command without required arguments, and a group with an unknown one. */
    private void help(List<String> command, Path oldFolder, Path newFolder)
            throws IOException, InterruptedException, ExecutionException {
        var name = String.join(" ", command);
        var help = both(with(command, "--help"), name + " --help", oldFolder, newFolder);
        boolean group = help.contains("\nCommands:\n");
        if (!group && !LONG.matcher(name).matches()) {
            both(command, name, oldFolder, newFolder);
        }
        if (group || LONG.matcher(name).matches()) {
            both(with(command, "--no-such-option"), name + " --no-such-option", oldFolder, newFolder);
        }
        boolean listed = false;
        for (var line : help.lines().toList()) {
            listed = line.startsWith("Commands:") || listed && line.startsWith(" ");
            var word = SUBCOMMAND.matcher(line);
            if (listed && word.matches()) {
                help(with(command, word.group(1)), oldFolder, newFolder);
            }
        }
    }

    private static List<String> with(List<String> command, String word) {
        var all = new ArrayList<>(command);
        all.add(word);
        return all;
    }

    private List<String> decisions(Path folder) throws IOException, InterruptedException {
        var words = List.of("ledger", "tail", "-n", "2000", "--json", "--data", "data");
        String permitted = null;
        String refused = null;
        var copy = folder.resolveSibling("commands-ids");
        Folders.copy(folder, copy);
        for (var line :
                older.run(copy, words).expectSuccess(words).out().lines().toList()) {
            var record = JSON.readTree(line);
            switch (record.path("verdict").asText()) {
                case "permit" -> permitted = record.path("id").asText();
                case "refuse" -> refused = record.path("id").asText();
                default -> {}
            }
        }
        if (permitted == null || refused == null) {
            throw new IllegalStateException("The run left no permit and no refusal among its last records.");
        }
        return List.of(permitted, refused);
    }

    /** Runs one command with both builds at once. Returns the old build's output. */
    private String both(List<String> words, String line, Path oldFolder, Path newFolder)
            throws IOException, InterruptedException, ExecutionException {
        commands++;
        if (commands % PROGRESS == 0) {
            System.err.println(commands + " commands: " + line);
        }
        // The patched class slows the start, so it is used only where the order of keys is visible.
        var order =
                words.contains("--json") ? FixedOrder.options(oldFolder.resolveSibling("fixed-order")) : new String[0];
        try (var two = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = two.submit(() -> older.run(oldFolder, words, order));
            var other = two.submit(() -> newer.run(newFolder, words, order));
            var old = one.get();
            var now = other.get();
            var group = "command\t" + line;
            if (old.exitCode() != now.exitCode()) {
                report.add(new Difference(
                        group, "exit code", line, old.exitCode() + " " + old.err(), now.exitCode() + " " + now.err()));
            }
            text(group, "stdout", line, old.out(), now.out());
            text(group, "stderr", line, old.err(), now.err());
            return old.out();
        }
    }

    private void text(String group, String kind, String line, String older, String newer) {
        var one = withoutMoments(older).lines().toList();
        var other = withoutMoments(newer).lines().toList();
        if (!one.equals(other)) {
            int at = 0;
            while (at < one.size() && at < other.size() && one.get(at).equals(other.get(at))) {
                at++;
            }
            report.add(new Difference(group, kind, line + ", from line " + (at + 1), rest(one, at), rest(other, at)));
        }
    }

    private static String rest(List<String> lines, int from) {
        return from < lines.size() ? String.join("\n", lines.subList(from, lines.size())) : "(its end)";
    }

    private void files(String name, Path oldFolder, Path newFolder) throws IOException {
        var one = oldFolder.resolve(name);
        var other = newFolder.resolve(name);
        if (!Files.exists(one) || !Files.exists(other)) {
            report.add(new Difference(
                    "command\texport",
                    "file " + name,
                    name,
                    "there: " + Files.exists(one),
                    "there: " + Files.exists(other)));
            return;
        }
        text("command\texport", "file " + name, name, Files.readString(one), Files.readString(other));
    }

    /** Replaces moments, durations, file sizes, new ids, secrets, and hashes over any of them by one word each. */
    private static String withoutMoments(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "<moment>")
                .replaceAll("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b", "<id>")
                .replaceAll("\\b[0-9a-f]{64}\\b", "<hash>")
                .replaceAll("(?<![A-Za-z0-9+/])[A-Za-z0-9+/_-]{43}=?(?![A-Za-z0-9+/])", "<hash>")
                .replaceAll("FGAK[A-Z0-9]{16}", "<key>")
                .replaceAll("fgk_<key>_[A-Za-z0-9_-]+", "<secret>")
                .replaceAll("(\"secretAccessKey\":)\"[^\"]*\"", "$1<secret>")
                .replaceAll("\\b\\d+([.,]\\d+)* ?(ms|s|seconds|millis|MB|MiB|KiB|kB|bytes)\\b", "<amount>")
                .replaceAll("(\"(?:micros|millis|bytes|seconds|time)\":)\\d+(\\.\\d+)?", "$1<amount>");
    }
}
