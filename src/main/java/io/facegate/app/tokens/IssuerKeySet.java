package io.facegate.app.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of one issuer. Only keys that can verify signatures here are in it: others of a document, such as
 * shared secrets, encryption keys and RSA keys under 2048 bits, are left out.
 */
final class IssuerKeySet {
    private static final int MOST = 100;
    private static final int SMALLEST_RSA = 2048;
    private static final int LARGEST_RSA = 8192;
    private static final int LARGEST_EXPONENT = 32;
    private static final int P256 = 256;
    private static final List<String> PUBLIC_MEMBERS = List.of("kty", "n", "e", "crv", "x", "y");

    private final List<IssuerKey> keys;
    private final int ignored;

    /**
     * One key.
     *
     * @param id its {@code kid}, or null
     * @param algorithm the only algorithm that it is for, or null
     * @param thumbprint SHA-256 thumbprint (RFC 7638)
     */
    private record IssuerKey(@Nullable String id, @Nullable String algorithm, PublicKey key, String thumbprint) {
        boolean isFor(String wanted) {
            var fits = switch (wanted) {
                case "RS256", "PS256" -> key instanceof RSAPublicKey;
                case "ES256" ->
                    key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256;
                case "EdDSA" -> key instanceof EdECPublicKey;
                default -> false;
            };
            return fits && (algorithm == null || algorithm.equals(wanted));
        }
    }

    private IssuerKeySet(List<IssuerKey> keys, int ignored) {
        this.keys = List.copyOf(keys);
        this.ignored = ignored;
    }

    /** The key of a PEM file, which has no id and states no use. */
    static IssuerKeySet ofKey(PublicKey key) throws IOException {
        try {
            var jwk = PublicJsonWebKey.Factory.newPublicJwk(key);
            return isStrong(key)
                    ? new IssuerKeySet(List.of(new IssuerKey(null, null, key, thumbprint(jwk))), 0)
                    : new IssuerKeySet(List.of(), 1);
        } catch (JoseException unknown) {
            throw new IOException("The key is of no known kind", unknown);
        }
    }

    /**
     * Parses a JWKS, or one JWK.
     *
     * @throws IOException if it is no key set, has a member twice, or has more than 100 keys
     */
    static IssuerKeySet parse(byte[] document) throws IOException {
        var root = JsonMappers.STRICT.readTree(document);
        var members = root.path("keys");
        if (!members.isArray() && !root.path("kty").isTextual()) {
            throw new IOException("The document is not a key set");
        }
        if (members.size() > MOST) {
            throw new IOException("The key set has more than " + MOST + " keys");
        }
        var keys = new ArrayList<IssuerKey>();
        for (var member : members.isArray() ? members : List.of(root)) {
            var key = key(member);
            if (key != null) {
                keys.add(key);
            }
        }
        return new IssuerKeySet(keys, (members.isArray() ? members.size() : 1) - keys.size());
    }

    /** One key; null if it is of an unknown kind, too weak, or not for signatures. */
    private static @Nullable IssuerKey key(JsonNode member) {
        var use = member.path("use");
        var operations = member.path("key_ops");
        boolean signs = (use.isMissingNode() || "sig".equals(use.textValue()))
                && (operations.isMissingNode() || contains(operations, "verify"));
        if (!signs) {
            return null;
        }
        try {
            var parameters = new HashMap<String, Object>();
            PUBLIC_MEMBERS.stream()
                    .filter(name -> member.path(name).isTextual())
                    .forEach(name -> parameters.put(name, member.path(name).textValue()));
            if (JsonWebKey.Factory.newJwk(parameters) instanceof PublicJsonWebKey jwk && isStrong(jwk.getPublicKey())) {
                return new IssuerKey(
                        member.path("kid").textValue(),
                        member.path("alg").textValue(),
                        jwk.getPublicKey(),
                        thumbprint(jwk));
            }
            return null;
        } catch (JoseException | RuntimeException malformed) {
            return null;
        }
    }

    private static boolean contains(JsonNode list, String text) {
        for (var each : list) {
            if (text.equals(each.textValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStrong(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            var exponent = rsa.getPublicExponent();
            return bits >= SMALLEST_RSA
                    && bits <= LARGEST_RSA
                    && exponent.testBit(0)
                    && exponent.compareTo(BigInteger.ONE) > 0
                    && exponent.bitLength() <= LARGEST_EXPONENT;
        }
        return key instanceof ECPublicKey || key instanceof EdECPublicKey;
    }

    private static String thumbprint(PublicJsonWebKey jwk) {
        return jwk.calculateBase64urlEncodedThumbprint("SHA-256");
    }

    /**
     * The key for a token. A key without an id is used if it is the only one; an id that two keys have is of neither.
     *
     * @param id the token's {@code kid}, or null
     */
    @Nullable
    PublicKey find(@Nullable String id, String algorithm) {
        var named = keys.stream()
                .filter(each -> id != null && id.equals(each.id()) && each.isFor(algorithm))
                .toList();
        if (named.size() == 1) {
            return named.getFirst().key();
        }
        if (!named.isEmpty() || keys.size() != 1) {
            return null;
        }
        var only = keys.getFirst();
        return (id == null || only.id() == null) && only.isFor(algorithm) ? only.key() : null;
    }

    boolean hasKeyFor(String algorithm) {
        return keys.stream().anyMatch(each -> each.isFor(algorithm));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** How many keys of the document verify nothing here. */
    int ignored() {
        return ignored;
    }

    /** SHA-256 over the thumbprints of all keys in lowercase hex; the order and the ids of keys do not matter. */
    String digest() {
        return HexFormat.of()
                .formatHex(Digests.sha256(String.join(",", thumbprints()).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Thumbprints of all keys, sorted. */
    SortedSet<String> thumbprints() {
        return keys.stream().map(IssuerKey::thumbprint).collect(Collectors.toCollection(TreeSet::new));
    }
}
