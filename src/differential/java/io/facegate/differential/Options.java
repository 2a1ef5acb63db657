package io.facegate.differential;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Command line options of the differential test. */
final class Options {
    static final String USAGE = """
        usage: facegate differential OLD_APP_FOLDER [NEW_APP_FOLDER]
          --requests N      how many requests over the wires (100000)
          --seed S          another seed makes other requests (1)
          --allowed FILE    the reviewed list of differences (docs/differential-allowed.tsv)
          --report FILE     where the report is written (differential-report.txt)
          --every FILE      where each difference is written in a line, with tabs between
          --data DIR        where everything is made; removed afterwards (differential-run)
          --bed DIR         where registered callers are kept for the next run
          --policies DIR    the policies of both (policies)
          --wording any     sentences may be worded otherwise; their codes, rules, options and numbers may not
          --only PARTS      wires, commands (both)
          --control WHAT    plants one difference, which must be found: answer, vendor or policy\
        """;

    private static final Set<String> NAMES = Set.of(
            "--requests",
            "--seed",
            "--allowed",
            "--report",
            "--every",
            "--data",
            "--bed",
            "--policies",
            "--only",
            "--control",
            "--wording");

    private final List<String> builds = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();

    Options(String[] args) {
        for (var words = Arrays.asList(args).iterator(); words.hasNext(); ) {
            var word = words.next();
            if (!word.startsWith("--")) {
                builds.add(word);
            } else if (NAMES.contains(word) && words.hasNext()) {
                values.put(word, words.next());
            } else {
                throw new IllegalArgumentException(USAGE);
            }
        }
        boolean right = (builds.size() == 1 || builds.size() == 2)
                && values.getOrDefault("--requests", "1").matches("[1-9][0-9]{0,7}")
                && values.getOrDefault("--seed", "1").matches("[0-9]{1,18}")
                && values.getOrDefault("--wording", "any").equals("any")
                && values.getOrDefault("--only", "wires").matches("wires|commands")
                && control().matches("|answer|vendor|policy");
        if (!right) {
            throw new IllegalArgumentException(USAGE);
        }
    }

    Build older() {
        return new Build("old", Path.of(builds.getFirst()));
    }

    Build newer() {
        return new Build("new", Path.of(builds.size() == 2 ? builds.get(1) : "target/quarkus-app"));
    }

    int requests() {
        return Integer.parseInt(values.getOrDefault("--requests", "100000"));
    }

    long seed() {
        return Long.parseLong(values.getOrDefault("--seed", "1"));
    }

    /** The reviewed list. */
    AllowedDifferences allowed() throws IOException {
        return AllowedDifferences.read(Path.of(values.getOrDefault("--allowed", "docs/differential-allowed.tsv")));
    }

    Path report() {
        return Path.of(values.getOrDefault("--report", "differential-report.txt"));
    }

    /** Receives each difference; nothing is kept unless the option is given. */
    PrintWriter every() throws IOException {
        return values.containsKey("--every")
                ? new PrintWriter(Files.newBufferedWriter(Path.of(values.get("--every"))))
                : new PrintWriter(Writer.nullWriter());
    }

    Path data() {
        return Path.of(values.getOrDefault("--data", "differential-run"));
    }

    boolean anyWording() {
        return values.containsKey("--wording");
    }

    /** The folder with the registered callers: in the run's folder by default. */
    Path bed() {
        return values.containsKey("--bed") ? Path.of(values.get("--bed")) : data().resolve("bed");
    }

    Path policies() {
        return Path.of(values.getOrDefault("--policies", "policies"));
    }

    boolean wires() {
        return !values.getOrDefault("--only", "wires").equals("commands");
    }

    boolean commands() {
        return !values.getOrDefault("--only", "commands").equals("wires");
    }

    /** The defect to plant in the new build as a control, or an empty text. */
    String control() {
        return values.getOrDefault("--control", "");
    }
}
