package io.facegate.app.mail;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * Vert.x instance for one mail. Whatever a mail server sends never concerns an event loop that serves calls, and nothing
 * of its connection is left afterwards.
 */
final class MailEventLoop implements AutoCloseable {
    private final CompletableFuture<Void> excess = new CompletableFuture<>();
    private final Vertx vertx =
            new VertxBuilder(options()).findTransport(new Limited()).init().vertx();

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    Vertx vertx() {
        return vertx;
    }

    /** Fails when a server sent more than 64 KiB, before its connection is closed, and completes in no other way. */
    CompletableFuture<Void> excess() {
        return excess;
    }

    /** The threads are daemons, and are not waited for. */
    @Override
    public void close() {
        vertx.close();
    }

    /** Failure of a mail whose server sent too much. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Transport whose connections have a limit from before they are open. */
    private final class Limited extends JDKTransport {
        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean isDomainSocket) {
            var factory = super.channelFactory(isDomainSocket);
            return () -> {
                var channel = factory.newChannel();
                channel.pipeline().addFirst(new SmtpReplyLimit(() -> excess.completeExceptionally(new TooMuch())));
                return channel;
            };
        }
    }
}
