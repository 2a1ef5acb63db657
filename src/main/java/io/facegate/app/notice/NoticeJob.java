package io.facegate.app.notice;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.ActOutbox;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.usecase.notice.NoticeWriter;
import io.facegate.usecase.notice.Reminders;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Job that records reminders each half minute, and delivers them and raised duties to the targets of a file. */
public final class NoticeJob implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NoticeJob.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final RecordSearch records;
    private final Reminders reminders;
    /** What notices that are no records are told apart by. */
    private final String run = UUID.randomUUID().toString();

    private final List<Direct> targets = new ArrayList<>();
    private final List<ActOutbox> outboxes = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isFailing;

    /** What sends to one target, and what it was sent that is not on record. */
    private record Direct(WebhookSender sender, NoticeWriter writer, Set<Long> sent) {}

    private NoticeJob(LedgerAddress address, Ledger ledger, Reminders.Sources sources) {
        records = RecordSearch.open(address);
        reminders = new Reminders(records, ledger, sources);
        thread = Thread.ofPlatform().daemon().name("reminders").unstarted(this::run);
    }

    /** Starts to deliver to these targets, and to remind. */
    public static NoticeJob start(
            List<NoticeTarget> targets, LedgerAddress address, Ledger ledger, Reminders.Sources sources) {
        var job = new NoticeJob(address, ledger, sources);
        targets.forEach(target -> job.deliver(target, address));
        job.thread.start();
        return job;
    }

    private void deliver(NoticeTarget target, LedgerAddress address) {
        var sender = new WebhookSender(target);
        var writer = new NoticeWriter(records, target.language());
        targets.add(new Direct(sender, writer, new HashSet<>()));
        outboxes.add(ActOutbox.start(
                address, target.name(), NoticeWriter.ACTS, record -> sender.send(writer.write(record))));
    }

    private void run() {
        try {
            while (true) {
                remind();
                sendUnrecordable();
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

    /** A ledger that was changed records nothing any more, and people must know just that. */
    private void sendUnrecordable() throws InterruptedException {
        for (long index : reminders.unrecordable()) {
            for (var target : targets) {
                if (!target.sent.contains(index)) {
                    send(target, index);
                }
            }
        }
    }

    /** A failure is tried again at the next round. */
    private void send(Direct target, long index) throws InterruptedException {
        try {
            var id = "log-" + index + '-' + run;
            target.sender.send(target.writer.writeUnrecorded(id, index, Instant.now()));
            target.sent.add(index);
        } catch (IOException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "A notice that the log does not verify was not accepted.", failed);
        }
    }

    /** Why a target gets nothing at present, or nothing new can be on record; null if neither is so. */
    public @Nullable String problem() {
        return outboxes.stream()
                .map(ActOutbox::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(isFailing ? "reminders cannot be recorded" : null);
    }

    @Override
    public void close() {
        thread.interrupt();
        outboxes.forEach(ActOutbox::close);
        targets.forEach(target -> target.sender.close());
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        records.close();
    }
}
