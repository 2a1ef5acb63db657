package io.facegate.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which heads over HTTP/1.1 are cut off, and which are refused; time goes on as the test says. */
class HeadDeadlineTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 3\r\n\r\n";

    private static EmbeddedChannel http1() {
        var deadline = new HeadDeadline();
        var channel = new EmbeddedChannel(deadline, deadline.protocolHandler(), new HttpRequestDecoder());
        channel.freezeTime();
        return channel;
    }

    private static void send(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private static void pass(EmbeddedChannel channel, int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void aHeadThatIsNotCompleteInTimeEndsTheConnection() {
        var channel = http1();
        for (int second = 0; second < HeadDeadline.SECONDS - 1; second++) {
            send(channel, HEAD.substring(second, second + 1));
            pass(channel, 1);
            assertThat(channel.isOpen()).isTrue();
        }
        pass(channel, 1);
        assertThat(channel.isOpen()).isFalse();
    }

    /** A body has limits of its own, and a connection may wait for its next request. */
    @Test
    void aCompleteHeadEndsTheDeadline() {
        var channel = http1();
        send(channel, HEAD);
        pass(channel, 2 * HeadDeadline.SECONDS);
        send(channel, "ab");
        pass(channel, 2 * HeadDeadline.SECONDS);
        send(channel, "c");
        pass(channel, 2 * HeadDeadline.SECONDS);
        assertThat(channel.isOpen()).isTrue();
        send(channel, "G");
        pass(channel, HeadDeadline.SECONDS);
        assertThat(channel.isOpen()).as("the next head").isFalse();
    }

    /** Some clients send them after the body of a POST, while its answer is pending. */
    @Test
    void lineEndsBetweenRequestsAreNoHead() {
        var channel = http1();
        send(channel, HEAD + "abc");
        for (int times = 0; times < 2; times++) {
            send(channel, "\r\n");
            pass(channel, 2 * HeadDeadline.SECONDS);
            assertThat(channel.isOpen()).isTrue();
        }
        send(channel, "\r\nG");
        pass(channel, HeadDeadline.SECONDS);
        assertThat(channel.isOpen()).as("the next head").isFalse();
    }

    @Test
    void lineEndsWithoutEndAreCutOff() {
        var channel = http1();
        for (int sent = 0; sent <= HeadDeadline.MOST_BLANKS; sent++) {
            send(channel, "\n");
        }
        pass(channel, HeadDeadline.SECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aConnectionOverHttp2HasNone() {
        var deadline = new HeadDeadline();
        var channel = new EmbeddedChannel(deadline, deadline.protocolHandler());
        channel.freezeTime();
        send(channel, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        pass(channel, 2 * HeadDeadline.SECONDS);
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.pipeline().get(HeadDeadline.class)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/2.0\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.9\r\nHost: a\r\n\r\n",
                "POST / HTTP/0.9\r\nHost: a\r\n\r\n",
                "POST / HTCPCP/1.0\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\n: no name\r\n\r\n",
                "POST http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST b:443 HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST http://b/ HTTP/1.1\r\n\r\n",
                "POST http://b/ HTTP/1.0\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST https://a:80/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST http://u@a/ HTTP/1.1\r\nHost: u@a\r\n\r\n",
                "POST ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST \\ HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void anAmbiguousHeadIsRefusedAndNothingBehindItIsRead(String head) {
        var channel = http1();
        send(channel, head + HEAD);
        HttpRequest refused = channel.readInbound();
        assertThat(refused.decoderResult().isFailure()).isTrue();
        HttpObject behind = channel.readInbound();
        assertThat(behind).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.0\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: a\r\n\r\n",
                "POST http://A:80/x HTTP/1.1\r\nHost: a:80\r\n\r\n",
                "POST http://a:80/x HTTP/1.1\r\nHost: A\r\n\r\n",
                "POST HTTPS://a/x HTTP/1.1\r\nHost: a:443\r\n\r\n",
                "POST http://[::1]:8080/x HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void theControlIsReadAndSoIsWhatFollows(String head) {
        var channel = http1();
        send(channel, head + HEAD);
        int requests = 0;
        for (HttpObject read = channel.readInbound(); read != null; read = channel.readInbound()) {
            assertThat(read.decoderResult().isSuccess()).isTrue();
            requests += read instanceof HttpRequest ? 1 : 0;
            ReferenceCountUtil.release(read);
        }
        assertThat(requests).isEqualTo(2);
    }
}
