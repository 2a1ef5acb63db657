package io.facegate.app.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.facegate.SelfSigned;
import io.facegate.app.mail.MailSender.Mail;
import io.facegate.app.mail.SmtpSettings.Login;
import io.facegate.app.mail.SmtpSettings.Security;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail to a real server, and to ones that do not protect a connection, or refuse. */
class MailSenderTest {
    private static final String WORD = "a pass word";
    private static final Mail MAIL = new Mail("0199-a", "Facegate: a reminder", "Une clé prend fin.\n\nSee.\n", true);

    @TempDir
    private Path folder;

    private SSLContext identity;
    private Path password;

    @BeforeEach
    void prepare() throws Exception {
        identity = SelfSigned.identity(folder, "dns:localhost");
        password = Files.writeString(folder.resolve("smtp.password"), WORD + "\n");
    }

    private MailSender sender(int port, Security security, @Nullable Login login, @Nullable Path authorities) {
        var server = new SmtpSettings("localhost", port, security, login, authorities, false);
        return new MailSender(new MailReceiverSettings(
                server, "gate@example.org", List.of("officer@example.org", "dpo@example.org")));
    }

    private MailSender sender(SmtpReceiver receiver, Security security) {
        return sender(receiver.port(), security, new Login("gate", password), folder.resolve("vendor.pem"));
    }

    @Test
    void aServerTakesItForEachReceiver() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("officer@example.org", "gate", WORD);
        server.start();
        try {
            var sender = sender(server.getSmtp().getPort(), Security.NONE, new Login("gate", password), null);
            sender.send(MAIL);
            assertThat(server.getReceivedMessages()).hasSize(2);
            var one = server.getReceivedMessages()[0];
            assertThat(one.getSubject()).isEqualTo("Facegate: a reminder");
            assertThat(one.getContent().toString().replace("\r", "").strip()).isEqualTo("Une clé prend fin.\n\nSee.");
            assertThat(one.getHeader("From")).containsExactly("gate@example.org");
            assertThat(one.getHeader("Message-ID")).containsExactly("<0199-a@example.org>");
            assertThat(one.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(one.getHeader("Importance")).containsExactly("high");
            assertThat(one.getContentType()).startsWith("text/plain");
            Files.writeString(password, "another");
            assertThatThrownBy(() -> sender.send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("it answered 535");
        } finally {
            server.stop();
        }
    }

    @Test
    void nothingIsSaidBeforeTlsBegins() throws Exception {
        try (var receiver = SmtpReceiver.start(identity)) {
            sender(receiver, Security.STARTTLS).send(MAIL);
            var one = receiver.received.getFirst();
            assertThat(one.isSecure()).isTrue();
            assertThat(receiver.said.subList(0, 2)).containsExactly("EHLO example.org", "STARTTLS");
            assertThat(one.said().toString()).contains("AUTH PLAIN", "MAIL FROM:<gate@example.org>");
            assertThat(String.join("\n", one.lines())).contains("Facegate: a reminder", "<0199-a@example.org>");
        }
        try (var receiver = SmtpReceiver.startSecure(identity)) {
            sender(receiver, Security.TLS).send(MAIL);
            assertThat(receiver.received.getFirst().isSecure()).isTrue();
        }
    }

    @Test
    void aServerWithoutTlsGetsNoMailAndNoPassword() throws Exception {
        for (var identity : java.util.Arrays.asList(null, this.identity)) {
            try (var receiver = SmtpReceiver.start(identity)) {
                receiver.offers = List.of("AUTH PLAIN");
                assertThatThrownBy(() -> sender(receiver, Security.STARTTLS).send(MAIL))
                        .isInstanceOf(IOException.class)
                        .hasMessageNotContaining("pass word");
                assertThat(receiver.received).isEmpty();
                assertThat(receiver.said).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
            }
        }
    }

    @Test
    void aCertificateOfNobodyKnownOrOfAnotherHostIsNotBelieved() throws Exception {
        try (var receiver = SmtpReceiver.start(identity)) {
            var login = new Login("gate", password);
            assertThatThrownBy(() -> sender(receiver.port(), Security.STARTTLS, login, null)
                            .send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("certificate");
            assertThat(receiver.received).isEmpty();
            assertThat(receiver.said).noneMatch(line -> line.startsWith("AUTH"));
        }
        var other = SelfSigned.identity(folder, "dns:mail.example.org");
        try (var late = SmtpReceiver.start(other);
                var early = SmtpReceiver.startSecure(other)) {
            assertThatThrownBy(() -> sender(late, Security.STARTTLS).send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("certificate");
            assertThatThrownBy(() -> sender(early, Security.TLS).send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("certificate");
            assertThat(late.received).isEmpty();
            assertThat(early.received).isEmpty();
            assertThat(late.said).noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    @Test
    void aRefusalNamesNoAddress() throws Exception {
        try (var receiver = SmtpReceiver.start(identity)) {
            receiver.toReceiver = "550 no officer@example.org here";
            assertThatThrownBy(() -> sender(receiver, Security.STARTTLS).send(MAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it answered 550");
        }
        int nobody;
        try (var free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        assertThatThrownBy(() -> sender(nobody, Security.NONE, null, null).send(MAIL))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it could not be reached");
    }

    @Test
    void aPrivateAddressIsRefused() {
        var server = new SmtpSettings("10.0.0.1", 25, Security.TLS, null, null, false);
        var endpoint = new MailReceiverSettings(server, "gate@example.org", List.of("officer@example.org"));
        assertThatThrownBy(() -> new MailSender(endpoint).send(MAIL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("private address")
                .hasMessageNotContaining("10.0.0.1");
    }

    /** Whatever a name holds, it makes no header, no second mail and no end of one. */
    @Test
    void hostileTextStaysInItsPlace() throws Exception {
        var hostile = "x\r\nBcc: thief@example.org\r\n\r\n.\r\nMAIL FROM:<x@example.org>\r\n";
        try (var receiver = SmtpReceiver.start(identity)) {
            sender(receiver, Security.STARTTLS).send(new Mail(hostile, hostile, hostile, false));
            assertThat(receiver.received).hasSize(1);
            var lines = receiver.received.getFirst().lines();
            var head = lines.subList(0, lines.indexOf(""));
            assertThat(head)
                    .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("bcc"));
            assertThat(head).filteredOn(line -> line.startsWith("Message-ID")).hasSize(1);
            assertThat(receiver.said)
                    .filteredOn(line -> line.startsWith("MAIL"))
                    .hasSize(1);
            assertThat(receiver.said).noneMatch(line -> line.contains("thief"));
            assertThat(lines).contains("..=0D");
        }
    }
}
