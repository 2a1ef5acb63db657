package io.facegate.app.webhook;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.vendor.fetch.PublicAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Address that something is sent to: over HTTPS, or in clear to this machine.
 *
 * @param isPrivate whether its host may have a private address
 */
public record HttpsAddress(URI url, boolean isPrivate) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /**
     * Reads the settings {@code url} and {@code private} of an entry of a file.
     *
     * @param name the name of the entry, for messages
     */
    public static HttpsAddress read(StrictYamlFile file, Map<?, ?> entry, String name) {
        var open = entry.get("private");
        file.require(open == null || open instanceof Boolean, "private is true or false");
        return new HttpsAddress(url(file, file.text(entry.get("url"), "url of " + name)), Boolean.TRUE.equals(open));
    }

    private static URI url(StrictYamlFile file, String text) {
        try {
            var url = new URI(text);
            boolean secure = "https".equals(url.getScheme());
            boolean near = "http".equals(url.getScheme()) && isLoopback(String.valueOf(url.getHost()));
            file.require(
                    url.getHost() != null && (secure || near),
                    "a url begins with https://, or with http:// and this machine");
            file.require(url.getUserInfo() == null && url.getFragment() == null, "a url has no user and no fragment");
            return url;
        } catch (URISyntaxException malformed) {
            throw file.error("a url is malformed");
        }
    }

    /** True if a host is this machine, by its name. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host);
    }

    /** Requires that the host has an address that may be called. The client asks the same cache a moment later. */
    void requirePermitted() throws IOException {
        requirePermitted(url.getHost(), isPrivate);
    }

    /** Requires the same of the host of any other server. */
    public static void requirePermitted(String host, boolean isPrivate) throws IOException {
        if (isPrivate || isLoopback(host)) {
            return;
        }
        if (!PublicAddress.areAllPublic(List.of(InetAddress.getAllByName(host)))) {
            throw new IOException("its host has a private address, and the file does not permit that (private: true)");
        }
    }
}
