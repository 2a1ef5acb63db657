package io.facegate.app.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import io.facegate.call.Fault.Why;
import io.facegate.call.StrictBase64Url;
import io.facegate.call.StrictUtf8;
import io.facegate.identity.TokenVerifier;
import io.facegate.json.JsonMappers;
import io.facegate.registry.Person.Login;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies bearer tokens (JWT) of the trusted issuers, each with its own keys, rules and organisations. */
public final class SmallRyeTokenVerifier implements TokenVerifier {
    private static final int LONGEST = 8192;
    private final Map<String, JwtVerifier> issuers = new HashMap<>();
    private final Map<String, JwtVerifier> people = new HashMap<>();

    private final BiPredicate<String, String> accepted;
    private final IssuerContext context;

    private SmallRyeTokenVerifier(
            List<TrustedIssuer> issuers, BiPredicate<String, String> accepted, IssuerContext context) {
        this.accepted = accepted;
        this.context = context;
        issuers.forEach(issuer -> put(new JwtVerifier(issuer, context)));
    }

    private void put(JwtVerifier verifier) {
        var issuer = verifier.issuer();
        (issuer.isOfPeople() ? people : issuers).put(issuer.issuer(), verifier);
    }

    /**
     * A verifier that trusts these issuers instead. An unchanged issuer keeps the keys that were fetched; key files are
     * read again.
     *
     * @throws IllegalArgumentException when a key file cannot be used
     */
    SmallRyeTokenVerifier replacedBy(List<TrustedIssuer> next) {
        var verifier = new SmallRyeTokenVerifier(List.of(), accepted, context);
        for (var issuer : next) {
            verifier.put(
                    all().filter(known -> issuer.isRemote() && known.issuer().equals(issuer))
                            .findFirst()
                            .orElseGet(() -> new JwtVerifier(issuer, context)));
        }
        return verifier;
    }

    /**
     * A verifier that trusts these issuers.
     *
     * @throws IllegalArgumentException when a key file cannot be used
     */
    public static TokenVerifier trusting(List<TrustedIssuer> issuers) {
        return issuers.isEmpty()
                ? TokenVerifier.trustingNoIssuer()
                : trusting(issuers, (issuer, digest) -> true, IssuerContext.starting((issuer, before, after) -> {}));
    }

    /**
     * A verifier that trusts accepted issuers only.
     *
     * @param accepted tests an issuer and its digest for each token
     */
    static SmallRyeTokenVerifier trusting(
            List<TrustedIssuer> issuers, BiPredicate<String, String> accepted, IssuerContext context) {
        return new SmallRyeTokenVerifier(issuers, accepted, context);
    }

    /** Digest of each issuer, of whom nothing is fetched. */
    static Map<String, String> digests(List<TrustedIssuer> issuers) {
        return trusting(issuers, (issuer, digest) -> false, IssuerContext.starting((issuer, before, after) -> {}))
                .digests();
    }

    /** True if no issuer of callers is trusted. */
    boolean isEmpty() {
        return issuers.isEmpty();
    }

    /** True if an issuer of people is trusted. */
    boolean knowsPeople() {
        return !people.isEmpty();
    }

    /** Digest of each issuer, by what its entry is accepted under. */
    Map<String, String> digests() {
        return all().collect(Collectors.toMap(each -> each.issuer().entry(), JwtVerifier::digest));
    }

    private Stream<JwtVerifier> all() {
        return Stream.concat(issuers.values().stream(), people.values().stream());
    }

    /** Fetches keys of accepted issuers that will soon have to be fetched again. */
    void refreshKeys() {
        acceptedIssuers().forEach(each -> each.keys().refreshEarly());
    }

    /** Why keys of accepted issuers cannot be fetched, by issuer; empty if all can. */
    Map<String, String> keyProblems() {
        var all = new TreeMap<String, String>();
        acceptedIssuers().forEach(each -> {
            var problem = each.keys().problem();
            if (problem != null) {
                all.put(each.name(), problem);
            }
        });
        return all;
    }

