package io.facegate.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EarlyAnswerDateTest {
    private static final ByteBuf REQUEST =
            Unpooled.copiedBuffer("GET / HTTP/1.1\r\nno colon\r\n\r\n", StandardCharsets.US_ASCII);

    @Test
    void anAnswerWithoutADateGetsOne() {
        assertThat(answer(HttpResponseStatus.BAD_REQUEST, null)).containsPattern("\r\ndate: [A-Z][a-z]{2}, [0-9]{2} ");
    }

    @Test
    void aDateThatIsThereStaysTheOnlyOne() {
        assertThat(answer(HttpResponseStatus.OK, "Sun, 06 Nov 1994 08:49:37 GMT"))
                .containsOnlyOnce("date: ")
                .contains("date: Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void anInterimAnswerNeedsNone() {
        assertThat(answer(HttpResponseStatus.CONTINUE, null)).doesNotContain("date: ");
    }

    private static String answer(HttpResponseStatus status, String date) {
        var channel = new EmbeddedChannel(new EarlyAnswerDate(), new HttpRequestDecoder(), new HttpResponseEncoder());
        channel.writeInbound(REQUEST.retainedDuplicate());
        assertThat(channel.pipeline().get(EarlyAnswerDate.class))
                .as("it leaves with the first bytes")
                .isNull();
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        if (date != null) {
            response.headers().set("date", date);
        }
        channel.writeOutbound(response);
        var sent = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            sent.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        channel.finishAndReleaseAll();
        return sent.toString();
    }
}
