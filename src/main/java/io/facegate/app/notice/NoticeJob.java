package io.facegate.app.notice;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.ActOutbox;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.usecase.notice.NoticeWriter;
import io.facegate.usecase.notice.Reminders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Job that records reminders each half minute, and delivers them and raised duties to the receivers of a file. */
public final class NoticeJob implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NoticeJob.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final RecordSearch records;
    private final Reminders reminders;
    private final List<WebhookSender> senders = new ArrayList<>();
    private final List<ActOutbox> outboxes = new ArrayList<>();
    private final Thread thread;
    private boolean isFailing;

    private NoticeJob(LedgerAddress address, Ledger ledger, Reminders.Sources sources) {
        records = RecordSearch.open(address);
        reminders = new Reminders(records, ledger, sources);
        thread = Thread.ofPlatform().daemon().name("reminders").unstarted(this::run);
    }

    /** Starts to deliver to these receivers, and to remind. */
    public static NoticeJob start(
            List<WebhookEndpoint> receivers, LedgerAddress address, Ledger ledger, Reminders.Sources sources) {
        var job = new NoticeJob(address, ledger, sources);
        receivers.forEach(receiver -> job.deliver(receiver, address));
        job.thread.start();
        return job;
    }

    private void deliver(WebhookEndpoint receiver, LedgerAddress address) {
        var sender = new WebhookSender(receiver);
        var writer = new NoticeWriter(records, receiver.language());
        senders.add(sender);
        outboxes.add(ActOutbox.start(
                address, receiver.name(), NoticeWriter.ACTS, record -> sender.send(writer.write(record))));
    }

    private void run() {
        try {
            while (true) {
                remind();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure is logged once and tried again. */
    private void remind() {
        try {
            reminders.remind();
            isFailing = false;
        } catch (RuntimeException failed) {
            if (!isFailing) {
                LOG.log(System.Logger.Level.WARNING, "Reminders could not be recorded; they will be later.", failed);
            }
            isFailing = true;
        }
    }

    /** Why a receiver gets nothing at present; null if all do. */
    public @Nullable String problem() {
        return outboxes.stream()
                .map(ActOutbox::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        thread.interrupt();
        outboxes.forEach(ActOutbox::close);
        senders.forEach(WebhookSender::close);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        records.close();
    }
}
