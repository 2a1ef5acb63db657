package io.facegate.app.connections;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Rate limiter for HTTP/2 control frames: SETTINGS, PING, PRIORITY and unknown types. Closes a connection that sends
 * more than {@value #FREE} of them in {@value #SECONDS} seconds, plus {@value #PER_STREAM} for each request made
 * meanwhile. Netty itself stops floods of RST_STREAM, CONTINUATION and empty DATA.
 */
final class ControlFrameLimit extends ChannelInboundHandlerAdapter {
    static final int FREE = 200;
    static final int PER_STREAM = 10;
    static final int SECONDS = 10;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 9;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int LAST_KNOWN = 9;
    private static final int ENHANCE_YOUR_CALM = 11;

    private int preface;
    private int head;
    private int type;
    private int length;
    private int left;
    private long since = System.nanoTime();
    private int frames;
    private int streams;
    private boolean cut;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (cut) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof ByteBuf bytes && !countFrames(context, bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        context.fireChannelRead(message);
    }

    /** Counts the frames; false once the limit is exceeded. */
    private boolean countFrames(ChannelHandlerContext context, ByteBuf bytes) {
        for (int at = bytes.readerIndex(); at < bytes.writerIndex(); at++) {
            if (left > 0) {
                int skipped = Math.min(left, bytes.writerIndex() - at);
                left -= skipped;
                at += skipped - 1;
            } else if (preface < PREFACE.length) {
                if (bytes.getByte(at) != PREFACE[preface++]) {
                    context.pipeline().remove(this);
                    return true;
                }
            } else if (read(bytes.getUnsignedByte(at)) && isTooMuch()) {
                closeConnection(context);
                return false;
            }
        }
        return true;
    }

    /** Reads one byte of a frame header: three of length, one of type, five more. True when it is complete. */
    private boolean read(int value) {
        if (head < 3) {
            length = length << 8 | value;
        } else if (head == 3) {
            type = value;
        }
        if (++head < HEAD) {
            return false;
        }
        left = length;
        head = 0;
        length = 0;
        return true;
    }

    private boolean isTooMuch() {
        if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(SECONDS)) {
            since = System.nanoTime();
            frames = 0;
            streams = 0;
        }
        if (type == HEADERS) {
            streams++;
        } else if (type == SETTINGS || type == PING || type == PRIORITY || type > LAST_KNOWN) {
            frames++;
        }
        return frames > FREE + PER_STREAM * streams;
    }

    private void closeConnection(ChannelHandlerContext context) {
        cut = true;
        var goAway = Unpooled.buffer(HEAD + 8)
                .writeMedium(8)
                .writeByte(GOAWAY)
                .writeByte(0)
                .writeInt(0)
                .writeInt(Integer.MAX_VALUE)
                .writeInt(ENHANCE_YOUR_CALM);
        var _ = context.writeAndFlush(goAway).addListener(ChannelFutureListener.CLOSE);
    }
}
