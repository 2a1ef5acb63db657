package io.facegate.app.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.app.files.BoundedFileReader;
import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import io.facegate.identity.Caller;
import io.facegate.identity.TokenVerifier.Claims;
import io.facegate.registry.Person.Login;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/** Verifies the tokens (JWT) of one issuer: its keys, its rules, and the organisations that it may speak for. */
final class JwtVerifier {
    static final int SKEW_SECONDS = 60;
    private static final System.Logger LOG = System.getLogger(JwtVerifier.class.getName());
    private static final int LONGEST_TOKEN_ID = 256;

    private final TrustedIssuer issuer;
    private final IssuerContext context;
    private final JWTAuthContextInfo rules;
    private final Set<String> algorithms;
    private final IssuerKeys keys;
    private final String digest;

    JwtVerifier(TrustedIssuer issuer, IssuerContext context) {
        this.issuer = issuer;
        this.context = context;
        this.algorithms = issuer.algorithms().stream()
                .map(SignatureAlgorithm::getAlgorithm)
                .collect(Collectors.toUnmodifiableSet());
        this.rules = rules(issuer, issuer.audience());
        if (issuer.isRemote()) {
            keys = new RemoteIssuerKeys(
                    issuer.issuer(), this::fetchKeys, context.changes(), context.times(), context.nanos());
            digest = issuer.digest(issuer.keys());
        } else {
            var content = contentOf(Path.of(issuer.keys()));
            var read = readKeys(content, Path.of(issuer.keys()));
            keys = read::find;
            digest = issuer.digest(content);
        }
    }

    private static JWTAuthContextInfo rules(TrustedIssuer issuer, String audience) {
        var rules = new JWTAuthContextInfo();
        rules.setIssuedBy(issuer.issuer());
        rules.setExpectedAudience(Set.of(audience));
        rules.setSignatureAlgorithm(issuer.algorithms());
        rules.setMaxTimeToLiveSecs(issuer.lifetime().toSeconds());
        rules.setClockSkew(SKEW_SECONDS);
        rules.setRequireNamedPrincipal(false);
        // The default of the library is true, and then an RSA key may be of any length.
        rules.setRelaxVerificationKeyValidation(false);
        return rules;
    }

    String name() {
        return issuer.issuer();
    }

    TrustedIssuer issuer() {
        return issuer;
    }

    /** SHA-256 of everything that is trusted about this issuer, including the content of its key file. */
    String digest() {
        return digest;
    }

    IssuerKeys keys() {
        return keys;
    }

    private IssuerKeySet fetchKeys() throws IOException {
        var address = issuer.isDiscovered() ? OidcDiscovery.locateKeys(issuer.issuer()) : URI.create(issuer.keys());
        return warnAboutIgnored(IssuerKeySet.parse(IssuerHttpClient.get(address)));
    }

