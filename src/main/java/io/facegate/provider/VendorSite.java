package io.facegate.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.stream.Stream;

/** Where a vendor answers. */
public record VendorSite(String host, int port, boolean tls, String path) {
    /**
     * The site that a URL names.
     *
     * @throws IllegalArgumentException when it must not be used
     */
    public static VendorSite of(URI url) {
        boolean tls = "https".equals(url.getScheme());
        var host = url.getHost();
        if (host == null
                || !(tls || "http".equals(url.getScheme()))
                || Stream.of(url.getRawUserInfo(), url.getRawQuery(), url.getRawFragment())
                        .anyMatch(Objects::nonNull)) {
            throw new IllegalArgumentException("it must be https://HOST[:PORT][/PATH].");
        }
        if (!tls && !loopback(host)) {
            throw new IllegalArgumentException(
                    "it must begin with https://, unless it is on this machine (127.0.0.1, localhost): faces and"
                            + " credentials do not leave this machine in the clear.");
        }
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        return new VendorSite(host, port, tls, url.getRawPath().isEmpty() ? "/" : url.getRawPath());
    }

    /**
     * The same of a URL as somebody wrote it.
     *
     * @throws IllegalArgumentException when it is none, or must not be used
     */
    public static VendorSite of(String url) {
        try {
            return of(new URI(url));
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException("it is no URL, such as https://HOST[:PORT][/PATH].");
        }
    }

    /** The host as the Host header says it: with its port, where that is not the scheme's own. */
    public String authority() {
        return port == (tls ? 443 : 80) ? host : host + ':' + port;
    }

    /** No other name is believed: what it resolves to can change. */
    private static boolean loopback(String host) {
        return host.matches("localhost|127(\\.[0-9]{1,3}){3}");
    }
}
