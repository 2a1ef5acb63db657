package io.facegate.gateway.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a Valkey or Redis server, for one thread at a time. Reads only what the scripts here answer: short
 * lines, short lists of integers, and short texts. Client libraries allocate as much memory as a reply announces; here a server
 * cannot make the gateway read or hold more than these (decision 0164).
 */
final class ValkeyConnection implements AutoCloseable {
    private static final int LONGEST_LINE = 512;
    private static final int LONGEST_LIST = 256;

    /** Bytes of the longest text that is read. */
    static final int LONGEST_TEXT = 4096;

    private final Socket socket;
    private final InputStream in;
    private final long nanos;

    /** Answers are complete by then, whatever the server sends. */
    private long deadline;

    /** An error that the server reported, as its first word. */
    static final class ServerException extends IOException {
        private static final long serialVersionUID = 1L;

        ServerException(String word) {
            super(word);
        }
    }

    private ValkeyConnection(Socket socket, int millis) throws IOException {
        this.socket = socket;
        this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects, and logs in if there is a password.
     *
     * @param millis for connecting and logging in together, and then for each answer
     * @param trust makes the sockets of an address with TLS; not asked for another
     */
    static ValkeyConnection open(
            ValkeyAddress address, @Nullable String password, int millis, Supplier<SSLSocketFactory> trust)
            throws IOException {
        var plain = new Socket();
        var watchdog = closeAfter(millis, plain);
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(address.host(), address.port()), millis);
            plain.setSoTimeout(millis);
            var connection = new ValkeyConnection(address.tls() ? secure(plain, address, trust.get()) : plain, millis);
            if (password != null) {
                var user = address.user();
                connection.send(user == null ? List.of("AUTH", password) : List.of("AUTH", user, password));
            }
            return connection;
        } catch (IOException | RuntimeException failed) {
            plain.close();
            throw failed;
        } finally {
            watchdog.interrupt();
        }
    }

    /** A server that sends byte by byte never lets a read time out, so that a handshake would go on without end. */
    private static Thread closeAfter(int millis, Socket plain) {
        return Thread.ofVirtual().name("valkey-opening").start(() -> {
            try {
                Thread.sleep(millis);
                plain.close();
            } catch (InterruptedException | IOException over) {
                // It is open, or was closed already.
            }
        });
    }

    /** The certificate must be the host's. */
    private static SSLSocket secure(Socket plain, ValkeyAddress address, SSLSocketFactory trust) throws IOException {
        var secure = (SSLSocket) trust.createSocket(plain, address.host(), address.port(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /**
     * Sends a command and returns the integers of its answer; none for a simple answer.
     *
     * @throws ServerException if the server answers an error; the connection can be used further
     */
    List<Long> send(List<String> command) throws IOException {
        write(command);
        return readAnswer();
    }

    /**
     * Sends a command and returns the text of its answer; none for a null answer.
     *
     * @throws ServerException if the server answers an error; the connection can be used further
     */
    Optional<String> sendForText(List<String> command) throws IOException {
        write(command);
        var line = readLine();
        return switch (line.charAt(0)) {
            case '-' -> throw new ServerException(firstWord(line));
            case '$' -> readText(number(line));
            default -> throw new IOException("an answer of another kind");
        };
    }

    private void write(List<String> command) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("*" + command.size() + "\r\n").getBytes(US_ASCII));
        for (var part : command) {
            var text = part.getBytes(UTF_8);
            bytes.writeBytes(("$" + text.length + "\r\n").getBytes(US_ASCII));
            bytes.writeBytes(text);
            bytes.writeBytes(new byte[] {'\r', '\n'});
        }
        deadline = System.nanoTime() + nanos;
        socket.getOutputStream().write(bytes.toByteArray());
    }

    private List<Long> readAnswer() throws IOException {
        var line = readLine();
        return switch (line.charAt(0)) {
            case '+' -> List.of();
            case '-' -> throw new ServerException(firstWord(line));
            case ':' -> List.of(number(line));
            case '*' -> readIntegers(number(line));
            default -> throw new IOException("an answer of another kind");
        };
    }

    private List<Long> readIntegers(long announced) throws IOException {
        if (announced < 0 || announced > LONGEST_LIST) {
            throw new IOException("a list of " + announced);
        }
        var numbers = new ArrayList<Long>((int) announced);
        for (long at = 0; at < announced; at++) {
            var line = readLine();
            if (line.charAt(0) != ':') {
                throw new IOException("a list of other things than integers");
            }
            numbers.add(number(line));
        }
        return numbers;
    }

    private Optional<String> readText(long announced) throws IOException {
        if (announced == -1) {
            return Optional.empty();
        }
        if (announced < 0 || announced > LONGEST_TEXT) {
            throw new IOException("a text of " + announced);
        }
        var bytes = new byte[(int) announced];
        for (int at = 0; at < bytes.length; at++) {
            int next = in.read();
            if (next < 0 || deadline - System.nanoTime() < 0) {
                throw new IOException("an answer that was cut off");
            }
            bytes[at] = (byte) next;
        }
        if (in.read() != '\r' || in.read() != '\n') {
            throw new IOException("an answer without end");
        }
        return Optional.of(new String(bytes, US_ASCII));
    }

    private static long number(String line) throws IOException {
        try {
            return Long.parseLong(line.substring(1));
        } catch (NumberFormatException malformed) {
            throw new IOException("a malformed number");
        }
    }

    /** What the server says is not trusted in a log. */
    private static String firstWord(String line) {
        var word = line.substring(1).split(" ", 2)[0];
        return word.matches("[A-Z]{1,20}") ? word : "an error";
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != '\r') {
            if (line.length() == LONGEST_LINE || deadline - System.nanoTime() < 0) {
                throw new IOException("an answer without end");
            }
            line.append((char) next);
            next = in.read();
        }
        if (next < 0 || in.read() != '\n' || line.isEmpty()) {
            throw new IOException("an answer that was cut off");
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException already) {
            // Nothing is left to close.
        }
    }
}
