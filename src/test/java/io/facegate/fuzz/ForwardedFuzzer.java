package io.facegate.fuzz;

import io.facegate.http.ForwardedProbe;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a caller writes into the headers of proxies before the trusted proxy adds its own: the first byte chooses the
 * header, and whether the proxy adds to its line or writes another.
 */
public final class ForwardedFuzzer {
    private static final int MOST = 32;
    private static final String ADDED = "198.51.100.7";

    private ForwardedFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var own = new String(Arrays.copyOfRange(bytes, 1, bytes.length), StandardCharsets.ISO_8859_1);
        boolean standard = bytes[0] % 2 == 0;
        boolean another = (bytes[0] & 2) != 0;
        var name = standard ? "Forwarded" : "X-Forwarded-For";
        Claim.decodes(NoException.class, () -> {
            var alone = ForwardedProbe.hops(headers().add(name, own).add("X-Forwarded-Host", own));
            Claim.that(alone.size() <= MOST, "as many hops as may be");
            var added = standard ? "for=" + ADDED + ";proto=https" : ADDED;
            var headers = another
                    ? headers().add(name, own).add(name, added)
                    : headers().add(name, own + ", " + added);
            if (!standard) {
                headers.add("X-Forwarded-Proto", "https");
            }
            var hops = ForwardedProbe.hops(headers);
            Claim.that(
                    hops.isEmpty() || hops.getLast().equals(ADDED + " true"),
                    "what a caller writes never changes what the proxy adds");
            both(own);
        });
    }

    /** Two stories are none. */
    private static void both(String own) {
        var two = headers().add("Forwarded", own).add("X-Forwarded-For", ADDED);
        Claim.that(ForwardedProbe.hops(two).equals(List.of()), "two kinds of headers are unclear");
    }

    private static MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap();
    }

    /** None is documented. */
    private static final class NoException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
