package io.facegate.cli.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import io.facegate.cli.ExitCode;
import io.facegate.cli.LedgerFiles;
import io.facegate.cli.Settings;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.Reach;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.search.Counts;
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

/** {@code facegate ledger stats}: what the ledger holds, counted. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Counts the records by kind, verdict, status, organisation, rule and day, and says how old and how large the"
                    + " ledger is, how many permits did not end yet, and how far behind the projection was."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:the ledger cannot be read", "2:usage, or there is no ledger in the folder"},
        footer = {"", "Example:", "  facegate ledger stats --json | jq .by.verdict"})
public final class LedgerStats implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Settings settings = new Settings();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        LedgerFiles.demand(spec, settings.ledger());
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

    private void tell(Counts counts, Reach was, Reach now) throws IOException, SQLException {
        long ledger = settings.ledger().bytes();
        long search = LedgerAddress.bytes(settings.data().resolve(SearchFile.NAME));
        if (settings.json()) {
            var said = JSON.createObjectNode().put("size", now.size());
            said.put("oldest", time(counts.oldest())).put("newest", time(counts.newest()));
            said.put("open", counts.open()).put("ledger_bytes", ledger).put("search_bytes", search);
            said.put("behind", was.behind());
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
        counts.by().forEach((facet, values) -> {
            settings.print("");
            settings.print("By " + facet.key() + ':');
            values.forEach((value, count) -> settings.print("  " + LedgerFiles.harmless(value) + "  " + count));
        });
    }

    private static @Nullable String time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }
}
