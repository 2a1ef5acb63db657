package io.facegate.cli.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerLocator;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditFile;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.SearchFile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code facegate ledger stats}: counts the ledger's records. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Counts the records by kind, verdict, status, organisation, rule and day. Shows the age and size of the"
                    + " ledger, how many permits have not ended yet, and how far behind the search index was."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the ledger cannot be read", "2:usage, or there is no ledger in the folder"},
        footer = {"", "Example:", "  facegate ledger stats --json | jq .by.verdict"})
public final class LedgerStatsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LedgerLocator.demand(spec, settings.ledger());
        try (var first = SearchArchive.behind(0, settings.ledger());
                var archive = SearchArchive.open(settings.ledger())) {
            var was = first.reach();
            var counts = archive.counts();
            tell(counts, was, archive.reach());
            return ExitCode.DONE.number();
        } catch (Fault.LedgerDown unreadable) {
            settings.complain(String.valueOf(unreadable.getMessage()));
            return ExitCode.FAULT.number();
        } catch (IOException | SQLException unreadable) {
            settings.complain("Their sizes cannot be read: " + unreadable.getMessage());
            return ExitCode.FAULT.number();
        }
    }

    private void tell(RecordCounts counts, SearchIndexLag was, SearchIndexLag now) throws IOException, SQLException {
        long ledger = settings.ledger().bytes();
        long search = LedgerAddress.bytes(settings.data().resolve(SearchFile.NAME));
        if (settings.json()) {
            var said = JsonMappers.PLAIN.createObjectNode().put("size", now.size());
            said.put("oldest", time(counts.oldest())).put("newest", time(counts.newest()));
            said.put("open", counts.open()).put("ledger_bytes", ledger).put("search_bytes", search);
            said.put("behind", was.behind());
            audited(said.putObject("audited"));
            var by = said.putObject("by");
            counts.by().forEach((facet, values) -> {
                var each = by.putObject(facet.key());
                values.forEach(each::put);
            });
            settings.print(said.toString());
            return;
        }
        settings.print(now.size() + " records, " + (ledger >> 20) + " MiB; projection " + (search >> 20) + " MiB, "
                + was.behind() + " records behind before this");
        settings.print("From " + time(counts.oldest()) + " to " + time(counts.newest()) + "; " + counts.open()
                + " permits have not ended yet");
        settings.print(audited());
        counts.by().forEach((facet, values) -> {
            settings.print("");
            settings.print("By " + facet.key() + ':');
            values.forEach((value, count) -> settings.print("  " + LedgerLocator.harmless(value) + "  " + count));
        });
    }

    /** How far the projection was audited, since the counts come from it. */
    private String audited() {
        var state = AuditFile.in(settings.data());
        var whole = state.whole();
        var wrong = state.log() != null ? state.log() : state.projection();
        var said = whole == null
                ? "These counts have never been audited. A running gateway does that"
                : "The last full audit of log and counts was on " + whole.at() + ", up to record " + whole.records();
        return wrong == null
                ? said
                : settings.alarming(
                        said + ". The last audit found record " + (wrong.index() + 1) + ": " + wrong.what());
    }

    private void audited(ObjectNode said) {
        var state = AuditFile.in(settings.data());
        if (state.whole() != null) {
            said.put("at", state.whole().at().toString());
            said.put("records", state.whole().records());
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
