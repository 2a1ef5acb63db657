package io.facegate.console.integrity;

import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.usecase.overview.LogFacts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the integrity page shows beside records; implemented by the gateway. */
public interface IntegritySources {
    LogFacts facts();

    /** Begins a check of the whole log at once. */
    void verify();

    /** True while a check that somebody asked for waits or runs. */
    boolean isVerifying();

    /** The records at these indices, checked, with their neighbours; those behind the end of the log are left out. */
    List<RecordStanding> records(List<Long> indices);

    /** The record at an index, checked, with its neighbours; null if the log is not as long. */
    default @Nullable RecordStanding record(long index) {
        var found = records(List.of(index));
        return found.isEmpty() ? null : found.getFirst();
    }

    /**
     * The personal values of acts that are still kept, checked against their records. A record that commits to a name
     * without keeping it is compared with those that the gateway knows: the reader's, registered people's, and the
     * sessions of printed links.
     *
     * @param reader who reads them
     */
    List<Map<RecordField, String>> disclosed(List<VerifiedRecord> acts, String reader);
}
