package io.facegate.app.connections;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import java.net.InetSocketAddress;
import java.util.OptionalInt;

/**
 * Netty hook for every accepted server connection. It refuses connections when file descriptors run short, blocks
 * upgrades to HTTP/2, limits HTTP/2 control frames, refuses ambiguous and unending heads over HTTP/1.1, and dates
 * answers that no route gives. Netty finds it as a service.
 */
public final class ConnectionGuard extends ChannelInitializerExtension {
    private static volatile OptionalInt healthPort = OptionalInt.empty();

    /** Registers this class with Netty. Must run before the first server is made. */
    public static void install() {
        System.setProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /** Exempts a port from the connection limit, so that health checks still get through. */
    public static void exempt(int port) {
        healthPort = OptionalInt.of(port);
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        channel.pipeline().addFirst(new AcceptLimit());
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new FirstRead());
    }

    /** Closes a connection on accept. Any later check would let a burst use up the reserve first. */
    private static final class AcceptLimit extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (!isForHealth(context.channel()) && OpenFiles.isShortForOneMore()) {
                ((Channel) accepted).unsafe().closeForcibly();
            } else {
                context.fireChannelRead(accepted);
            }
        }

        private static boolean isForHealth(Channel listening) {
            return listening.localAddress() instanceof InetSocketAddress address
                    && healthPort.equals(OptionalInt.of(address.getPort()));
        }
    }

    /** Inserts the guards with the first bytes, once Vert.x has put its own handlers in place. */
    private static final class FirstRead extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var pipeline = context.pipeline();
            var tls = pipeline.context(SslHandler.class);
            var plain = pipeline.context(Http1xOrH2CHandler.class);
            var deadline = new HeadDeadline();
            if (tls != null) {
                pipeline.addAfter(tls.name(), null, deadline.protocolHandler());
                pipeline.addAfter(tls.name(), null, new EarlyAnswerDate());
                pipeline.addAfter(tls.name(), null, deadline);
                pipeline.addAfter(tls.name(), null, new ControlFrameLimit());
            } else if (plain != null) {
                pipeline.addBefore(plain.name(), null, new ControlFrameLimit());
                pipeline.addBefore(plain.name(), null, deadline);
                pipeline.addAfter(plain.name(), null, deadline.protocolHandler());
                pipeline.addAfter(plain.name(), null, new EarlyAnswerDate());
                pipeline.addAfter(plain.name(), null, new H2cUpgradeIgnorer());
            }
            context.fireChannelRead(message);
            pipeline.remove(this);
        }
    }
}
