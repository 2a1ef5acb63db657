package io.facegate.app.policies;

import io.facegate.app.outgoing.BoundedHttpClient;
import io.facegate.integrity.TrustedAuthorities;
import io.facegate.usecase.delivery.PolicyBundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A bundle of policies at an HTTPS address, from a server that the machine or a file of authorities vouches for. */
final class HttpsBundleSource implements BundleSource {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int LONGEST_TAG = 200;

    private final URI address;
    private final Duration deadline;
    private final @Nullable Path authorities;
    private byte @Nullable [] trusted;
    private @Nullable BoundedHttpClient client;
    private @Nullable String tag;

    /** @param authorities a PEM file of what to trust; null for the certificate authorities of this Java runtime */
    static HttpsBundleSource of(URI address, @Nullable Path authorities) {
        return new HttpsBundleSource(address, authorities, DEADLINE);
    }

    HttpsBundleSource(URI address, @Nullable Path authorities, Duration deadline) {
        this.address = address;
        this.authorities = authorities;
        this.deadline = deadline;
    }

    /** True for an address that bundles may be fetched from: https, a host, and neither user name nor fragment. */
    static boolean isAddress(URI address) {
        return "https".equals(address.getScheme())
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null;
    }

    @Override
    public byte @Nullable [] fetch() throws IOException {
        var request = HttpRequest.newBuilder(address).header("User-Agent", "Facegate");
        var known = tag;
        if (known != null) {
            request.header("If-None-Match", known);
        }
        var response = client().fetch(request, deadline, PolicyBundle.LARGEST);
        if (response.statusCode() == NOT_MODIFIED && known != null) {
            return null;
        }
        if (response.statusCode() != OK) {
            throw new IOException(address + " answers with status " + response.statusCode());
        }
        tag = response.headers()
                .firstValue("ETag")
                .filter(one -> one.length() <= LONGEST_TAG)
                .orElse(null);
        return response.body();
    }

    /** The file of authorities is read with each fetch, so that new ones count without a restart, and old ones do not. */
    private BoundedHttpClient client() throws IOException {
        var named = authorities == null ? null : TrustedAuthorities.read(authorities);
        var known = client;
        if (known != null && Arrays.equals(named, trusted)) {
            return known;
        }
        var next = named == null ? new BoundedHttpClient(CONNECT) : trusting(named);
        if (known != null) {
            known.close();
        }
        trusted = named;
        client = next;
        return next;
    }

    private BoundedHttpClient trusting(byte[] pem) throws IOException {
        try {
            return new BoundedHttpClient(CONNECT, TrustedAuthorities.trustOnly(pem));
        } catch (GeneralSecurityException unread) {
            throw new IOException(
                    "--policy-bundle-ca " + authorities + " must hold one or more certificates as PEM", unread);
        }
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(15);
    }
}
