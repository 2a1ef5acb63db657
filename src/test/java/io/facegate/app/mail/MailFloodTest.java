package io.facegate.app.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.SelfSigned;
import io.facegate.app.mail.MailSender.Mail;
import io.facegate.app.mail.SmtpSettings.Security;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail servers that never stop to send. */
class MailFloodTest {
    private static final Mail MAIL = new Mail("0199-a", "Facegate: a reminder", "A key ends.\n", false);
    /** More than the buffers of both sockets hold, and less than a client takes that reads on. */
    private static final long BUFFERS = 64L << 20;

    @TempDir
    private Path folder;

    /** A server that sends the same again and again, and then tells how many bytes the client let it send. */
    private record Flood(ServerSocket server, CompletableFuture<Long> sent) implements AutoCloseable {
        static Flood start(ServerSocketFactory factory, String text) throws IOException {
            var server = factory.createServerSocket(0, 9, InetAddress.getLoopbackAddress());
            var sent = new CompletableFuture<Long>();
            Thread.ofVirtual().start(() -> sent.complete(send(server, text.repeat(1000))));
            return new Flood(server, sent);
        }

        private static long send(ServerSocket server, String text) {
            long sent = 0;
            var bytes = text.getBytes(StandardCharsets.US_ASCII);
            try (var client = server.accept()) {
                while (sent < 4 * BUFFERS) {
                    client.getOutputStream().write(bytes);
                    sent += bytes.length;
                }
            } catch (IOException closed) {
                // The client has enough.
            }
            return sent;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private MailSender sender(int port, Security security, @Nullable Path authorities) {
        return new MailSender(new MailReceiverSettings(
                new SmtpSettings("localhost", port, security, null, authorities, false),
                "gate@example.org",
                List.of("officer@example.org")));
    }

    private void isCutOff(ServerSocketFactory factory, String text, Security security, @Nullable Path authorities)
            throws Exception {
        try (var flood = Flood.start(factory, text)) {
            assertThatThrownBy(() -> sender(flood.server.getLocalPort(), security, authorities)
                            .send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessage("The mail server sent more than 64 KiB");
            assertThat(flood.sent.get(30, TimeUnit.SECONDS)).isLessThan(BUFFERS);
        }
    }

    @Test
    void aReplyWithoutAnEndIsCutOffAndAnotherServerGetsItsMail() throws Exception {
        var identity = SelfSigned.identity(folder, "dns:localhost");
        var authorities = folder.resolve("vendor.pem");
        for (var text : List.of("220-\r\n", "220 endless")) {
            isCutOff(ServerSocketFactory.getDefault(), text, Security.STARTTLS, null);
            isCutOff(identity.getServerSocketFactory(), text, Security.TLS, authorities);
        }
        try (var receiver = SmtpReceiver.start(identity)) {
            sender(receiver.port(), Security.STARTTLS, authorities).send(MAIL);
            assertThat(receiver.received).hasSize(1);
        }
    }

    @Test
    void aConnectionReceivesSixtyFourKibibytes() {
        var told = new AtomicInteger();
        var channel = new EmbeddedChannel(new SmtpReplyLimit(told::incrementAndGet));
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[65_536]));
        assertThat(channel.isOpen()).isTrue();
        assertThat(told).hasValue(0);
        var more = Unpooled.buffer(1).writeByte(1);
        channel.pipeline().fireChannelRead(more);
        assertThat(told).hasValue(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(more.refCnt()).isZero();
        assertThat(channel.inboundMessages()).hasSize(1);
    }

    @Test
    void theThreadOfAMailEndsWithIt() throws Exception {
        var thread = new CompletableFuture<Thread>();
        try (var loop = new MailEventLoop()) {
            loop.vertx().runOnContext(begun -> thread.complete(Thread.currentThread()));
            assertThat(thread.get(30, TimeUnit.SECONDS).isDaemon()).isTrue();
        }
        Await.until(() -> !thread.join().isAlive());
    }
}
