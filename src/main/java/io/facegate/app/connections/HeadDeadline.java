package io.facegate.app.connections;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/1.1 connection whose request head is not complete {@value #SECONDS} seconds after its first byte.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {
    static final int SECONDS = 15;

    /** Netty skips blank bytes before a request line; more of them than this are no mistake of a client. */
    static final int MOST_BLANKS = 16;

    private boolean isHeadComplete;
    private int blanks;
    private @Nullable Future<?> timer;

    /** To be placed where the bytes of HTTP are, in clear, before Vert.x reads them. */
    HeadDeadline() {}

    /** To be placed behind what chooses the protocol: begins to look at requests, or ends the deadline for HTTP/2. */
    ChannelInboundHandlerAdapter protocolHandler() {
        return new ProtocolChosen();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (timer == null && !isHeadComplete && !isBlank(message)) {
            timer = context.executor().schedule(() -> end(context), SECONDS, TimeUnit.SECONDS);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    /** True for line ends alone, such as clients send after a body while its answer is pending. */
    private boolean isBlank(Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            return false;
        }
        blanks += bytes.readableBytes();
        return blanks <= MOST_BLANKS
                && bytes.forEachByte(each -> each == HttpConstants.CR || each == HttpConstants.LF) < 0;
    }

    private static void end(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** Sees the first bytes, once Vert.x has chosen the protocol; heads over HTTP/1.1 are then checked too. */
    private final class ProtocolChosen extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var pipeline = context.pipeline();
            var decoder = pipeline.context(HttpRequestDecoder.class);
            if (decoder == null) {
                pipeline.remove(HeadDeadline.this);
            } else {
                pipeline.addAfter(decoder.name(), null, new RequestHeadCheck());
                pipeline.addAfter(decoder.name(), null, new Requests());
            }
            context.fireChannelRead(message);
            pipeline.remove(this);
        }
    }

    /** Sees each request as it was read. */
    private final class Requests extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                isHeadComplete = true;
                blanks = 0;
                stop();
            }
            if (message instanceof LastHttpContent) {
                isHeadComplete = false;
            }
            context.fireChannelRead(message);
        }
    }
}
