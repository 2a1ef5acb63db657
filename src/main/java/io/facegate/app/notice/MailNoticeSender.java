package io.facegate.app.notice;

import io.facegate.app.mail.MailSender;
import io.facegate.usecase.notice.Notice;
import io.facegate.usecase.notice.NoticeMail;
import java.io.IOException;

/** Sends notices as mail. */
final class MailNoticeSender implements NoticeSender {
    private final MailSender sender;
    private final NoticeMail mail;

    MailNoticeSender(MailSender sender, NoticeMail mail) {
        this.sender = sender;
        this.mail = mail;
    }

    @Override
    public void send(Notice notice) throws IOException, InterruptedException {
        sender.send(new MailSender.Mail(notice.id(), mail.subject(notice), mail.body(notice), notice.urgent()));
    }

    @Override
    public void close() {}
}
