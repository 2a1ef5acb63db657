package io.facegate.ledger;

import io.facegate.ledger.record.AdministrativeActMac;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Somebody who speaks to the socket in the data folder by hand. */
public final class SocketLine implements AutoCloseable {
    private final SocketChannel channel;

    public SocketLine(Path data) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(data.resolve("ledger.sock")));
    }

    /** One line, without asking for a challenge, and all that is answered. */
    public static String raw(Path data, String line) throws IOException {
        try (var socket = new SocketLine(data)) {
            return socket.say(line);
        }
    }

    /** An act with the proof that the ledger's key can be read, and what is answered. */
    public static String proved(Path data, String act) throws IOException {
        return proved(data, act, Files.readAllBytes(data.resolve("ledger.key")));
    }

    /** The same under a key. */
    public static String proved(Path data, String act, byte[] key) throws IOException {
        try (var socket = new SocketLine(data)) {
            return socket.say(AdministrativeActMac.proof(key, socket.challenge(), act) + ' ' + act);
        }
    }

    /** Asks for a challenge. */
    public String challenge() throws IOException {
        return say("challenge").replaceAll(".*:\"([0-9a-f]{32})\".*", "$1");
    }

    /** Says a line and reads one; empty where nobody answers any more. */
    public String say(String line) throws IOException {
        channel.write(ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8)));
        var read = new StringBuilder();
        var one = ByteBuffer.allocate(1);
        try {
            while (channel.read(one) > 0 && one.get(0) != '\n') {
                read.append((char) one.get(0));
                one.clear();
            }
        } catch (java.net.SocketException hungUp) {
            return "";
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
