package io.facegate.app.sinks;

import io.facegate.app.webhook.WebhookEndpoint;
import io.facegate.app.webhook.WebhookSender;
import io.facegate.ledger.export.EventEncoding;
import io.facegate.ledger.export.RecordSink;
import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.util.List;

/** Sink that sends records to a webhook, up to a hundred together, each request signed. */
final class WebhookSink implements RecordSink {
    private static final int MOST = 100;

    private final WebhookSender sender;
    private final EventEncoding encoding;

    WebhookSink(WebhookEndpoint target, EventEncoding encoding) {
        this.sender = new WebhookSender(target);
        this.encoding = encoding;
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public long send(List<VerifiedRecord> records) throws IOException, InterruptedException {
        if (records.isEmpty()) {
            return 0;
        }
        long last = records.getLast().index();
        // The same records have the same id.
        var id = "records-" + records.getFirst().index() + '-' + last;
        sender.send(id, encoding.mediaTypeOfAll(), encoding.encodeAll(records));
        return last + 1;
    }

    @Override
    public void close() {
        sender.close();
    }
}
