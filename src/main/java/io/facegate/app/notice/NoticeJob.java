package io.facegate.app.notice;

import io.facegate.app.mail.MailSender;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.Outbox;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.usecase.notice.NoticeMail;
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

/** Job that records reminders each half minute, and delivers them and raised duties to the receivers of a file. */
public final class NoticeJob implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NoticeJob.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final RecordSearch records;
    private final Reminders reminders;
    /** What notices that are no records are told apart by. */
    private final String run = UUID.randomUUID().toString();

    private final List<Direct> receivers = new ArrayList<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isFailing;

    /** What sends to one receiver, and what it was sent that is not on record. */
    private record Direct(NoticeSink sink, NoticeWriter writer, Set<Long> sent) {}

    private NoticeJob(LedgerAddress address, Ledger ledger, Reminders.Sources sources) {
        records = RecordSearch.open(address);
        reminders = new Reminders(records, ledger, sources, address.data());
        thread = Thread.ofPlatform().daemon().name("reminders").unstarted(this::run);
    }

    /** Starts to deliver to these receivers, and to remind. */
    public static NoticeJob start(
            List<NoticeReceiver> told, LedgerAddress address, Ledger ledger, Reminders.Sources sources) {
        var job = new NoticeJob(address, ledger, sources);
        told.forEach(receiver -> job.deliver(receiver, address));
        job.thread.start();
        return job;
    }

    private void deliver(NoticeReceiver receiver, LedgerAddress address) {
        var writer = new NoticeWriter(records, receiver.language());
        receivers.add(new Direct(sink(receiver, writer), writer, new HashSet<>()));
        outboxes.add(Outbox.start(
                address, Outbox.Scope.NOTICES, receiver.name(), "notify-" + receiver.name(), sink(receiver, writer)));
    }

    private NoticeSink sink(NoticeReceiver receiver, NoticeWriter writer) {
        return new NoticeSink(
                switch (receiver.target()) {
                    case NoticeTarget.Webhook(var webhook) -> new WebhookNoticeSender(webhook);
                    case NoticeTarget.Mail(var mail, var console) ->
                        new MailNoticeSender(new MailSender(mail), new NoticeMail(receiver.language(), console));
                },
                writer);
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
            for (var receiver : receivers) {
                if (!receiver.sent.contains(index)) {
                    send(receiver, index);
                }
            }
        }
    }

    /** A failure is tried again at the next round. */
    private void send(Direct receiver, long index) throws InterruptedException {
        try {
            var id = "log-" + index + '-' + run;
            receiver.sink.send(receiver.writer.writeUnrecorded(id, index, Instant.now()));
            receiver.sent.add(index);
        } catch (IOException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "A notice that the log does not verify was not accepted.", failed);
        }
    }

    /** Why a receiver gets nothing at present, or nothing new can be on record; null if neither is so. */
    public @Nullable String problem() {
        return outboxes.stream()
                .map(outbox -> outbox.state().problem())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(isFailing ? "reminders cannot be recorded" : null);
    }

    @Override
    public void close() {
        thread.interrupt();
        outboxes.forEach(Outbox::close);
        receivers.forEach(receiver -> receiver.sink.close());
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        records.close();
    }
}
