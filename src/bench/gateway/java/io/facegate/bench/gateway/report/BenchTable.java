package io.facegate.bench.gateway.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A benchmark report as a table for people. */
public final class BenchTable {
    static final List<String> COLUMNS = List.of("", "peer", "Facegate", "result", "target", "met");

    private final BenchReport report;
    private final List<List<String>> rows = new ArrayList<>();

    public BenchTable(BenchReport report) {
        this.report = report;
        rows.add(COLUMNS);
        report.throughputs().forEach(this::throughput);
        report.wires().forEach(this::wire);
        report.latencies().forEach(this::latency);
        report.memories().forEach(this::memory);
    }

    /** The table for a terminal. */
    public List<String> lines() {
        var lines = new ArrayList<>(List.of(report.machine().sentence() + '.' + caveat(), ""));
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(each -> each.get(at).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .repeat(" ", width + 2 - row.get(column).length());
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** The table in Markdown. */
    public String markdown() {
        var text = new StringBuilder("Measured on ")
                .append(report.machine().sentence())
                .append('.');
        text.append(caveat()).append("\n\n");
        for (int at = 0; at < rows.size(); at++) {
            text.append("| ").append(String.join(" | ", rows.get(at))).append(" |\n");
            text.append(at == 0 ? "|---".repeat(COLUMNS.size()) + "|\n" : "");
        }
        return text.toString();
    }

    private String caveat() {
        return report.quick() ? " A quick run: short rounds, rough numbers." : "";
    }

    private void throughput(Throughput one) {
        var size = one.target().size();
        one.peers().forEach((peer, rate) -> {
            boolean target = Throughput.isTarget(peer);
            row(
                    "calls a second, " + size + " bodies, beside " + peer,
                    said("%,.0f", rate.perSecond()),
                    said("%,.0f", one.gateway().perSecond()),
                    said("%.3f", one.share(peer)) + " of " + peer,
                    target ? "at least " + said("%.2f", one.target().share()) : "",
                    target ? met(one.isMet()) : "");
        });
        one.peers()
                .forEach((peer, rate) -> row(
                        "processor time a call, " + size + ", beside " + peer,
                        said("%.0f", rate.micros()) + " µs",
                        said("%.0f", one.gateway().micros()) + " µs",
                        said("%.1f", one.gateway().micros() / rate.micros()) + " times " + peer,
                        "",
                        ""));
    }

    private void wire(WireCost one) {
        row(
                "processor time a call, 100 KB, " + one.wire(),
                "",
                said("%.0f", one.rate().micros()) + " µs",
                said("%.2f", one.times()) + " times Rekognition's wire",
                "",
                "");
    }

    private void latency(Latency one) {
        var rate = " at " + said("%,.0f", BenchTarget.CALLS_PER_SECOND) + " calls/s";
        row("p50" + rate + ", beside nginx", millis(one.peer().p50()), millis(one.gateway().p50()), "", "", "");
        row(
                "p99" + rate + ", beside nginx",
                millis(one.peer().p99()),
                millis(one.gateway().p99()),
                millis(one.addedP99()) + " added",
                "at most " + said("%.0f", BenchTarget.ADDED_P99_MILLIS) + " + "
                        + millis(one.disk().p99()),
                met(one.isMet()));
        var disk =
                "p50 " + millis(one.disk().p50()) + ", p99 " + millis(one.disk().p99());
        row("the disk's own fsync", "", "", disk, "", "");
    }

    private void memory(Memory one) {
        row(
                BenchTarget.CALLERS + " callers, 5 MB images, " + BenchTarget.HEAP_MIB + " MB heap: " + one.engine(),
                "",
                one.answered() + " answered, " + one.throttled() + " throttled",
                one.other() + " failed" + one.why() + (one.outOfMemory() ? ", out of memory" : "") + ", peak "
                        + one.peakMib() + " MiB",
                "none failed",
                met(one.isMet()));
    }

    private void row(String... cells) {
        rows.add(List.of(cells));
    }

    private static String millis(double millis) {
        return said("%.2f", millis) + " ms";
    }

    private static String met(boolean met) {
        return met ? "yes" : "no";
    }

    private static String said(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
