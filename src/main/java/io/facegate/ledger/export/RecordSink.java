package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.util.List;

/** A place that an {@link Outbox} hands records to, such as a topic, a webhook or a bucket. One thread uses it. */
public interface RecordSink extends AutoCloseable {
    /** Most records that are handed over together. */
    int most();

    /** True if the record is sent; others are passed over. */
    default boolean wants(VerifiedRecord record) {
        return true;
    }

    /** Begins after the last confirmed record: what was taken and not confirmed is forgotten, and comes again. */
    default void begin() {}

    /**
     * Takes records that follow those it took before.
     *
     * @param records none if there are no new ones at present
     * @return the index before which every record that it took is confirmed; 0 if nothing is confirmed since
     *     {@link #begin}
     * @throws IOException if records were not accepted, or nobody knows; they come again then
     */
    long send(List<VerifiedRecord> records) throws IOException, InterruptedException;

    @Override
    void close();
}
