package io.facegate.app.mail;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Netty handler that closes a connection to a mail server that sent more than 64 KiB. The mail client collects a reply
 * of any length, and copies all of it again with each line.
 */
final class SmtpReplyLimit extends ChannelInboundHandlerAdapter {
    private static final int MOST = 64 * 1024;

    private final Runnable exceeded;
    private int received;

    /** With what is told, before the connection is closed, that the server sent too much. */
    SmtpReplyLimit(Runnable exceeded) {
        this.exceeded = exceeded;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        int more = message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (more <= MOST - received) {
            received += more;
            context.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        received = MOST;
        exceeded.run();
        context.channel().unsafe().close(context.voidPromise());
    }
}
