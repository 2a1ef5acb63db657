package io.facegate.app.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that speaks STARTTLS, or TLS from the first byte, keeps what was said, and can refuse. */
public final class SmtpReceiver implements AutoCloseable {
    /**
     * A mail that was taken.
     *
     * @param isSecure true if it came over TLS
     * @param said the commands of the connection
     * @param lines the mail, header and body, as it was sent
     */
    public record Received(boolean isSecure, List<String> said, List<String> lines) {}

    /** What was accepted. */
    public final List<Received> received = new CopyOnWriteArrayList<>();
    /** What was said to it, on all connections. */
    public final List<String> said = new CopyOnWriteArrayList<>();
    /** The answer to a receiver's address. */
    public volatile String toReceiver = "250 OK";
    /** What it offers in clear. */
    public volatile List<String> offers = List.of("STARTTLS");

    private final @Nullable SSLContext identity;
    private final ServerSocket server;
    private final ExecutorService each = Executors.newVirtualThreadPerTaskExecutor();

    private SmtpReceiver(@Nullable SSLContext identity, ServerSocket server) {
        this.identity = identity;
        this.server = server;
        each.submit(this::accept);
    }

    /** One that begins in clear. */
    public static SmtpReceiver start(@Nullable SSLContext identity) throws IOException {
        return new SmtpReceiver(identity, new ServerSocket(0, 9, InetAddress.getLoopbackAddress()));
    }

    /** One that speaks TLS from the first byte. */
    public static SmtpReceiver startSecure(SSLContext identity) throws IOException {
        return new SmtpReceiver(
                identity, identity.getServerSocketFactory().createServerSocket(0, 9, InetAddress.getLoopbackAddress()));
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                each.submit(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            answer(client, "220 test ESMTP");
            converse(client);
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private void converse(Socket client) throws IOException {
        boolean isSecure = client instanceof SSLSocket;
        var commands = new ArrayList<String>();
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            said.add(line);
            if (line.equals("STARTTLS") && identity != null) {
                answer(client, "220 go");
                var secured = (SSLSocket) identity.getSocketFactory()
                        .createSocket(client, client.getInetAddress().getHostAddress(), client.getPort(), true);
                secured.setUseClientMode(false);
                converse(secured);
                return;
            }
            if (line.equals("DATA")) {
                answer(client, "354 go");
                received.add(new Received(isSecure, List.copyOf(commands), mail(in)));
                answer(client, "250 taken");
            } else if (line.startsWith("EHLO")) {
                answer(client, greeting(isSecure));
            } else {
                answer(client, line.startsWith("RCPT") ? toReceiver : line.startsWith("AUTH") ? "235 OK" : "250 OK");
            }
        }
    }

    private String greeting(boolean isSecure) {
        var lines = new StringBuilder("250-test\r\n");
        (isSecure ? List.of("AUTH PLAIN") : offers)
                .forEach(offer -> lines.append("250-").append(offer).append("\r\n"));
        return lines.append("250 SIZE 100000").toString();
    }

    private static List<String> mail(BufferedReader in) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    private static void answer(Socket client, String text) throws IOException {
        client.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        each.shutdownNow();
    }
}
