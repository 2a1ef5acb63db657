package io.facegate.app.connections;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import java.net.InetSocketAddress;

/**
 * Stands before each connection that a server of this process accepts: refuses it where files run short, lets nobody
 * upgrade it to HTTP/2, and limits control frames of HTTP/2. Netty finds it as a service.
 */
public final class ConnectionGuard extends ChannelInitializerExtension {
    private static volatile int healthPort = -1;

    /** Has Netty look for this class; must run before the first server is made. */
    public static void install() {
        System.setProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /** Connections to this port are accepted to the last, so that health can be asked. */
    public static void exempt(int port) {
        healthPort = port;
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        channel.pipeline().addFirst(new AcceptLimit());
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new FirstRead());
    }

    /** Closes a connection where it is accepted: later, a burst would have used up the reserve before it is seen. */
    private static final class AcceptLimit extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (!isForHealth(context.channel()) && OpenFiles.areShortForOneMore()) {
                ((Channel) accepted).unsafe().closeForcibly();
            } else {
                context.fireChannelRead(accepted);
            }
        }

        private static boolean isForHealth(Channel listening) {
            return listening.localAddress() instanceof InetSocketAddress address && address.getPort() == healthPort;
        }
    }

    /** Takes its place once Vert.x has put its own handlers there, when the first bytes come. */
    private static final class FirstRead extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var pipeline = context.pipeline();
            var tls = pipeline.context(SslHandler.class);
            var plain = pipeline.context(Http1xOrH2CHandler.class);
            if (tls != null) {
                pipeline.addAfter(tls.name(), null, new ControlFrameLimit());
            } else if (plain != null) {
                pipeline.addBefore(plain.name(), null, new ControlFrameLimit());
                pipeline.addAfter(plain.name(), null, new NoUpgrade());
            }
            context.fireChannelRead(message);
            pipeline.remove(this);
        }
    }
}
