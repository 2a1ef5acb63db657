package io.facegate.bench;

import io.facegate.bench.gateway.report.ReportPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** {@code ./facegate bench policy [--markdown FILE]}: runs all policy benchmarks and prints a table. */
public final class PolicyBench {
    private static final ReportPage PAGE = new ReportPage("policy");

    private PolicyBench() {}

    public static void main(String[] args) throws RunnerException, IOException {
        if (args.length != 0 && !(args.length == 2 && args[0].equals("--markdown"))) {
            System.err.println("usage: facegate bench policy [--markdown FILE]");
            System.exit(2);
        }
        var page = args.length == 2 ? Path.of(args[1]) : null;
        if (page != null && !PAGE.hasMarkers(page)) {
            System.err.println(page + " is not a page with the lines " + PAGE.begin() + " and " + PAGE.end() + ".");
            System.exit(2);
        }
        var results = new Runner(new OptionsBuilder()
                        .include(Decisions.class.getName())
                        .include(Analyses.class.getName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        var table = table(results);
        System.out.println();
        table.forEach(System.out::println);
        if (page != null) {
            PAGE.put(page, String.join("\n", table) + '\n');
        }
    }

    private static List<String> table(Collection<RunResult> results) {
        double facegate = p50(results, "decided", "rules", "100");
        var lines = new ArrayList<String>();
        lines.add("| engine | rules | p50 | p99 | allocated | p50 beside Facegate's at 100 rules |");
        lines.add("|---|---|---|---|---|---|");
        for (var result : of(results, Decisions.class)) {
            var of = result.getParams();
            var name = of.getBenchmark().substring(of.getBenchmark().lastIndexOf('.') + 1);
            var engine = name.equals("peer")
                    ? of.getParam("engine")
                    : name.equals("decided") ? "Facegate" : "Facegate, clause and fact written out";
            var rules = name.equals("peer") ? "100" : of.getParam("rules");
            var time = result.getPrimaryResult().getStatistics();
            var bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,.0f ns | %,.0f ns | %,.0f bytes | %s |",
                    engine,
                    Integer.parseInt(rules),
                    time.getPercentile(50),
                    time.getPercentile(99),
                    bytes,
                    String.format(Locale.ROOT, "%.1f ×", time.getPercentile(50) / facegate)));
        }
        lines.add("");
        lines.addAll(analyses(of(results, Analyses.class)));
        return lines;
    }

    private static List<String> analyses(List<RunResult> results) {
        var lines = new ArrayList<String>();
        lines.add("| full analysis of the shipped packs | p50 | p99 | allocated |");
        lines.add("|---|---|---|---|");
        for (var result : results) {
            var generated = result.getParams().getParam("generated");
            var time = result.getPrimaryResult().getStatistics();
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f ms | %,.0f ms | %,.0f MB |",
                    generated.equals("0") ? "alone" : "and " + generated + " generated rules",
                    time.getPercentile(50) / 1e6,
                    time.getPercentile(99) / 1e6,
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore() / 1e6));
        }
        return lines;
    }

    private static List<RunResult> of(Collection<RunResult> results, Class<?> benchmarks) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().startsWith(benchmarks.getName() + '.'))
                .toList();
    }

    private static double p50(Collection<RunResult> results, String name, String parameter, String value) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + name)
                        && value.equals(result.getParams().getParam(parameter)))
                .findFirst()
                .orElseThrow()
                .getPrimaryResult()
                .getStatistics()
                .getPercentile(50);
    }
}
