package io.facegate.identity;

import static io.facegate.identity.SdkSigner.detectFaces;
import static io.facegate.identity.SdkSigner.sign;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.call.Digests;
import io.facegate.call.Fault.Unauthenticated;
import io.facegate.call.Fault.Why;
import io.facegate.identity.Credential.Request;
import io.facegate.identity.Credential.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class SigV4VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:36:00Z");
    private static final String KEY = "AKIDEXAMPLE";
    private static final byte[] BODY = "{\"Image\":{\"Bytes\":\"aGVsbG8=\"}}".getBytes(UTF_8);
    private final Household household = new Household().key(KEY, "spring-harbor", null, null);
    private final SigV4Verifier verifier = new SigV4Verifier(household, "rekognition");

    @Example
    void verifiesTheExampleThatAwsPublishes() {
        var authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
        var request = new Request(
                "GET",
                "/",
                "Action=ListUsers&Version=2010-05-08",
                List.of(
                        Map.entry("Authorization", authorization),
                        Map.entry("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
                        Map.entry("host", "iam.amazonaws.com"),
                        Map.entry("x-amz-date", "20150830T123600Z")),
                "127.0.0.0/8",
                true);
        var key = new SigV4Verifier(household, "iam")
                .verify(new Signed(request, Digests.sha256(new byte[0])), Instant.parse("2015-08-30T12:40:00Z"));
        assertThat(key.id()).isEqualTo(KEY);
    }

    @Example
    void verifiesTheSignatureOfTheSdkTwice() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        assertThat(verifier.verify(signed, NOW).id()).isEqualTo(KEY);
        assertThat(verifier.verify(signed, NOW.plusSeconds(60)).id()).isEqualTo(KEY);
    }

    @Property(tries = 300)
    void agreesWithTheSdkOnPathsQueriesAndHeaders(
            @ForAll @StringLength(max = 20) @Chars({'/', 'a', '%', ' ', 'é', '~', '+', '=', '&'}) String path,
            @ForAll @StringLength(max = 8) @Chars({'a', 'b', '/', ' ', 'é', '~', '+', '=', '&', '%'}) String value,
            @ForAll @StringLength(max = 12) @Chars({'a', ' ', '"', ',', '\t', 'Z'}) String header) {
        var request = detectFaces()
                .encodedPath('/' + software.amazon.awssdk.utils.http.SdkHttpUtils.urlEncodeIgnoreSlashes(path))
                .putRawQueryParameter("b", value)
                .putRawQueryParameter("a" + value, "1")
                .appendRawQueryParameter("b", "2")
                .putHeader("X-Amz-Meta", "x" + header + "x");
        assertThat(verifier.verify(sign(request, BODY, KEY, NOW), NOW).id()).isEqualTo(KEY);
    }

    @Example
    void refusesEveryHeaderThatWasSignedAndChanged() {
        var signed = sign(detectFaces().putHeader("Facegate-Purpose", "fraud_prevention"), BODY, KEY, NOW);
        var names = signed.request().headers().stream().map(Map.Entry::getKey).toList();
        assertThat(names).contains("Host", "X-Amz-Date", "X-Amz-Target", "Facegate-Purpose", "Content-Type");
        for (var name : names) {
            assertThat(why(header(signed, name, value -> value + "x")))
                    .as(name)
                    .isIn(Why.INVALID_SIGNATURE, Why.INCOMPLETE_SIGNATURE);
            assertThat(why(headers(
                            signed, all -> all.removeIf(line -> line.getKey().equals(name)))))
                    .as(name)
                    .isIn(Why.INVALID_SIGNATURE, Why.INCOMPLETE_SIGNATURE);
            assertThat(why(headers(
                            signed,
                            all -> all.addAll(all.stream()
                                    .filter(line -> line.getKey().equals(name))
                                    .toList()))))
                    .as(name)
                    .isIn(Why.INVALID_SIGNATURE, Why.INCOMPLETE_SIGNATURE);
        }
    }

    @Example
    void refusesAnotherMethodPathQueryOrBody() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        var was = signed.request();
        var hash = signed.bodySha256();
        assertThat(why(new Signed(at(was, "PUT", "/", ""), hash))).isEqualTo(Why.INVALID_SIGNATURE);
        assertThat(why(new Signed(at(was, "POST", "/a", ""), hash))).isEqualTo(Why.INVALID_SIGNATURE);
        assertThat(why(new Signed(at(was, "POST", "/", "a=1"), hash))).isEqualTo(Why.INVALID_SIGNATURE);
        for (int at = 0; at < BODY.length; at++) {
            var changed = BODY.clone();
            changed[at] ^= 1;
            assertThat(why(new Signed(was, Digests.sha256(changed)))).isEqualTo(Why.INVALID_SIGNATURE);
        }
    }

    @Example
    void refusesAnEncodedPlusThatBecameABareOne() {
        var signed = sign(detectFaces().putRawQueryParameter("a", "+"), BODY, KEY, NOW);
        assertThat(signed.request().query()).isEqualTo("a=%2B");
        assertThat(why(new Signed(at(signed.request(), "POST", "/", "a=+"), signed.bodySha256())))
                .isEqualTo(Why.INVALID_SIGNATURE);
    }

    @Example
    void refusesAnyChangeOfTheAuthorizationHeader() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        for (var change : List.of(
                Map.entry("us-east-1", "us-west-2"),
                Map.entry("/rekognition/", "/s3/"),
                Map.entry("20261124", "20261123"),
                Map.entry("aws4_request", "aws4_requests"),
                Map.entry("host;", ""),
                Map.entry("x-amz-target", "x-amz-targeu"),
                Map.entry(";x-amz-date", ""),
                Map.entry("content-type;host", "host;content-type"),
                Map.entry("host;", "host;host;"),
                Map.entry("host;", "Host;"),
                Map.entry("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"),
                Map.entry("Signature=", "Signature=00"),
                Map.entry("Credential=AKID", "Credential=/AKID"))) {
            var changed = header(signed, "Authorization", value -> value.replace(change.getKey(), change.getValue()));
            assertThat(why(changed)).as(change.getKey()).isIn(Why.INVALID_SIGNATURE, Why.INCOMPLETE_SIGNATURE);
        }
    }

    @Example
    void refusesEveryFlippedDigitOfTheSignature() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        for (int at = 0; at < 64; at++) {
            int from = 64 - at;
            var changed = header(signed, "Authorization", value -> {
                var digit = value.charAt(value.length() - from) == '0' ? "1" : "0";
                return value.substring(0, value.length() - from) + digit + value.substring(value.length() - from + 1);
            });
            assertThat(why(changed)).isEqualTo(Why.INVALID_SIGNATURE);
        }
    }

    @Example
    void refusesHeadersThatMatterButWereNotSigned() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        for (var name : List.of("X-Amz-User-Agent", "facegate-purpose", "FACEGATE-PLACE", "x-amz-anything")) {
            assertThat(why(headers(signed, all -> all.add(Map.entry(name, "1")))))
                    .as(name)
                    .isEqualTo(Why.INVALID_SIGNATURE);
        }
        assertThat(verifier.verify(headers(signed, all -> all.add(Map.entry("User-Agent", "curl"))), NOW)
                        .id())
                .isEqualTo(KEY);
    }

    @Example
    void refusesWhatIsTooOldOrTooNew() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        assertThat(verifier.verify(signed, NOW.plus(Duration.ofMinutes(15))).id())
                .isEqualTo(KEY);
        assertThat(verifier.verify(signed, NOW.minus(Duration.ofMinutes(15))).id())
                .isEqualTo(KEY);
        assertThat(refusal(signed, NOW.plusSeconds(901)))
                .hasMessage(
                        "Signature expired: 20261124T123600Z is now earlier than 20261124T123601Z (20261124T125101Z -"
                                + " 15 min.)");
        assertThat(refusal(signed, NOW.minusSeconds(901)))
                .hasMessageStartingWith("Signature not yet current: 20261124T123600Z");
        assertThat(refusal(signed, NOW.minusSeconds(901)).reason()).isEqualTo(Why.INVALID_SIGNATURE);
    }

    @Example
    void refusesPresignedUnsignedStreamingAndSessionCredentials() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        assertThat(why(new Signed(at(signed.request(), "POST", "/", "X-Amz-Signature=00"), signed.bodySha256())))
                .isEqualTo(Why.INVALID_SIGNATURE);
        assertThat(why(new Signed(at(signed.request(), "POST", "/", "x%2damz-credential=a"), signed.bodySha256())))
                .isEqualTo(Why.INVALID_SIGNATURE);
        for (var hash : List.of("UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "00", "")) {
            var claimed = resigned(headers(
                    sign(detectFaces().putHeader("X-Amz-Content-Sha256", "replaced"), BODY, KEY, NOW), all -> {
                        all.removeIf(line -> line.getKey().equalsIgnoreCase("x-amz-content-sha256"));
                        all.add(Map.entry("X-Amz-Content-Sha256", hash));
                    }));
            assertThat(refusal(claimed, NOW).getMessage()).as(hash).matches(".*(must be signed|not the hash).*");
        }
        assertThat(why(sign(detectFaces().putHeader("X-Amz-Security-Token", "token"), BODY, KEY, NOW)))
                .isEqualTo(Why.UNKNOWN_KEY);
    }

    @Example
    void refusesUnknownKeysWithoutRememberingThem() {
        assertThat(why(sign(detectFaces(), BODY, "AKIDUNKNOWN", NOW))).isEqualTo(Why.UNKNOWN_KEY);
    }

    @Example
    void believesANewSecretAtOnceAndTheOldOneNoMore() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        assertThat(verifier.verify(signed, NOW).id()).isEqualTo(KEY);
        household.with(new io.facegate.identity.CallerKey(
                KEY, "spring-harbor", List.of(), null, null, "another".getBytes(UTF_8), new byte[32]));
        assertThat(why(signed)).isEqualTo(Why.INVALID_SIGNATURE);
    }

    @Example
    void boundsWhatItReads() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        assertThat(why(header(signed, "Authorization", value -> value + ",".repeat(5000))))
                .isEqualTo(Why.INCOMPLETE_SIGNATURE);
        assertThat(why(headers(signed, all -> all.addAll(java.util.Collections.nCopies(300, Map.entry("a", "b"))))))
                .isEqualTo(Why.INCOMPLETE_SIGNATURE);
        assertThat(why(header(signed, "Content-Type", value -> "x".repeat(100_000))))
                .isEqualTo(Why.INVALID_SIGNATURE);
    }

    @Property(tries = 2000)
    void refusesAnyNonsenseInTheAuthorizationHeader(@ForAll String nonsense) {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        for (var value : List.of(
                nonsense,
                "AWS4-HMAC-SHA256 " + nonsense,
                "AWS4-HMAC-SHA256 Credential=" + nonsense + ", SignedHeaders=host, Signature=" + "0".repeat(64),
                "AWS4-HMAC-SHA256 Credential=A/20261124/r/rekognition/aws4_request, SignedHeaders=" + nonsense
                        + ", Signature=" + "0".repeat(64))) {
            assertThat(why(header(signed, "Authorization", was -> value))).isNotNull();
        }
    }

    @Property(tries = 500)
    void refusesAnyNonsenseInTheRestOfTheHead(
            @ForAll @CharRange(from = '\0', to = '\uffff') String text,
            @ForAll @AlphaChars @NumericChars @StringLength(max = 16) String date) {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        var hash = signed.bodySha256();
        assertThat(why(header(signed, "X-Amz-Date", was -> date))).isNotNull();
        assertThat(why(new Signed(at(signed.request(), "POST", "/a" + text, ""), hash)))
                .isNotNull();
        assertThat(why(new Signed(at(signed.request(), "POST", "/", "a" + text), hash)))
                .isNotNull();
        assertThat(why(header(signed, "Content-Type", was -> "x" + text))).isNotNull();
    }

    private Why why(Signed signed) {
        return refusal(signed, NOW).reason();
    }

    private Unauthenticated refusal(Signed signed, Instant now) {
        var refusal = catchThrowableOfType(Unauthenticated.class, () -> verifier.verify(signed, now));
        assertThat(refusal).as("a refusal of " + signed.request().headers()).isNotNull();
        return refusal;
    }

    private static Request at(Request was, String method, String path, String query) {
        return new Request(method, path, query, was.headers(), was.source(), was.confidential());
    }

    @Example
    void signsInThisTestAsTheSdkDoes() {
        var signed = sign(detectFaces(), BODY, KEY, NOW);
        assertThat(resigned(signed).request().headers())
                .containsExactlyInAnyOrderElementsOf(signed.request().headers());
    }

    /** The same request with a signature that fits its headers. */
    private Signed resigned(Signed signed) {
        var line = signed.request().headers().stream()
                .filter(one -> one.getKey().equals("Authorization"))
                .findFirst()
                .orElseThrow()
                .getValue();
        var authorization = SigV4Authorization.parse(line);
        var hex = java.util.HexFormat.of();
        var text = "AWS4-HMAC-SHA256\n20261124T123600Z\n" + authorization.scope() + '\n'
                + CanonicalRequest.hash(signed.request(), authorization, hex.formatHex(signed.bodySha256()));
        var key = new SigningKeyCache()
                .findOrDerive(household.key(KEY).orElseThrow().secret(), authorization);
        var signature = hex.formatHex(Digests.hmacSha256(key, text.getBytes(UTF_8)));
        return header(signed, "Authorization", was -> was.replaceAll("[0-9a-f]{64}$", signature));
    }

    private static Signed header(Signed signed, String name, UnaryOperator<String> change) {
        return headers(
                signed,
                all -> all.replaceAll(
                        line -> line.getKey().equals(name) ? Map.entry(name, change.apply(line.getValue())) : line));
    }

    private static Signed headers(Signed signed, java.util.function.Consumer<List<Map.Entry<String, String>>> change) {
        var was = signed.request();
        var all = new ArrayList<>(was.headers());
        change.accept(all);
        return new Signed(
                new Request(was.method(), was.path(), was.query(), all, was.source(), was.confidential()),
                signed.bodySha256());
    }
}
