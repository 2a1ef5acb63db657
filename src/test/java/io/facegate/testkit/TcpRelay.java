package io.facegate.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay between gateways and a server, which can be cut, go silent, or lead to another server. */
public final class TcpRelay implements AutoCloseable {
    /** What a client says before it commits a batch. */
    private static final String COPY_DONE = "c\0\0\0\4";

    private final ServerSocket ear;
    private volatile int to;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean silent;
    private volatile boolean swallowing;
    private final AtomicInteger taken = new AtomicInteger();

    public TcpRelay(int to) throws IOException {
        this.to = to;
        this.ear = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon(true).start(this::accept);
    }

    int port() {
        return ear.getLocalPort();
    }

    /** The address of the server, with this relay's port in place of its own. */
    public String over(String url) {
        return url.replace(":" + to + '/', ":" + ear.getLocalPort() + '/');
    }

    /** Leads to another server from now on; connections to the one before end. */
    public void leadTo(int port) throws IOException {
        to = port;
        end();
    }

    /** How many connections it has taken so far. */
    public int taken() {
        return taken.get();
    }

    /** Ends every connection, and takes none. */
    public void cut() throws IOException {
        cut = true;
        end();
    }

    private void end() throws IOException {
        for (var end : ends) {
            end.close();
        }
    }

    public void mend() {
        cut = false;
    }

    /**
     * Whether nothing gets through in either direction, not even that an end has closed its connection. What was sent
     * meanwhile arrives afterwards, as TCP sends it again. A new connection is taken, and is silent as well.
     */
    public void silent(boolean now) {
        silent = now;
    }

    /** Lets the next commit of a batch through, and ends every connection instead of carrying its answer. */
    public void swallowNextAnswerToACommit() {
        swallowing = true;
    }

    private void accept() {
        try {
            while (true) {
                var near = ear.accept();
                taken.incrementAndGet();
                if (cut) {
                    near.close();
                } else {
                    join(near);
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void join(Socket near) throws IOException {
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), to);
            ends.add(near);
            ends.add(far);
            pump(near, far);
            pump(far, near);
        } catch (ConnectException away) {
            near.close();
        }
    }

    private void pump(Socket from, Socket into) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    into) {
                try {
                    carry(from.getInputStream(), into.getOutputStream());
                } finally {
                    awaitSound();
                }
            } catch (IOException | InterruptedException ended) {
                // So does the other direction.
            }
        });
    }

    private void carry(InputStream from, OutputStream into) throws IOException, InterruptedException {
        var bytes = new byte[8192];
        boolean copied = false;
        for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
            boolean last = swallowing && copied;
            copied = new String(bytes, 0, read, StandardCharsets.ISO_8859_1).endsWith(COPY_DONE);
            awaitSound();
            silent |= last;
            into.write(bytes, 0, read);
            if (last) {
                Thread.sleep(100);
                cut();
                swallowing = false;
                silent = false;
            }
        }
    }

    private void awaitSound() throws InterruptedException {
        while (silent) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws IOException {
        cut();
        silent = false;
        ear.close();
    }
}
