package io.facegate.app.connections;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;

/**
 * Ignores requests to upgrade from HTTP/1.1 to HTTP/2, as RFC 9110 allows: a proxy would pass what follows uninspected.
 * HTTP/2 with prior knowledge and over TLS still works.
 */
final class H2cUpgradeIgnorer extends ChannelInboundHandlerAdapter {
    /** First bytes: Vert.x has just chosen the protocol, and has an upgrade handler only for HTTP/1.1. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var pipeline = context.pipeline();
        var upgrades = pipeline.context(Http1xUpgradeToH2CHandler.class);
        if (upgrades != null) {
            pipeline.addBefore(upgrades.name(), null, new FirstRequest());
        }
        context.fireChannelRead(message);
        pipeline.remove(this);
    }

    /** Checks the first request only: no later one can upgrade the connection. */
    private static final class FirstRequest extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                request.headers().remove(HttpHeaders.UPGRADE).remove("HTTP2-Settings");
                context.fireChannelRead(message);
                context.pipeline().remove(this);
            } else {
                context.fireChannelRead(message);
            }
        }
    }
}
