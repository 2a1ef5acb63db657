package io.facegate.app.connections;

import io.facegate.http.DateHeader;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import java.time.InstantSource;

/**
 * Adds the {@code Date} header to answers over HTTP/1.1 that no route gives: Vert.x answers a malformed head itself.
 * Takes its place with the first bytes, once Vert.x has chosen the protocol.
 */
final class EarlyAnswerDate extends ChannelInboundHandlerAdapter {
    private static final DateHeader DATE = new DateHeader(InstantSource.system());

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var pipeline = context.pipeline();
        var encoder = pipeline.context(HttpResponseEncoder.class);
        if (encoder != null) {
            pipeline.addAfter(encoder.name(), null, new Answers());
        }
        context.fireChannelRead(message);
        pipeline.remove(this);
    }

    private static final class Answers extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof HttpResponse response
                    && response.status().codeClass() != HttpStatusClass.INFORMATIONAL
                    && !response.headers().contains(HttpHeaderNames.DATE)) {
                response.headers().set(HttpHeaderNames.DATE, DATE.value());
            }
            super.write(context, message, promise);
        }
    }
}
