package io.facegate.vendor.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsExchange;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply.Failure;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.identity.RegisteredResource;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.fetch.PictureFetcher.Fetched;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures are fetched from a real server over TLS, at an address that the guard believes to be public. */
class WebPictureFetcherTest {
    private static final byte[] PICTURE = "the picture".getBytes();
    private static final String URL = "https://pictures.example/a.jpg";
    private static final int MOST = 1000;

    private final Vertx vertx = Vertx.vertx();
    private final Web.Space space = new Web.Space(10 * MOST);

    @TempDir
    private Path folder;

    private Web web;

    @BeforeEach
    void open() throws Exception {
        web = Web.start(folder).serves("/a.jpg", PICTURE);
    }

    @AfterEach
    void close() {
        web.close();
        vertx.close();
    }

    @Test
    void aPictureOfARegisteredHostIsFetchedOnceByTheNameOfItsHost() throws Exception {
        try (var fetched = fetch(caller("https://pictures.example"), "HTTPS://Pictures.Example./a.jpg?sig=a%2Bb")) {
            assertThat(bytes(fetched)).isEqualTo(PICTURE);
            assertThat(space.left()).isEqualTo(10 * MOST - PICTURE.length);
        }
        assertThat(space.left()).isEqualTo(10 * MOST);
        assertThat(web.asked()).containsExactly("pictures.example");
        assertThat(web.dialled()).containsExactly(InetAddress.ofLiteral(Web.PUBLIC));
        assertThat(web.seen()).hasSize(1);
        var request = (HttpsExchange) web.seen().getFirst();
        assertThat(request.getRequestMethod()).isEqualTo("GET");
        assertThat(request.getRequestURI()).hasToString("/a.jpg?sig=a%2Bb");
        assertThat(request.getRequestHeaders().keySet())
                .containsExactlyInAnyOrder("Host", "User-agent", "Accept", "Accept-encoding", "Connection");
        assertThat(request.getRequestHeaders().getFirst("Host")).isEqualTo("pictures.example");
        assertThat(((ExtendedSSLSession) request.getSSLSession()).getRequestedServerNames())
                .containsExactly(new SNIHostName("pictures.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example/a.jpg",
                "https://a.pictures.example/a.jpg",
                "https://pictures.example.other.example/a.jpg",
                "https://pictures.example:8443/a.jpg",
                "http://pictures.example/a.jpg",
                "https://user@pictures.example/a.jpg",
                "https://127.0.0.1/a.jpg",
                "https://[::1]/a.jpg"
            })
    void nothingIsAskedOfAHostThatIsNotRegistered(String url) {
        web.name("other.example", Web.PUBLIC);
        var call = fetch(caller("https://pictures.example"), url).call();
        assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.URL_NOT_REGISTERED);
        assertThat(PreconditionFailure.URL_NOT_REGISTERED.sentence())
                .contains("facegate org change ID --resource url:https://HOST");
        assertThat(web.asked()).isEmpty();
        assertThat(web.seen()).isEmpty();
    }

    @Test
    void aHostIsRegisteredWithItsPortAndForWhomTheCallIs() throws Exception {
        var own = organisation("own", "https://pictures.example");
        var principal = organisation("principal", "https://pictures.example:8443");
        var caller = caller(own, List.of(principal), null);
        assertThat(fetch(caller, URL).call().preconditionFailure()).isEqualTo(PreconditionFailure.URL_NOT_REGISTERED);
        assertThat(bytes(fetch(caller, "https://pictures.example:8443/a.jpg"))).isEqualTo(PICTURE);
        assertThat(web.seen().getFirst().getRequestHeaders().getFirst("Host")).isEqualTo("pictures.example:8443");
    }

    @Test
    void nothingIsFetchedForWhoMayNotCallAtAll() {
        var suspended = caller(
                organisation("own", "https://pictures.example"), List.of(), PreconditionFailure.ORGANISATION_SUSPENDED);
        assertThat(fetch(suspended, URL).call().request()).isInstanceOf(NormalizedRequest.PicturesAtUrls.class);
        assertThat(web.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "10.0.0.1", "fd00:ec2::254", "::1", "64:ff9b::7f00:1"})
    void everyAddressOfAHostMustBePublic(String address) {
        web.name("pictures.example", Web.PUBLIC, address);
        assertFlawed(fetching(), URL, Failure.INVALID_URL, "address that is not one of the public internet");
        web.name("pictures.example", address, Web.PUBLIC);
        assertFlawed(fetching(), URL, Failure.INVALID_URL, "address that is not one of the public internet");
        assertThat(web.dialled()).isEmpty();
    }

