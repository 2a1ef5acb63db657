package io.facegate.vendor.fetch;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client for picture hosts. Each request opens a connection to a checked address, and verifies the certificate
 * against the host name. It uses no redirects, proxies, cookies or credentials.
 */
final class PictureHttpClient implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final NetworkResolver network;
    private final PublicAddressLookup lookup;

    /** @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's */
    PictureHttpClient(
            Vertx vertx, NetworkResolver network, Predicate<List<InetAddress>> guard, @Nullable Path authorities) {
        this.vertx = vertx;
        this.network = network;
        this.lookup = new PublicAddressLookup(network, guard);
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setVerifyHost(true)
                .setForceSni(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(false)
                .setMaxRedirects(0);
        if (authorities != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString()));
        }
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(WebPictureFetcher.MOST_OF_A_HOST));
    }

    /** Returns a client for the public internet. */
    static PictureHttpClient forInternet(Vertx vertx) {
        return new PictureHttpClient(vertx, NetworkResolver.system(), PublicAddress::areAllPublic, null);
    }

    /** Returns the bytes of one picture. */
    byte[] download(PictureUrl place, int most, long deadline) throws PictureNotFetched {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("A picture is waited for on a thread of its own, never on an event loop.");
        }
        for (var address : lookup.resolve(place.host(), deadline)) {
            try {
                return download(place, address, most, deadline);
            } catch (PictureDownload.Unconnected closed) {
                // No request was sent to this address yet, so the next may be tried.
            }
        }
        throw new PictureNotFetched("The picture was not fetched: its host could not be reached.");
    }

    private byte[] download(PictureUrl place, InetAddress address, int most, long deadline)
            throws PictureNotFetched, PictureDownload.Unconnected {
        var download = new PictureDownload(most);
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        long timer = vertx.setTimer(left, late -> download.expire());
        long watch = vertx.setPeriodic(PictureDownload.WINDOW_MILLIS, tick -> download.watch());
        client.request(options(place, address)).onComplete(download::onConnection);
        try {
            return download.await();
        } finally {
            vertx.cancelTimer(timer);
            vertx.cancelTimer(watch);
        }
    }

    private RequestOptions options(PictureUrl place, InetAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(network.connectAddress(address, place.port())))
                .setHost(place.host())
                .setPort(place.port())
                .setSsl(true)
                .setURI(place.target())
                .setFollowRedirects(false)
                .setHeaders(MultiMap.caseInsensitiveMultiMap()
                        .set("User-Agent", "facegate")
                        .set("Accept", "image/jpeg, image/png")
                        .set("Accept-Encoding", "identity"));
    }

    @Override
    public void close() {
        lookup.close();
        client.close();
    }
}
