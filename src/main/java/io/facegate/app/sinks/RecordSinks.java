package io.facegate.app.sinks;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.export.Outbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sinks of a running gateway, each with an outbox of its own. */
public record RecordSinks(List<Outbox> outboxes) implements AutoCloseable {
    /** No sinks. */
    public static final RecordSinks NONE = new RecordSinks(List.of());

    public RecordSinks {
        outboxes = List.copyOf(outboxes);
    }

    /** Starts to send to these sinks. */
    public static RecordSinks start(LedgerAddress ledger, List<SinkSettings> sinks) {
        return new RecordSinks(sinks.stream()
                .map(sink -> Outbox.start(
                        ledger,
                        Outbox.Scope.ALL_RECORDS,
                        sink.name(),
                        sink.position(),
                        sink.opener().get()))
                .toList());
    }

    /** The acts that record the export of all records; written before the first record leaves. */
    public static List<Ledger.Administrative> exportActs(List<SinkSettings> sinks) {
        return sinks.stream()
                .map(sink -> ExportResult.continuousExportAct(sink.kind(), sink.place(), null))
                .toList();
    }

    /** Why records do not reach one of the sinks at present, or null. */
    public @Nullable String problem() {
        for (var outbox : outboxes) {
            var problem = outbox.state().problem();
            if (problem != null) {
                return outbox.name() + ": " + problem;
            }
        }
        return null;
    }

    @Override
    public void close() {
        outboxes.forEach(Outbox::close);
    }
}
