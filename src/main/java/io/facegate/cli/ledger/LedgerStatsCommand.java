package io.facegate.cli.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.ledger.LedgerStatistics;
import io.facegate.usecase.ledger.LedgerStatistics.WordSources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facegate ledger stats}: counts the ledger's records. */
@Command(
        name = "stats",
        sortOptions = false,
        description = {
            "Counts the records that match all the given options, by kind, verdict, status, organisation, rule and"
                    + " day. Shows the age and size of the ledger, how many permits have not ended yet, and how far"
                    + " behind the search index was.",
            "Verdicts, statuses, organisations and rules count each real call once: neither its outcome's record nor"
                    + " a question to the gateway (evaluation) counts again. Sandbox decisions have a count of their"
                    + " own."
        },
        exitCodeList = {"0:done", "1:the ledger cannot be read", "2:usage, or there is no ledger in the folder"},
        footer = {
            "",
            "Examples:",
            "  facegate ledger stats --json | jq .by.verdict",
            "  facegate ledger stats --verdict refuse --from 2026-11-01"
        })
public final class LedgerStatsCommand extends FacegateCommand {
    @Mixin
    private AuditedRead looking = new AuditedRead();

    @Mixin
    private SearchOptions options = new SearchOptions();

    @Override
    protected ExitCode run() {
        var ledger = LedgerLocator.requireLedger(spec, settings.ledger());
        var found = LedgerStatistics.read(
                ledger,
                new WordSources(settings.registry(), settings.policies()),
                words -> options.query(words, List.of(), 1),
                looking.reader());
        if (output().isJson()) {
            printJson(found);
        } else {
            print(found);
        }
        return ExitCode.DONE;
    }

    private void printJson(LedgerStatistics found) {
        var counts = found.counts();
        var said = JsonMappers.PLAIN.createObjectNode().put("size", found.now().size());
        said.put("matching", counts.total());
        said.put("oldest", time(counts.oldest())).put("newest", time(counts.newest()));
        said.put("open", counts.open())
                .put("ledger_bytes", found.ledgerBytes())
                .put("search_bytes", found.searchBytes());
        said.put("behind", found.before().recordsBehind());
        describeAudit(found.audit(), said.putObject("audited"));
        var by = said.putObject("by");
        counts.byFacet().forEach((facet, values) -> {
            var each = by.putObject(facet.key());
            values.forEach(each::put);
        });
        output().print(said.toString());
    }

    private void print(LedgerStatistics found) {
        var counts = found.counts();
        output().print(found.now().size() + " records, " + (found.ledgerBytes() >> 20) + " MiB; projection "
                + (found.searchBytes() >> 20) + " MiB, " + found.before().recordsBehind()
                + " records behind before this");
        if (counts.total() != found.now().size()) {
            output().print(counts.total() + " records match");
        }
        output().print("From " + time(counts.oldest()) + " to " + time(counts.newest()) + "; " + counts.open()
                + " permits have not ended yet");
        output().print(describeAudit(found.audit()));
        long sandbox = counts.byFacet().getOrDefault(SearchFacet.SANDBOX, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (sandbox > 0) {
            output().print(sandbox
                    + " sandbox decisions. Verdicts, statuses, organisations and rules below leave them out.");
        }
        counts.byFacet().forEach((facet, values) -> {
            output().print("");
            output().print("By " + facet.key() + ':');
            values.forEach((value, count) -> output().print("  " + LedgerLocator.sanitize(value) + "  " + count));
        });
    }

    /** How far the projection was audited, since the counts come from it. */
    private String describeAudit(AuditState state) {
        var whole = state.lastCleanPass();
        var wrong = state.log() != null ? state.log() : state.projection();
        var said = whole == null
                ? "These counts have never been audited. A running gateway does that"
                : "The last full audit of log and counts was on " + whole.time() + ", up to record " + whole.records();
        return wrong == null
                ? said
                : output().highlight(said + ". The last audit found record " + (wrong.index() + 1) + ": "
                        + wrong.description());
    }

    private static void describeAudit(AuditState state, ObjectNode said) {
        if (state.lastCleanPass() != null) {
            said.put("at", state.lastCleanPass().time().toString());
            said.put("records", state.lastCleanPass().records());
        }
        var wrong = state.log() != null ? state.log() : state.projection();
        if (wrong != null) {
            said.put("number", wrong.index() + 1);
        }
        if (state.log() != null) {
            said.put("tampered", state.log().index());
        }
        if (state.projection() != null) {
            said.put("projection_wrong", state.projection().index());
        }
    }

    private static @Nullable String time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }
}
