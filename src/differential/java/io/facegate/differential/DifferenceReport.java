package io.facegate.differential;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Report of differences by group, with counts and first examples. Allowed differences are listed separately. */
final class DifferenceReport {
    private static final int EXAMPLES = 3;
    private static final int LONGEST = 2_000;

    private final AllowedDifferences allowed;
    private final Map<String, Group> groups = new TreeMap<>();
    private final List<String> figures = new ArrayList<>();

    private final boolean anyWording;
    private final Map<String, String> reworded = new TreeMap<>();

    private final PrintWriter every;

    /**
     * @param anyWording sentences may be worded otherwise
     * @param every receives each difference in a line
     */
    DifferenceReport(AllowedDifferences allowed, boolean anyWording, PrintWriter every) {
        this.allowed = allowed;
        this.anyWording = anyWording;
        this.every = every;
    }

    private static final class Group {
        private final String reason;
        private final List<Difference> examples = new ArrayList<>();
        private int count;

        Group(String reason) {
            this.reason = reason;
        }
    }

    synchronized void add(Difference difference) {
        if (anyWording && Wording.differsInWordsOnly(difference)) {
            reworded.putIfAbsent(difference.older(), difference.newer());
            return;
        }
        var reason = allowed.reason(difference);
        every.println(String.join(
                "\t",
                difference.group(),
                shortened(difference.kind()),
                shortened(difference.where()),
                shortened(difference.older()),
                shortened(difference.newer()),
                reason));
        var key = difference.group() + '\t' + difference.kind() + '\t' + (reason.isEmpty() ? "" : "allowed");
        var group = groups.computeIfAbsent(key, one -> new Group(reason));
        group.count++;
        if (group.examples.size() < EXAMPLES) {
            group.examples.add(difference);
        }
    }

    /** Adds a line to the head of the report. */
    synchronized void figure(String line) {
        figures.add(line);
        System.err.println(line);
    }

    /** Number of differences that are not allowed by the reviewed list. */
    synchronized int unexplained() {
        return groups.values().stream()
                .filter(group -> group.reason.isEmpty())
                .mapToInt(group -> group.count)
                .sum();
    }

    /** Writes the report into one file. */
    synchronized void write(Path file) throws IOException {
        var text = new StringBuilder();
        figures.forEach(line -> text.append(line).append('\n'));
        text.append('\n').append(summary()).append('\n');
        for (var unused : allowed.unused()) {
            text.append("The list allows what did not occur: ").append(unused).append('\n');
        }
        if (anyWording) {
            text.append('\n').append(reworded.size()).append(" texts in other words:\n");
            reworded.forEach((older, newer) -> text.append("   old: ")
                    .append(shortened(older))
                    .append("\n   new: ")
                    .append(shortened(newer))
                    .append('\n'));
        }
        groups.entrySet().stream()
                .sorted(Comparator.comparing(group -> !group.getValue().reason.isEmpty()))
                .forEach(group -> describe(group.getKey(), group.getValue(), text));
        Files.writeString(file, text);
    }

    private static void describe(String key, Group group, StringBuilder text) {
        text.append("\n== ")
                .append(key.replace("\t", " | "))
                .append(" (")
                .append(group.count)
                .append(")\n");
        if (!group.reason.isEmpty()) {
            text.append("   allowed: ").append(group.reason).append('\n');
        }
        for (var example : group.examples) {
            text.append("   ").append(example.where()).append('\n');
            text.append("     old: ").append(shortened(example.older())).append('\n');
            text.append("     new: ").append(shortened(example.newer())).append('\n');
        }
    }

    private static String shortened(String text) {
        var line = text.replace("\t", " ").replace("\r", "\\r").replace("\n", "\\n");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "… (" + line.length() + ')';
    }

    synchronized String summary() {
        int known = groups.values().stream().mapToInt(group -> group.count).sum() - unexplained();
        long kinds =
                groups.values().stream().filter(group -> group.reason.isEmpty()).count();
        return String.format(
                Locale.ROOT,
                "%,d differences of %,d kinds that nobody allowed; %,d that the list allows.",
                unexplained(),
                kinds,
                known);
    }
}
