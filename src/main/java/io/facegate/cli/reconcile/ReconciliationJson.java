package io.facegate.cli.reconcile;

import io.facegate.cli.CommandOutput;
import io.facegate.usecase.reconcile.Finding;
import io.facegate.usecase.reconcile.Reconciliation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A report as JSON values: one a finding, then one with all counts. */
final class ReconciliationJson {
    private ReconciliationJson() {}

    static void write(Reconciliation result, Consumer<Map<String, @Nullable Object>> out) {
        for (var kind : Finding.Kind.values()) {
            result.findings().listed(kind).forEach(finding -> out.accept(fields(finding)));
        }
        out.accept(summary(result));
    }

    private static Map<String, @Nullable Object> fields(Finding finding) {
        return CommandOutput.fields(
                "finding", finding.reason().kind().word(),
                "reason", finding.reason().word(),
                "time", finding.time().toString(),
                "operation", finding.operation(),
                "principal", finding.caller().principal(),
                "source", finding.caller().source(),
                "entry", finding.ids().entry(),
                "request", finding.ids().request(),
                "decision", finding.ids().decision());
    }

    private static Map<String, @Nullable Object> summary(Reconciliation result) {
        var found = new LinkedHashMap<String, @Nullable Object>();
        for (var kind : Finding.Kind.values()) {
            found.put(kind.word(), result.findings().count(kind));
        }
        return CommandOutput.fields(
                "vendor", result.vendor().word(),
                "account", result.trail().account().named(),
                "clean", result.isClean(),
                "findings", found,
                "trail", trail(result.trail()),
                "ledger", ledger(result.ledger()),
                "covered",
                        CommandOutput.fields(
                                "by_request", result.matches().byRequest(),
                                "by_decision", result.matches().byDecision(),
                                "by_time", result.matches().byTime()),
                "gateway_principals", result.gatewayPrincipals(),
                "principals", result.principals());
    }

    private static Map<String, @Nullable Object> trail(Reconciliation.TrailSummary trail) {
        var counts = trail.counts();
        return CommandOutput.fields(
                "sha256", trail.digest(),
                "files", trail.files(),
                "records", counts.records(),
                "unreadable", counts.unreadable(),
                "unreadable_files", counts.damaged(),
                "face_calls", counts.calls(),
                "not_face", counts.harmless(),
                "other", counts.others(),
                "repeated", counts.repeated(),
                "other_times", counts.outside(),
                "unchanged", counts.unchanged(),
                "late", counts.late(),
                "oldest", text(counts.oldest()),
                "newest", text(counts.newest()),
                "from", text(trail.period().from()),
                "to", text(trail.period().until()));
    }

    private static Map<String, @Nullable Object> ledger(Reconciliation.LedgerSummary ledger) {
        return CommandOutput.fields(
                "records", ledger.records(),
                "permits", ledger.permits(),
                "sent", ledger.sent(),
                "pruned", ledger.pruned(),
                "oldest", text(ledger.oldest()),
                "newest", text(ledger.newest()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
