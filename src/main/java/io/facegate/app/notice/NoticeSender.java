package io.facegate.app.notice;

import io.facegate.usecase.notice.Notice;
import java.io.IOException;

/** Sends notices to one receiver. */
interface NoticeSender extends AutoCloseable {
    /**
     * Sends a notice.
     *
     * @throws IOException if it was not accepted
     */
    void send(Notice notice) throws IOException, InterruptedException;

    @Override
    void close();
}
