package io.facegate.app.connections;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;

/**
 * Ignores a wish to upgrade from HTTP/1.1 to HTTP/2, as RFC 9110 allows: what comes after an upgrade passes a proxy
 * unread. Clients that speak HTTP/2 from the first byte, and TLS, are not affected.
 */
final class NoUpgrade extends ChannelInboundHandlerAdapter {
    /** The first bytes: Vert.x has just chosen the protocol, and only for HTTP/1.1 is there a handler of upgrades. */
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

    /** Only the first request of a connection could upgrade it. */
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
