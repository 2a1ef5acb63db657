package io.facegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Digests;
import io.facegate.identity.SigV4Signer.SigningCredentials;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** What we sign, beside what the AWS SDK signs. */
class SigV4SignerTest {
    private static final AwsV4HttpSigner SDK = AwsV4HttpSigner.create();

    @Property(tries = 1000)
    void signsAsTheSdkSigns(
            @ForAll("requests") Sample sample,
            @ForAll("words") String region,
            @ForAll("pens") SigningCredentials pen,
            @ForAll("moments") Instant now,
            @ForAll byte[] body) {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var ours = new SigV4Signer(region, "rekognition", clock);
        assertThat(ours.sign(sample.path, sample.headers, Digests.sha256(body), pen))
                .isEqualTo(sdk(sample, region, pen, clock, body));
    }

    @Test
    void signsAnewWithANewSecretOrANewSession() {
        var now = Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC);
        var ours = new SigV4Signer("eu-west-1", "rekognition", now);
        var sample = new Sample("/", Map.of("host", "localhost"));
        var body = new byte[0];
        for (var pen : new SigningCredentials[] {
            new SigningCredentials("ID", "one", null),
            new SigningCredentials("ID", "two", null),
            new SigningCredentials("ID", "two", "token"),
            new SigningCredentials("ID", "one", null)
        }) {
            assertThat(ours.sign("/", sample.headers, Digests.sha256(body), pen))
                    .isEqualTo(sdk(sample, "eu-west-1", pen, now, body));
        }
    }

    @Test
    void printsNoSecret() {
        assertThat(new SigningCredentials("ID", "secret", "token").toString()).isEqualTo("SigningCredentials[ID]");
    }

    @Provide
    Arbitrary<Sample> requests() {
        var segments = Arbitraries.of("", ".", "b/..", "a", "a%20b", "%41", "~_-", "a+b", "%C3%A9", "$&,:;=@");
        var paths = segments.list().ofMaxSize(4).map(list -> "/" + String.join("/", list));
        var names = Arbitraries.of("x-amz-target", "content-type", "x-custom", "x-a", "x-a-b", "accept");
        var values =
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(30).map(String::strip);
        var headers = Arbitraries.maps(names, values).ofMaxSize(5);
        return Combinators.combine(paths, headers).as((path, map) -> {
            var all = new TreeMap<>(map);
            all.put("host", "localhost:8080");
            return new Sample(path, all);
        });
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("-0123456789")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<SigningCredentials> pens() {
        var secrets =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(60);
        return Combinators.combine(Arbitraries.of("AKIDONE", "AKIDTWO"), secrets, secrets.injectNull(0.5))
                .as(SigningCredentials::new);
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.longs().between(0, 4_000_000_000L).map(Instant::ofEpochSecond);
    }

    private static Map<String, String> sdk(
            Sample sample, String region, SigningCredentials pen, Clock clock, byte[] body) {
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("http://localhost:8080/"))
                .encodedPath(sample.path);
        sample.headers.forEach(request::putHeader);
        var identity = pen.token() == null
                ? AwsCredentialsIdentity.create(pen.keyId(), pen.secret())
                : AwsSessionCredentialsIdentity.create(pen.keyId(), pen.secret(), pen.token());
        var signed = SDK.sign(asked -> asked.identity(identity)
                .request(request.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rekognition")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        var headers = new TreeMap<String, String>();
        signed.request().headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return headers;
    }

    /** One request to sign. */
    record Sample(String path, Map<String, String> headers) {}
}
