package io.facegate.app.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** What the header of a token must be, before anything is looked up or verified for it. */
final class JoseHeader {
    private static final int LONGEST_ID = 256;

    /**
     * Members that bring or name a key, and those that ask for processing that is not done here. The key is the issuer's,
     * never the token's.
     */
    private static final Set<String> REFUSED =
            Set.of("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "enc", "epk", "cty");

    private JoseHeader() {}

    /** True if a token with this header may be verified with a key of an issuer with these algorithms. */
    static boolean isAccepted(ObjectNode header, Set<String> algorithms) {
        var algorithm = header.path("alg").textValue();
        var id = header.path("kid");
        return algorithm != null
                && algorithms.contains(algorithm)
                && (id.isMissingNode()
                        || (id.isTextual()
                                && !id.textValue().isEmpty()
                                && id.textValue().length() <= LONGEST_ID))
                && REFUSED.stream().noneMatch(header::has);
    }
}
