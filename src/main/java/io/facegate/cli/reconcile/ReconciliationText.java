package io.facegate.cli.reconcile;

import io.facegate.usecase.reconcile.Finding;
import io.facegate.usecase.reconcile.Reconciliation;
import java.util.function.Consumer;

/** A report for a terminal. */
final class ReconciliationText {
    private static final int SHOWN = 50;

    private ReconciliationText() {}

    static void print(Reconciliation result, Consumer<String> out) {
        var prose = new ReconciliationProse(result);
        for (var kind : Finding.Kind.values()) {
            print(prose, result, kind, out);
        }
        prose.facts().forEach(out);
        out.accept("");
        out.accept(prose.verdict());
    }

    private static void print(
            ReconciliationProse prose, Reconciliation result, Finding.Kind kind, Consumer<String> out) {
        long count = prose.count(kind);
        if (count == 0) {
            return;
        }
        out.accept(ReconciliationProse.heading(kind) + " (" + count + "):");
        result.findings().listed(kind).stream().limit(SHOWN).forEach(finding -> {
            out.accept("  " + finding.time() + "  " + ReconciliationProse.clean(finding.operation()) + "  by "
                    + ReconciliationProse.caller(finding));
            out.accept("      " + finding.reason().sentence() + ' ' + ReconciliationProse.reference(finding));
        });
        if (count > SHOWN) {
            out.accept("  and " + (count - SHOWN) + " more (--json lists "
                    + (count > result.findings().listed(kind).size() ? "more" : "all") + ")");
        }
        out.accept("");
    }
}
