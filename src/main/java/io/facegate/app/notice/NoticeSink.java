package io.facegate.app.notice;

import io.facegate.ledger.export.RecordSink;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.usecase.notice.Notice;
import io.facegate.usecase.notice.NoticeWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Sink that tells one receiver of the records of some acts. */
final class NoticeSink implements RecordSink {
    /** An act is the first field of its record. */
    private static final List<byte[]> MARKS = NoticeWriter.ACTS.stream()
            .map(act -> ("{\"act\":\"" + act + '"').getBytes(StandardCharsets.US_ASCII))
            .toList();

    private final NoticeSender sender;
    private final NoticeWriter writer;

    NoticeSink(NoticeSender sender, NoticeWriter writer) {
        this.sender = sender;
        this.writer = writer;
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public boolean wants(VerifiedRecord record) {
        var json = record.json();
        return MARKS.stream()
                .anyMatch(mark ->
                        mark.length <= json.length && Arrays.equals(json, 0, mark.length, mark, 0, mark.length));
    }

    @Override
    public long send(List<VerifiedRecord> records) throws IOException, InterruptedException {
        long confirmed = 0;
        for (var record : records) {
            send(writer.write(record));
            confirmed = record.index() + 1;
        }
        return confirmed;
    }

    /** Sends a notice, of a record or not. */
    void send(Notice notice) throws IOException, InterruptedException {
        sender.send(notice);
    }

    @Override
    public void close() {
        sender.close();
    }
}
