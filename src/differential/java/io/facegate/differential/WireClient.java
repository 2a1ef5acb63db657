package io.facegate.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Byte-exact HTTP/1.1 client on one keep-alive connection: sends malformed requests unchanged. */
final class WireClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private Socket socket;
    private InputStream in;

    WireClient(int port) {
        this.port = port;
    }

    /** A response; status 0 if the connection ended without one. */
    record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        static final Answer NONE = new Answer(0, List.of(), new byte[0]);

        String header(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
        }
    }

    /** Sends a request. Retries once if a kept connection was closed before anything was answered. */
    Answer send(String method, String target, List<Map.Entry<String, String>> headers, byte[] body) throws IOException {
        var head = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
        headers.forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
        if (headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase("Content-Length"))
                && (body.length > 0 || !method.equals("GET"))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        boolean kept = socket != null;
        var answer = exchange(method, bytes.toByteArray());
        return answer == Answer.NONE && kept ? exchange(method, bytes.toByteArray()) : answer;
    }

    private Answer exchange(String method, byte[] request) throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        }
        try {
            socket.getOutputStream().write(request);
            var answer = read(method);
            if (answer.header("Connection").equalsIgnoreCase("close")) {
                close();
            }
            return answer;
        } catch (IOException ended) {
            close();
            return Answer.NONE;
        }
    }

    private Answer read(String method) throws IOException {
        var status = line();
        if (status.length() < 12) {
            throw new IOException("no status line: " + status);
        }
        int code = Integer.parseInt(status.substring(9, 12));
        var headers = new ArrayList<Map.Entry<String, String>>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        if (code < 200) {
            return read(method);
        }
        var answer = new Answer(code, headers, new byte[0]);
        return new Answer(
                code, headers, method.equals("HEAD") || code == 204 || code == 304 ? new byte[0] : body(answer));
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            var whole = new ByteArrayOutputStream();
            for (int size = chunk(); size > 0; size = chunk()) {
                whole.writeBytes(in.readNBytes(size));
                line();
            }
            line();
            return whole.toByteArray();
        }
        var length = head.header("Content-Length");
        return length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
