package io.facegate.app.connections;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses malformed and ambiguous HTTP/1.1 request heads that Netty accepts. Vert.x answers them as it answers what
 * cannot be read.
 */
final class RequestHeadCheck extends ChannelInboundHandlerAdapter {
    private static final Map<String, String> DEFAULT_PORTS = Map.of("http", "80", "https", "443");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]@]*]|[^\\[\\]@:]+)(?::0*(\\d{0,5}))?");

    private boolean isRefused;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isRefused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess() && !isAcceptable(request)) {
            isRefused = true;
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("ambiguous head")));
        }
        context.fireChannelRead(message);
    }

    private static boolean isAcceptable(HttpRequest request) {
        var version = request.protocolVersion();
        var hosts = request.headers().getAll(HttpHeaderNames.HOST);
        boolean isHostClear = version.equals(HttpVersion.HTTP_1_1)
                ? hosts.size() == 1
                : version.equals(HttpVersion.HTTP_1_0) && hosts.size() <= 1;
        return isHostClear
                && !request.headers().contains("")
                && isForHost(request.uri(), hosts.isEmpty() ? "" : hosts.getFirst());
    }

    private static boolean isForHost(String target, String host) {
        if (target.startsWith("/") || target.equals("*")) {
            return true;
        }
        try {
            var url = URI.create(target);
            var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            var named = hostAndPort(String.valueOf(url.getRawAuthority()), scheme);
            return url.getRawAuthority() != null && named != null && named.equals(hostAndPort(host, scheme));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** The host in lower case and the port, which may be the scheme's own; null if they are not clear. */
    private static @Nullable String hostAndPort(String authority, String scheme) {
        var parts = AUTHORITY.matcher(authority);
        var usual = DEFAULT_PORTS.get(scheme);
        if (usual == null || !parts.matches()) {
            return null;
        }
        var port = parts.group(2);
        return parts.group(1).toLowerCase(Locale.ROOT) + ':' + (port == null || port.isEmpty() ? usual : port);
    }
}
