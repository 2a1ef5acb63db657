package io.facegate.app.mail;

import io.facegate.app.mail.SmtpSettings.Security;
import io.facegate.app.webhook.HttpsAddress;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends plain mail by one server, each over a connection of its own. It waits ten seconds at most. */
public final class MailSender {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int LONGEST_REPLY = 3;

    private final MailReceiverSettings target;

    public MailSender(MailReceiverSettings target) {
        this.target = target;
    }

    /**
     * A mail.
     *
     * @param id the same each time that it is sent; becomes a part of the Message-ID
     */
    public record Mail(String id, String subject, String text, boolean urgent) {
        public Mail {
            id = id.replaceAll("[^A-Za-z0-9-]", "-");
            subject = subject.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
        }
    }

    /**
     * Sends a mail.
     *
     * @throws IOException if the server did not take it for every receiver; the message names neither an address nor the
     *     password
     */
    public void send(Mail mail) throws IOException, InterruptedException {
        var server = target.server();
        HttpsAddress.requirePermitted(server.host(), server.isPrivate());
        var config = config();
        try (var loop = new MailEventLoop()) {
            var client = MailClient.create(loop.vertx(), config);
            var sent = client.sendMail(message(mail)).toCompletionStage().toCompletableFuture();
            try {
                CompletableFuture.anyOf(loop.excess(), sent).get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                throw new IOException("it did not answer within " + WHOLE.toSeconds() + " s");
            } catch (ExecutionException failed) {
                throw new IOException(reason(failed.getCause()));
            } finally {
                client.close();
            }
        }
    }

    private static String reason(@Nullable Throwable failed) {
        if (failed instanceof MailEventLoop.TooMuch) {
            return "The mail server sent more than 64 KiB";
        }
        if (failed instanceof SMTPException refused) {
            return "it answered " + refused.getReplyCode();
        }
        boolean isUntrusted = Stream.iterate(failed, cause -> cause != null, Throwable::getCause)
                .limit(LONGEST_REPLY)
                .anyMatch(SSLException.class::isInstance);
        return isUntrusted
                ? "its certificate is not one that is trusted for its name, or it does not speak TLS there"
                : "it could not be reached, or does not offer what the file asks for (TLS, login)";
    }

    /**
     * The password is read each time, so that it can be replaced while the gateway runs. The client compares the name in
     * the certificate, and stops to do so where the algorithm of that is set here.
     */
    private MailConfig config() throws IOException {
        var server = target.server();
        var config = new MailConfig()
                .setHostname(server.host())
                .setPort(server.port())
                .setOwnHostname(target.domain())
                .setSsl(server.security() == Security.TLS)
                .setStarttls(
                        server.security() == Security.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setKeepAlive(false)
                .setConnectTimeout((int) CONNECT.toMillis())
                .setIdleTimeout((int) WHOLE.toSeconds())
                .setLogin(LoginOption.DISABLED);
        if (server.authorities() != null) {
            config.setPemTrustOptions(
                    new PemTrustOptions().addCertPath(server.authorities().toString()));
        }
        var login = server.login();
        if (login != null) {
            config.setLogin(LoginOption.REQUIRED).setUsername(login.user()).setPassword(firstLine(login));
        }
        return config;
    }

    private static String firstLine(SmtpSettings.Login login) throws IOException {
        try (var lines = Files.lines(login.password())) {
            return lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException unread) {
            throw new IOException("the file of its password cannot be read");
        }
    }

    private MailMessage message(Mail mail) {
        var message = new MailMessage()
                .setFrom(target.from())
                .setTo(target.to())
                .setSubject(mail.subject())
                .setText(mail.text())
                .addHeader("Message-ID", '<' + mail.id() + '@' + target.domain() + '>')
                .addHeader("Auto-Submitted", "auto-generated");
        return mail.urgent() ? message.addHeader("Importance", "high") : message;
    }
}