    /** The control: who looks at the first address only lets such a host through, and this server would show it. */
    @Test
    void aGuardThatLooksAtTheFirstAddressOnlyIsSeenToFail() throws Exception {
        web.name("pictures.example", Web.PUBLIC, "169.254.169.254");
        Predicate<List<InetAddress>> first = all -> PublicAddress.isPublic(all.getFirst());
        var careless = web.fetching(vertx, first, web.authority(), Duration.ofSeconds(20), space);
        assertThat(bytes(fetch(careless, caller("https://pictures.example"), URL)))
                .isEqualTo(PICTURE);
        assertThat(web.seen()).hasSize(1);
    }

    @Test
    void aHostWithoutAnAddressIsTheCallersFlaw() {
        web.name("pictures.example");
        assertFlawed(fetching(), URL, Failure.INVALID_URL, "its host has no address");
    }

    @Test
    void aHostThatAnswersForAnotherNameOrWithACertificateOfNobodyIsNotBelieved() {
        web.name("other.example", Web.PUBLIC);
        var all = caller("https://pictures.example", "https://other.example");
        assertFlawed(fetch(all, "https://other.example/a.jpg"), Failure.INVALID_URL, "certificate");
        var strict = web.fetching(vertx, PublicAddress::areAllPublic, null, Duration.ofSeconds(20), space);
        assertFlawed(strict, URL, Failure.INVALID_URL, "certificate");
        assertThat(web.seen()).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() {
        web.answers("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", URL);
            exchange.sendResponseHeaders(302, -1);
        });
        assertFlawed(fetching(), "https://pictures.example/moved", Failure.INVALID_URL, "redirects are not followed");
        assertThat(web.seen()).hasSize(1);
    }

    @Test
    void aCompressedReplyIsRefused() {
        web.answers("/packed", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (var packed = new GZIPOutputStream(exchange.getResponseBody())) {
                packed.write(PICTURE);
            }
        });
        assertFlawed(fetching(), "https://pictures.example/packed", Failure.INVALID_URL, "compressed");
    }

    @Test
    void anErrorOfTheHostIsTold() {
        assertFlawed(fetching(), "https://pictures.example/none", Failure.INVALID_URL, "status 404");
    }

    @Test
    void aPictureLargerThanTheVendorTakesIsNotReadToItsEnd() {
        web.serves("/declared", new byte[MOST + 1]).serves("/most", new byte[MOST]);
        web.answers("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[64]);
            }
        });
        assertThat(bytes(fetch(caller("https://pictures.example"), "https://pictures.example/most")))
                .hasSize(MOST);
        assertFlawed(fetching(), "https://pictures.example/declared", Failure.IMAGE_TOO_LARGE, "more than 1,000 bytes");
        assertFlawed(fetching(), "https://pictures.example/endless", Failure.IMAGE_TOO_LARGE, "more than 1,000 bytes");
    }

    @Test
    void whatDripsIsGivenUpInTime() {
        web.answers("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int at = 0; true; at++) {
                exchange.getResponseBody().write(at);
                exchange.getResponseBody().flush();
                pause(50);
            }
        });
        var hurried = web.fetching(vertx, PublicAddress::areAllPublic, web.authority(), Duration.ofSeconds(2), space);
        assertFlawed(hurried, "https://pictures.example/drip", Failure.INVALID_URL, "did not arrive in time");
    }

    /** Long before its time is over, which would be told in other words. */
    @Test
    void whatComesTooSlowlyIsGivenUp() {
        var over = new CountDownLatch(1);
        web.answers("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            await(over);
        });
        try {
            var patient =
                    web.fetching(vertx, PublicAddress::areAllPublic, web.authority(), Duration.ofSeconds(18), space);
            assertFlawed(patient, "https://pictures.example/slow", Failure.INVALID_URL, "too slowly");
        } finally {
            over.countDown();
        }
    }

    @Test
    void aReplyThatBreaksOffIsNoPicture() {
        web.answers("/broken", exchange -> {
            exchange.sendResponseHeaders(200, PICTURE.length + 1);
            exchange.getResponseBody().write(PICTURE);
            exchange.getResponseBody().flush();
            throw new IOException("broken");
        });
        assertFlawed(fetching(), "https://pictures.example/broken", Failure.INVALID_URL, "ended before");
    }

    @Test
    void noCookieAndNoCredentialOfOneFetchGoesWithTheNext() {
        web.answers("/sets", exchange -> {
            exchange.getResponseHeaders().set("Set-Cookie", "session=secret");
            exchange.sendResponseHeaders(200, PICTURE.length);
            exchange.getResponseBody().write(PICTURE);
        });
        var fetching = fetching();
        for (int time = 0; time < 2; time++) {
            fetch(fetching, caller("https://pictures.example"), "https://pictures.example/sets")
                    .close();
        }
        assertThat(web.seen())
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.getRequestHeaders()).doesNotContainKeys("Cookie", "Authorization"));
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void noProxyStandsBetween() {
        System.setProperty("https.proxyHost", "127.0.0.1");
        System.setProperty("https.proxyPort", "1");
        try {
            assertThat(bytes(fetch(caller("https://pictures.example"), URL))).isEqualTo(PICTURE);
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
        }
    }

    @Test
    void allPicturesOfACallAreFetchedOrNoneAndTheirRoomIsGivenBack() throws Exception {
        var caller = caller("https://pictures.example");
        try (var fetched = fetch(fetching(), caller, call(URL, URL))) {
            assertThat(bytes(fetched)).isEqualTo("the picturethe picture".getBytes());
            assertThat(space.left()).isEqualTo(10 * MOST - 2 * PICTURE.length);
        }
        assertFlawed(
                fetch(fetching(), caller, call(URL, "https://pictures.example/none")),
                Failure.INVALID_URL,
                "status 404");
        assertThat(space.left()).isEqualTo(10 * MOST);
    }

    @Test
    void whereEachPictureIsAskedAboutApartOneThatCannotBeHadLeavesTheOthers() {
        var asked = new ArrayList<NormalizedRequest.FetchedPicture>();
        var call = call(URL);
        var apart = call.withRequest(new NormalizedRequest.PicturesAtUrls(
                List.of("https://pictures.example/none", URL), MOST, true, each -> {
                    asked.addAll(each);
                    return call;
                }));
        try (var fetched = fetch(fetching(), caller("https://pictures.example"), apart)) {
            assertThat(fetched.memory()).hasSize(2);
            assertThat(asked.getFirst())
                    .isInstanceOfSatisfying(
                            NormalizedRequest.Flawed.class,
                            flaw -> assertThat(flaw.message()).contains("status 404"));
            assertThat(asked.getLast())
                    .isInstanceOfSatisfying(
                            NormalizedRequest.PictureBytes.class,
                            got -> assertThat(got.bytes()).isEqualTo(PICTURE));
            assertThat(space.left()).as("none is kept for what did not come").isEqualTo(10 * MOST - PICTURE.length);
        }
        var narrow = web.fetching(
                vertx, PublicAddress::areAllPublic, web.authority(), Duration.ofSeconds(20), new Web.Space(MOST - 1));
        assertFlawed(fetch(narrow, caller("https://pictures.example"), apart), Failure.THROTTLED, "Try again");
    }

    @Test
    void withoutRoomNothingIsFetched() {
        var narrow = web.fetching(
                vertx, PublicAddress::areAllPublic, web.authority(), Duration.ofSeconds(20), new Web.Space(MOST - 1));
        assertFlawed(narrow, URL, Failure.THROTTLED, "Try again");
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void aFewOfAHostAreFetchedAtATime() throws Exception {
        var arrived = new CountDownLatch(WebPictureFetcher.MOST_OF_A_HOST);
        var go = new CountDownLatch(1);
        slow(arrived, go);
        var fetching = web.fetching(vertx);
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Fetched>>();
            for (int at = 0; at < WebPictureFetcher.MOST_OF_A_HOST; at++) {
                var caller = caller(organisation("org-" + at, "https://pictures.example"), List.of(), null);
                all.add(many.submit(() -> fetch(fetching, caller, "https://pictures.example/slow")));
            }
            await(arrived);
            assertFlawed(fetching, URL, Failure.THROTTLED, "Too many pictures");
            go.countDown();
            for (var one : all) {
                assertThat(bytes(one.get())).isEqualTo(PICTURE);
            }
        }
        assertThat(bytes(fetch(fetching, caller("https://pictures.example"), URL)))
                .isEqualTo(PICTURE);
    }

    @Test
    void aFewForACallerAreFetchedAtATimeWhoeverTheyAreFor() throws Exception {
        var arrived = new CountDownLatch(WebPictureFetcher.MOST_OF_A_CALLER);
        var go = new CountDownLatch(1);
        slow(arrived, go);
        var fetching = fetching();
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Fetched>>();
            for (int at = 0; at < WebPictureFetcher.MOST_OF_A_CALLER; at++) {
                var principal = organisation("principal-" + at, "https://pictures.example");
                var caller = caller(organisation("own"), List.of(principal), null);
                all.add(many.submit(() -> fetch(fetching, caller, "https://pictures.example/slow")));
            }
            await(arrived);
            assertFlawed(fetching, URL, Failure.THROTTLED, "for the organisation");
            var other = caller(organisation("other", "https://pictures.example"), List.of(), null);
            assertThat(bytes(fetch(fetching, other, URL))).isEqualTo(PICTURE);
            go.countDown();
            for (var one : all) {
                assertThat(bytes(one.get())).isEqualTo(PICTURE);
            }
        }
        assertThat(bytes(fetch(fetching, caller("https://pictures.example"), URL)))
                .isEqualTo(PICTURE);
    }

    /** The picture comes when it may. */
    private void slow(CountDownLatch arrived, CountDownLatch go) {
        web.answers("/slow", exchange -> {
            arrived.countDown();
            await(go);
            exchange.sendResponseHeaders(200, PICTURE.length);
            exchange.getResponseBody().write(PICTURE);
        });
    }

    @Test
    void whereNothingIsFetchedACallThatNamesAUrlIsDoubted() {
        var caller = caller("https://pictures.example");
        assertThat(PictureFetcher.refusingAll().fetch(caller, call(URL)).call().preconditionFailure())
                .isEqualTo(PreconditionFailure.URL_NOT_REGISTERED);
    }

    @Test
    void aCallWithoutAUrlIsLeftAsItIs() {
        var plain = call(URL).withRequest(new NormalizedRequest.VendorSpecific("It is plain."));
        assertThat(fetch(fetching(), caller("https://pictures.example"), plain).call())
                .isSameAs(plain);
    }

    private WebPictureFetcher fetching() {
        return web.fetching(vertx, PublicAddress::areAllPublic, web.authority(), Duration.ofSeconds(20), space);
    }

    private Fetched fetch(Caller caller, String url) {
        return fetch(fetching(), caller, url);
    }

    private static Fetched fetch(WebPictureFetcher fetching, Caller caller, String url) {
        return fetch(fetching, caller, call(url));
    }

    private static Fetched fetch(WebPictureFetcher fetching, Caller caller, FaceCall call) {
        var fetched = fetching.fetch(caller, call);
        return fetched.pictures().isEmpty()
                ? fetched
                : new Fetched(
                        ((NormalizedRequest.PicturesAtUrls) call.request())
                                .completion()
                                .parse(fetched.pictures()),
                        fetched.pictures(),
                        fetched.memory());
    }

    private void assertFlawed(WebPictureFetcher fetching, String url, Failure kind, String why) {
        assertFlawed(fetch(fetching, caller("https://pictures.example"), url), kind, why);
    }

    private static void assertFlawed(Fetched fetched, Failure kind, String why) {
        assertThat(fetched.call().preconditionFailure()).isNull();
        assertThat(fetched.call().request()).isInstanceOfSatisfying(NormalizedRequest.Flawed.class, flaw -> {
            assertThat(flaw.kind()).isEqualTo(kind);
            assertThat(flaw.message()).contains(why).doesNotContain("a.jpg", "/");
        });
        assertThat(fetched.memory()).isEmpty();
    }

    /** A call that says in its parameters what was brought. */
    private static FaceCall call(String... urls) {
        var facts = Facts.of(Set.of(Capability.DETECT)).referringTo(Set.of(Reference.WEB_PICTURE));
        var call = new FaceCall(
                "azure_face", "Detect", facts, new NormalizedRequest.VendorSpecific("none"), Map.of(), null);
        return call.withRequest(new NormalizedRequest.PicturesAtUrls(
                Arrays.asList(urls), MOST, each -> call.withParams(Map.of("brought", List.copyOf(each)))));
    }

    private static byte[] bytes(Fetched fetched) {
        assertThat(fetched.call().preconditionFailure()).isNull();
        assertThat(fetched.call().params())
                .as(fetched.call().request().toString())
                .containsKey("brought");
        var all = new ByteArrayOutputStream();
        ((List<?>) fetched.call().params().get("brought")).forEach(each -> all.writeBytes((byte[]) each));
        return all.toByteArray();
    }

    private static Caller caller(String... hosts) {
        return caller(organisation("own", hosts), List.of(), null);
    }

    private static Caller caller(Organisation own, List<Organisation> principals, @Nullable PreconditionFailure doubt) {
        return TestCaller.of(own)
                .actingFor(principals)
                .purpose("missing_child")
                .in("US-OR")
                .by("api_key", "FGAKOWN")
                .failing(doubt)
                .build();
    }

    private static Organisation organisation(String id, String... hosts) {
        var resources = Stream.of(hosts)
                .map(host -> new RegisteredResource(Reference.URL, host))
                .collect(Collectors.toUnmodifiableSet());
        return TestOrganisation.of(id, "nonprofit")
                .in("US-OR")
                .purposes("missing_child")
                .resources(resources)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
