package io.facegate.http;

import io.vertx.core.MultiMap;
import java.util.List;

/** What is read of the headers of proxies, for the fuzzer. */
public final class ForwardedProbe {
    private ForwardedProbe() {}

    /** Each hop's address, and whether it was called over TLS. */
    public static List<String> hops(MultiMap headers) {
        ForwardedChain.hosts(headers);
        ForwardedChain.ports(headers);
        return ForwardedChain.read(headers).hops().stream()
                .map(hop -> hop.address() + ' ' + hop.isOverTls())
                .toList();
    }
}