    private static String contentOf(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(BoundedFileReader.read(file)))
                    .toString();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "The key file " + file + " cannot be read, is no regular file, or is larger than 1 MiB.",
                    unreadable);
        }
    }

    private IssuerKeySet readKeys(String content, Path file) {
        try {
            var read = content.contains("-----BEGIN PUBLIC KEY-----")
                    ? pem(content, file)
                    : IssuerKeySet.parse(content.getBytes(StandardCharsets.UTF_8));
            return warnAboutIgnored(read);
        } catch (IOException unusable) {
            throw new IllegalArgumentException("The key file " + file + " holds no key set.", unusable);
        }
    }

    /** A PEM key is used for every allowed algorithm that fits its type, because PEM does not state its use. */
    private IssuerKeySet pem(String pem, Path file) throws IOException {
        for (var algorithm : issuer.algorithms()) {
            var key = decoded(pem, algorithm);
            if (key != null) {
                return IssuerKeySet.ofKey(key);
            }
        }
        throw new IllegalArgumentException("The key file " + file + " holds no key for the issuer's algorithms.");
    }

    private static @Nullable PublicKey decoded(String pem, SignatureAlgorithm algorithm) {
        try {
            return KeyUtils.decodePublicKey(pem, algorithm);
        } catch (GeneralSecurityException | IllegalArgumentException anotherKind) {
            return null;
        }
    }

    private IssuerKeySet warnAboutIgnored(IssuerKeySet read) {
        if (read.isEmpty() && read.ignored() > 0) {
            LOG.log(
                    Level.WARNING,
                    "No key of {0} is used: its keys are no signature keys, of an unknown kind, or RSA keys under 2048"
                            + " bits. Its tokens are refused.",
                    issuer.issuer());
        }
        return read;
    }

    /** @param call the request, told apart from others by its identity */
    Claims verify(String token, ObjectNode header, Instant now, Object call) {
        try {
            var claims = verifiedClaims(token, header, now);
            var verified = bound(new Claims(
                    issuer.issuer(),
                    organisation(claims),
                    claimTexts(claims, "on_behalf_of"),
                    claims.getStringClaimValue(issuer.claims().purpose()),
                    claimTexts(claims, "facegate_evidence"),
                    claims.getStringClaimValue("facegate_case")));
            requireFirstUse(claims, now, call);
            return verified;
        } catch (MalformedClaimException nonsense) {
            throw invalid();
        }
    }

    /**
     * The login of the person whose access token this is.
     *
     * @param callers audiences of the tokens of callers; such a token is of no person
     */
    Login verifyPerson(String token, ObjectNode header, Instant now, Set<String> callers) {
        try {
            var claims = verifiedClaims(token, header, now);
            var subject = claims.getStringClaimValue(
                    Objects.requireNonNull(issuer.claims().person()).claim());
            if (subject == null
                    || !isAccessToken(claims)
                    || claims.getAudience().stream().anyMatch(callers::contains)) {
                throw invalid();
            }
            return new Login(issuer.issuer(), subject);
        } catch (MalformedClaimException nonsense) {
            throw invalid();
        }
    }

    /**
     * The login of the person whom an ID token is about.
     *
     * @param client the console, to whom alone the token must have been given
     * @param nonce what this login began with
     */
    Login verifyIdToken(String token, ObjectNode header, Instant now, ConsoleClient client, String nonce) {
        try {
            var claims = verifiedClaims(token, header, now, rules(issuer, client.id()));
            var subject = claims.getStringClaimValue(
                    Objects.requireNonNull(issuer.claims().person()).claim());
            if (subject == null || subject.isEmpty() || !isIdToken(header, claims, client, nonce)) {
                throw invalid();
            }
            return new Login(issuer.issuer(), subject);
        } catch (MalformedClaimException nonsense) {
            throw invalid();
        }
    }

    private static boolean isIdToken(ObjectNode header, JwtClaims claims, ConsoleClient client, String nonce)
            throws MalformedClaimException {
        var kind = header.path("typ");
        var type = claims.getClaimValue("typ");
        var party = claims.getClaimValue("azp");
        var sent = claims.getStringClaimValue("nonce");
        return (kind.isMissingNode() || "JWT".equals(kind.textValue()))
                && (type == null || type.equals("ID"))
                && (party == null ? claims.getAudience().size() == 1 : party.equals(client.id()))
                && !claims.hasClaim("events")
                && sent != null
                && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8));
    }

    /** An ID token says to a client who logged in, and a logout token who left: neither opens anything. */
    private static boolean isAccessToken(JwtClaims claims) {
        var type = claims.getClaimValue("typ");
        return (type == null || type.equals("Bearer"))
                && Stream.of("at_hash", "c_hash", "s_hash", "nonce", "events").noneMatch(claims::hasClaim);
    }

    private JwtClaims verifiedClaims(String token, ObjectNode header, Instant now) throws MalformedClaimException {
        return verifiedClaims(token, header, now, rules);
    }

    private JwtClaims verifiedClaims(String token, ObjectNode header, Instant now, JWTAuthContextInfo rules)
            throws MalformedClaimException {
        if (!JoseHeader.isAccepted(header, algorithms)) {
            throw invalid();
        }
        var key = key(header);
        try {
            var claims = new KeyedParser(key).parse(token, rules).getJwtClaims();
            requireCurrent(claims, now);
            return claims;
        } catch (ParseException notVerified) {
            throw isExpired(notVerified) ? expired() : invalid();
        }
    }

    private PublicKey key(ObjectNode header) {
        try {
            var key = keys.find(
                    header.path("kid").textValue(),
                    String.valueOf(header.path("alg").textValue()));
            if (key == null) {
                throw invalid();
            }
            return key;
        } catch (IOException unavailable) {
            throw new Fault.Unauthenticated(
                    Why.INVALID_SIGNATURE,
                    "The token does not verify at the moment, because its issuer's keys cannot be fetched. Try again"
                            + " later.");
        }
    }

    private String organisation(JwtClaims claims) throws MalformedClaimException {
        var named = issuer.claims().organisation();
        var organisation = named != null
                ? claims.getStringClaimValue(named)
                : claims.hasClaim("org") ? claims.getStringClaimValue("org") : claims.getSubject();
        return organisation == null ? "" : organisation;
    }

    private static void requireCurrent(JwtClaims claims, Instant now) throws MalformedClaimException {
        if (claims.getExpirationTime().getValue() + SKEW_SECONDS <= now.getEpochSecond()) {
            throw expired();
        }
        var notBefore = claims.getNotBefore();
        long from = notBefore == null
                ? claims.getIssuedAt().getValue()
                : Math.max(claims.getIssuedAt().getValue(), notBefore.getValue());
        if (from - SKEW_SECONDS > now.getEpochSecond()) {
            throw invalid();
        }
    }

    /** Requires a token that no other call used, if the issuer's tokens are good for one call. */
    private void requireFirstUse(JwtClaims claims, Instant now, Object call) throws MalformedClaimException {
        if (!issuer.claims().single()) {
            return;
        }
        var id = claims.getJwtId();
        if (id == null || id.isEmpty() || id.length() > LONGEST_TOKEN_ID) {
            throw invalid();
        }
        if (context.used().isFromBefore(claims.getIssuedAt().getValue())) {
            throw used("The token was issued before this gateway started, or less than " + SKEW_SECONDS
                    + " seconds after, so it may have been used.");
        }
        if (!context.used()
                .noteFirstUse(issuer.issuer(), id, claims.getExpirationTime().getValue(), now, call)) {
            throw used("The token was used before, and is good for one call.");
        }
    }

    private static Fault.Unauthenticated used(String why) {
        return new Fault.Unauthenticated(Why.EXPIRED, why + " Ask its issuer for a new one.");
    }

    /** A claim that is a text or a list of texts. */
    private static List<String> claimTexts(JwtClaims claims, String name) throws MalformedClaimException {
        var value = claims.getClaimValue(name);
        if (value == null) {
            return List.of();
        }
        var many = value instanceof String one ? List.of(one) : claims.getStringListClaimValue(name);
        if (many.stream().anyMatch(Objects::isNull)) {
            throw new MalformedClaimException(name + " holds null");
        }
        return many;
    }

    private Claims bound(Claims claims) {
        var named = new ArrayList<String>(claims.principals());
        named.add(claims.organisation());
        if (claims.principals().size() > Caller.MOST_PRINCIPALS) {
            throw new Fault.Unauthenticated(
                    Why.UNKNOWN_KEY, "The token acts for more than " + Caller.MOST_PRINCIPALS + " organisations.");
        }
        if (!issuer.organisations().containsAll(named) || new HashSet<>(named).size() != named.size()) {
            throw new Fault.Unauthenticated(
                    Why.UNKNOWN_KEY, "The token names an organisation that its issuer may not vouch for.");
        }
        return claims;
    }

    private static boolean isExpired(ParseException failure) {
        return failure.getCause() instanceof InvalidJwtException invalid && invalid.hasErrorCode(ErrorCodes.EXPIRED);
    }

    private static Fault.Unauthenticated expired() {
        return new Fault.Unauthenticated(Why.EXPIRED, "The token has expired. Ask its issuer for a new one.");
    }

    private static Fault.Unauthenticated invalid() {
        return new Fault.Unauthenticated(
                Why.INVALID_SIGNATURE,
                "The token does not verify: its signature, issuer, audience or validity period is wrong.");
    }

    /** Token parser with the one key that the token may be verified with. */
    private static final class KeyedParser extends DefaultJWTTokenParser {
        private final PublicKey key;

        KeyedParser(PublicKey key) {
            this.key = key;
        }

        @Override
        protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo rules) {
            return (token, nesting) -> key;
        }
    }
}
