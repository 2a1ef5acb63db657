package io.facegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The relay by which tests part a gateway from its database, between a client and a server of the test. */
class TcpRelayTest {
    /** In milliseconds; the relay needs less than one. */
    private static final int LONG = 300;

    private ServerSocket ear;
    private TcpRelay relay;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        ear = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        relay = new TcpRelay(ear.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        server = ear.accept();
        for (var end : new Socket[] {client, server}) {
            end.setSoTimeout(10_000);
        }
        passes(client, server, 1);
        passes(server, client, 2);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        relay.close();
        ear.close();
    }

    private static void passes(Socket from, Socket to, int value) throws IOException {
        from.getOutputStream().write(value);
        assertThat(to.getInputStream().read()).isEqualTo(value);
    }

    private static void hearsNothing(Socket end) throws IOException {
        end.setSoTimeout(LONG);
        assertThatThrownBy(end.getInputStream()::read).isInstanceOf(SocketTimeoutException.class);
        end.setSoTimeout(10_000);
    }

    @Test
    void whileItIsSilentNothingArrivesAtEitherEndAndTheConnectionStays() throws IOException {
        relay.silent(true);
        client.getOutputStream().write(3);
        server.getOutputStream().write(4);
        hearsNothing(client);
        hearsNothing(server);
        relay.silent(false);
        assertThat(server.getInputStream().read()).isEqualTo(3);
        assertThat(client.getInputStream().read()).isEqualTo(4);
        passes(client, server, 5);
        passes(server, client, 6);
    }

    /** A packet that says so is dropped like any other. */
    @Test
    void anEndThatGivesUpIsNotSeenAtTheOtherUntilTheSilenceIsOver() throws IOException {
        relay.silent(true);
        client.close();
        hearsNothing(server);
        relay.silent(false);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void anEndThatIsResetIsNotSeenEither() throws IOException {
        relay.silent(true);
        client.setSoLinger(true, 0);
        client.close();
        hearsNothing(server);
        relay.silent(false);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    /** Other than in a network that drops every packet: there no connection is made. */
    @Test
    void aNewConnectionIsMadeAndSilent() throws IOException {
        relay.silent(true);
        try (var next = new Socket(InetAddress.getLoopbackAddress(), relay.port());
                var accepted = ear.accept()) {
            next.getOutputStream().write(7);
            hearsNothing(accepted);
            relay.silent(false);
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
        }
    }

    /** The control: this is what a cut looks like. */
    @Test
    void aCutEndsTheConnection() throws IOException {
        relay.cut();
        assertThat(endOf(server)).isTrue();
        assertThat(endOf(client)).isTrue();
    }

    private static boolean endOf(Socket end) throws IOException {
        try {
            return end.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