    private Stream<JwtVerifier> acceptedIssuers() {
        return all().filter(each -> accepted.test(each.issuer().entry(), each.digest()));
    }

    @Override
    public Claims verify(String token, Instant now) {
        return verify(token, now, new Object());
    }

    @Override
    public Claims verify(String token, Instant now, Object call) {
        var parts = parse(token);
        return requireAccepted(issuers.get(parts.issuer())).verify(token, parts.header(), now, call);
    }

    /**
     * The login of the person whose access token this is.
     *
     * @throws Fault.Unauthenticated if it is not accepted, or is a token of callers
     */
    Login verifyPerson(String token, Instant now) {
        var parts = parse(token);
        var callers = issuers.get(parts.issuer());
        return requireAccepted(people.get(parts.issuer()))
                .verifyPerson(
                        token,
                        parts.header(),
                        now,
                        callers == null ? Set.of() : Set.of(callers.issuer().audience()));
    }

    /** The accepted issuers of people at which the console is a client, by their names. */
    List<TrustedIssuer> consoleIssuers() {
        return people.values().stream()
                .filter(each -> accepted.test(each.issuer().entry(), each.digest()))
                .map(JwtVerifier::issuer)
                .filter(issuer -> issuer.console() != null)
                .sorted(Comparator.comparing(TrustedIssuer::issuer))
                .toList();
    }

    /**
     * The login of the person whom an ID token of that issuer for the console is about.
     *
     * @throws Fault.Unauthenticated if it is not accepted, or is of another issuer
     */
    Login verifyIdToken(TrustedIssuer issuer, String token, String nonce, Instant now) {
        var parts = parse(token);
        var client = issuer.console();
        if (client == null || !parts.issuer().equals(issuer.issuer())) {
            throw new Fault.Unauthenticated(Why.UNKNOWN_KEY, "The ID token is of another issuer.");
        }
        return requireAccepted(people.get(issuer.issuer())).verifyIdToken(token, parts.header(), now, client, nonce);
    }

    private JwtVerifier requireAccepted(@Nullable JwtVerifier issuer) {
        if (issuer == null) {
            throw new Fault.Unauthenticated(Why.UNKNOWN_KEY, "This gateway does not trust the token's issuer.");
        }
        if (!accepted.test(issuer.issuer().entry(), issuer.digest())) {
            throw new Fault.Unauthenticated(
                    Why.UNKNOWN_KEY,
                    "This gateway accepts no tokens of this issuer until an operator has accepted the issuer.");
        }
        return issuer;
    }

    /**
     * What an unverified token states about itself. Used only to choose the keys to verify with.
     *
     * @param issuer its {@code iss}; empty if that is no text
     */
    private record Stated(ObjectNode header, String issuer) {}

    private static Stated parse(String token) {
        var parts = token.length() > LONGEST ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed();
        }
        try {
            var header = object(parts[0]);
            StrictBase64Url.decode(parts[2]);
            var issuer = object(parts[1]).path("iss");
            return new Stated(header, issuer.isTextual() ? issuer.textValue() : "");
        } catch (IOException | IllegalArgumentException notJson) {
            throw malformed();
        }
    }

    /** Parses a token part strictly: no ambiguous JSON, and only one encoding of each token. */
    private static ObjectNode object(String part) throws IOException {
        var bytes = StrictBase64Url.decode(part);
        if (!StrictUtf8.isValid(bytes) || !(JsonMappers.STRICT.readTree(bytes) instanceof ObjectNode object)) {
            throw new IllegalArgumentException("no JSON object");
        }
        return object;
    }

    private static Fault.Unauthenticated malformed() {
        return new Fault.Unauthenticated(Why.INVALID_SIGNATURE, "The token is not a signed JWT of a sensible length.");
    }
}
