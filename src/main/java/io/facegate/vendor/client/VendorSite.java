package io.facegate.vendor.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Address of a vendor's API. */
public record VendorSite(String host, int port, boolean tls, String path) {
    /** Returns why an option's URL must not be used, as a sentence; or null. */
    public static @Nullable String problem(String option, String url) {
        try {
            parse(url);
            return null;
        } catch (IllegalArgumentException unfit) {
            return option + " is not a usable URL: " + unfit.getMessage();
        }
    }

    /**
     * Returns the site of a URL.
     *
     * @throws IllegalArgumentException when the URL must not be used
     */
    public static VendorSite parse(URI url) {
        boolean tls = "https".equals(url.getScheme());
        var host = url.getHost();
        if (host == null
                || !(tls || "http".equals(url.getScheme()))
                || Stream.of(url.getRawUserInfo(), url.getRawQuery(), url.getRawFragment())
                        .anyMatch(Objects::nonNull)) {
            throw new IllegalArgumentException("it must be https://HOST[:PORT][/PATH].");
        }
        if (!tls && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "it must begin with https://, unless it is on this machine (127.0.0.1, localhost): faces and"
                            + " credentials do not leave this machine in the clear.");
        }
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        return new VendorSite(host, port, tls, url.getRawPath().isEmpty() ? "/" : url.getRawPath());
    }

    /**
     * Parses a URL.
     *
     * @throws IllegalArgumentException when it is malformed, or must not be used
     */
    public static VendorSite parse(String url) {
        try {
            return parse(new URI(url));
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException("it is not a URL, such as https://HOST[:PORT][/PATH].");
        }
    }

    /** Returns the Host header's value: the host, with the port if it is not the scheme's default. */
    public String authority() {
        return port == (tls ? 443 : 80) ? host : host + ':' + port;
    }

    /** Accepts no other name as local, because its resolution can change. */
    private static boolean isLoopback(String host) {
        return host.matches("localhost|127(\\.[0-9]{1,3}){3}");
    }
}
