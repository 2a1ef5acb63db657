package io.facegate.bench.gateway;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** A minimal keep-alive HTTP/1.1 connection, so that the client adds little to what is timed. */
final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 120_000;
    private static final int LONGEST_LINE = 16_384;

    private final Socket socket;
    private final InputStream in;
    private boolean open = true;

    /**
     * A response.
     *
     * @param error the vendor's error name, empty if none
     */
    record Answer(int status, String error) {}

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static HttpConnection to(URI server) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
        return new HttpConnection(socket);
    }

    /** Sends a call and reads the response, also one that arrives before the whole request was sent. */
    Answer send(BenchCall call) throws IOException {
        try {
            socket.getOutputStream().write(call.head());
            socket.getOutputStream().write(call.body());
        } catch (IOException turnedAway) {
            open = false;
        }
        return answer();
    }

    /** True while the connection can take another call. */
    boolean isOpen() {
        return open;
    }

    private Answer answer() throws IOException {
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = -1;
        var error = "";
        for (var header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            var value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "x-amzn-errortype" -> error = value;
                case "connection" -> open &= !value.equalsIgnoreCase("close");
                default -> {}
            }
        }
        if (length < 0) {
            throw new IOException("an answer without a length");
        }
        in.skipNBytes(length);
        return new Answer(status, error);
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("the connection ended before an answer");
            }
            if (read != '\r') {
                line.append((char) read);
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("a header line of an answer is too long");
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            open = false;
        }
    }
}
