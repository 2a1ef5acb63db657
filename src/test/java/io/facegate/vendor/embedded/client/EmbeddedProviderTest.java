package io.facegate.vendor.embedded.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Stage;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestPictures;
import io.facegate.testkit.TestPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedProviderTest {
    private static final NormalizedRequest.Page FIRST = new NormalizedRequest.Page(4096, null);

    @TempDir
    Path folder;

    private EmbeddedProvider engine;
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private Asking finder;
    private Asking bank;

    @BeforeEach
    void open() throws Exception {
        engine = EmbeddedProvider.open(folder, () -> now);
        finder = Asking.as(engine, "finder");
        bank = Asking.as(engine, "bank");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void detectsFaces() {
        var detected = finder.ask(new NormalizedRequest.Detect(Album.photo("sample5.jpg")), Reply.Detected.class);
        assertThat(detected.faces()).hasSize(5);
        assertThat(detected.rotationDegrees()).hasValue(0);
    }

    @Test
    void whatMayBeKeptForATimeOnlyIsErasedThen() throws Exception {
        finder.ask(new NormalizedRequest.CreateGallery("missing"));
        var photo = Album.photo("cage.jpg");
        finder.ask(new NormalizedRequest.Enroll("missing", photo, "month", 1, Period.ofDays(30)), Reply.Enrolled.class);
        finder.ask(new NormalizedRequest.Enroll("missing", photo, "forever", 1), Reply.Enrolled.class);
        assertThat(enrolled(photo)).containsExactlyInAnyOrder("month", "forever");
        now = Instant.parse("2026-12-24T11:59:59.999Z");
        assertThat(enrolled(photo)).containsExactlyInAnyOrder("month", "forever");
        now = Instant.parse("2026-12-24T12:00:00Z");
        assertThat(enrolled(photo)).containsExactly("forever");
        assertThat(finder.ask(new NormalizedRequest.ListFaces("missing", List.of(), FIRST), Reply.Enrolments.class)
                        .faces())
                .hasSize(1);
        assertThat(finder.ask(new NormalizedRequest.DescribeGallery("missing"), Reply.Gallery.class)
                        .faces())
                .isEqualTo(1);
    }

    private List<String> enrolled(Picture photo) {
        return finder
                .ask(new NormalizedRequest.SearchByPicture("missing", photo, 0.9, 10), Reply.Found.class)
                .candidates()
                .stream()
                .map(one -> one.enrolment().externalId())
                .toList();
    }

    @Test
    void usesAPassOnceAndOnlyInTime() {
        var call = Asking.call(new NormalizedRequest.Detect(Album.photo("cage.jpg")), Facts.of(Set.of()));
        var pass = Passes.of(finder.caller(), call);
        assertThat(engine.send(pass)).isInstanceOf(Reply.Detected.class);
        assertThatThrownBy(() -> engine.send(pass)).isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> engine.send(Passes.expired(finder.caller(), call)))
                .isInstanceOf(Fault.LedgerDown.class);
    }

    @Test
    void matchesOnePersonInTwoPhotographs() {
        var compared = compare("cage.jpg", "cage2_crop.jpg", 0.80);
        assertThat(compared.matches()).hasSize(1);
        assertThat(compared.matches().getFirst().similarity()).isBetween(0.80, 1.0);
        assertThat(compared.unmatched()).isEmpty();
    }

    @Test
    void matchesNobodyAmongStrangers() {
        var compared = compare("cage.jpg", "sample5.jpg", 0.80);
        assertThat(compared.matches()).isEmpty();
        assertThat(compared.unmatched()).hasSize(5);
    }

    @Test
    void matchesEverybodyAtThresholdZero() {
        assertThat(compare("cage.jpg", "sample5.jpg", 0).matches()).hasSize(5);
    }

    private Reply.Compared compare(String source, String target, double threshold) {
        var ask = new NormalizedRequest.Compare(Album.photo(source), Album.photo(target), threshold);
        return finder.ask(ask, Reply.Compared.class);
    }

    @Test
    void refusesToCompareWithoutAFace() throws Exception {
        var blank = Album.picture(TestPictures.png(200, 200));
        var face = Album.photo("cage.jpg");
        assertThat(finder.failure(new NormalizedRequest.Compare(blank, face, 0.8)))
                .isEqualTo(Failure.INVALID_PARAMETER);
        assertThat(finder.failure(new NormalizedRequest.Compare(face, blank, 0.8)))
                .isEqualTo(Failure.INVALID_PARAMETER);
    }

    @Test
    void refusesGarbageAndTruncatedPictures() {
        var bytes = Album.bytes("sample1.jpg");
        var cut = Album.picture(java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(finder.failure(new NormalizedRequest.Detect(cut))).isEqualTo(Failure.INVALID_IMAGE);
        var garbage = new Picture(new byte[5000], Picture.Format.JPEG, 100, 100);
        assertThat(finder.failure(new NormalizedRequest.Detect(garbage))).isEqualTo(Failure.INVALID_IMAGE);
        assertThatThrownBy(() -> engine.count(Stage.caller("finder"), garbage)).isInstanceOf(Fault.class);
    }

    @Test
    void saysWhatItCannotInfer() {
        var ask = new NormalizedRequest.Detect(Album.photo("cage.jpg"));
        var reply = finder.ask(ask, Set.of(Capability.DETECT, Capability.ANALYZE_AGE, Capability.ANALYZE_EMOTION));
        assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(Failure.UNSUPPORTED);
            assertThat(failed.message()).contains("analyze.age, analyze.emotion");
        });
        assertThat(finder.failure(new NormalizedRequest.VendorSpecific("No video here.")))
                .isEqualTo(Failure.UNSUPPORTED);
    }

    @Test
    void doubtsWhatPointsAtABucket() {
        var facts = Facts.of(Set.of()).referringTo(Set.of(FaceCall.Reference.S3_OBJECT));
        var call = Asking.call(new NormalizedRequest.VendorSpecific("S3"), facts);
        assertThat(TestPlan.failure(engine, finder.caller(), call)).isEqualTo(PreconditionFailure.REFERENCE_NOT_OWNED);
        var picture = Asking.call(new NormalizedRequest.InStorage(List.of("a"), null), facts);
        assertThat(TestPlan.failure(engine, finder.caller(), picture)).isNull();
        assertThat(finder.ask(picture.request(), Set.of(Capability.DETECT)))
                .isEqualTo(new Reply.Failed(
                        Failure.INVALID_PARAMETER, "The embedded engine does not read S3. Send the bytes."));
        var unseen = new Picture(new byte[0], Picture.Format.JPEG, 0, 0);
        assertThatThrownBy(() -> engine.count(Stage.caller("finder"), unseen)).isInstanceOf(Fault.class);
        var plain = Asking.call(new NormalizedRequest.Detect(Album.photo("cage.jpg")), Facts.of(Set.of()));
        assertThat(TestPlan.failure(engine, finder.caller(), plain)).isNull();
    }

    @Test
    void doesNotCountWhatTransparentPartsMayHide() throws Exception {
        var image = Album.redrawn(
                Album.image("faces.jpg"),
                java.util.function.UnaryOperator.identity(),
                java.awt.image.BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < image.getHeight(); y++) {
            image.setRGB(image.getWidth() - 1, y, 0x00ffffff & image.getRGB(image.getWidth() - 1, y));
        }
        var hiding = Album.picture(TestPictures.encoded(image, "png"));
        assertThatThrownBy(() -> engine.count(Stage.caller("finder"), hiding)).isInstanceOf(Fault.class);
    }

    @Test
    void countsFaces() {
        assertThat(engine.count(Stage.caller("finder"), Album.photo("faces.jpg")))
                .isEqualTo(3);
    }

    @Test
    void answersManyCallersAtOnce() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Future<Reply>>();
            for (int i = 0; i < 64; i++) {
                replies.add(callers.submit(() -> finder.ask(new NormalizedRequest.Detect(Album.photo("faces.jpg")))));
            }
            for (var reply : replies) {
                assertThat(reply.get())
                        .isInstanceOfSatisfying(
                                Reply.Detected.class,
                                detected -> assertThat(detected.faces()).hasSize(3));
            }
        }
    }

    @Test
    void findsAnEnrolledPerson() {
        finder.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        var cage = enroll(finder, "cage.jpg", "case-17");
        enroll(finder, "chuck_crop.jpg", null);
        enroll(finder, "faces.jpg", null);
        var found = finder.ask(
                new NormalizedRequest.SearchByPicture("missing", Album.photo("cage2_crop.jpg"), 0.8, 10),
                Reply.Found.class);
        assertThat(found.probe()).isNotNull();
        assertThat(found.candidates()).hasSize(1);
        assertThat(found.candidates().getFirst().enrolment().faceId()).isEqualTo(cage);
        assertThat(found.candidates().getFirst().enrolment().externalId()).isEqualTo("case-17");
        var byFace = finder.ask(new NormalizedRequest.SearchByFace("missing", cage, 0, 3), Reply.Found.class);
        assertThat(byFace.candidates())
                .hasSize(3)
                .noneMatch(one -> one.enrolment().faceId().equals(cage));
        assertThat(byFace.candidates())
                .isSortedAccordingTo(java.util.Comparator.comparingDouble((Reply.Candidate one) -> one.similarity())
                        .reversed());
        assertThat(finder.ask(new NormalizedRequest.DescribeGallery("missing"), Reply.Gallery.class)
                        .faces())
                .isEqualTo(5);
    }

    private static String enroll(Asking who, String photo, String name) {
        var ask = new NormalizedRequest.Enroll("missing", Album.photo(photo), name, 100);
        return who.ask(ask, Reply.Enrolled.class).enrolled().getFirst().faceId();
    }

    @Test
    void enrollsTheLargestAndNamesWhatItLeftOut() {
        finder.ask(new NormalizedRequest.CreateGallery("missing"));
        var enrolled = finder.ask(
                new NormalizedRequest.Enroll("missing", Album.photo("sample5.jpg"), null, 2), Reply.Enrolled.class);
        assertThat(enrolled.enrolled()).hasSize(2);
        assertThat(enrolled.notEnrolled()).hasSize(3);
        assertThat(enrolled.enrolled())
                .extracting(Reply.Enrolment::imageId)
                .containsOnly(enrolled.enrolled().getFirst().imageId());
    }

    @Test
    void keepsOrganisationsApart() {
        finder.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        var face = enroll(finder, "cage.jpg", "case-17");
        var photo = Album.photo("cage.jpg");
        for (var ask : List.of(
                new NormalizedRequest.DescribeGallery("missing"),
                new NormalizedRequest.ListFaces("missing", List.of(), FIRST),
                new NormalizedRequest.ListFaces("missing", List.of(face), FIRST),
                new NormalizedRequest.SearchByFace("missing", face, 0, 10),
                new NormalizedRequest.SearchByPicture("missing", photo, 0, 10),
                new NormalizedRequest.Enroll("missing", photo, null, 1),
                new NormalizedRequest.EraseFaces("missing", List.of(face)),
                new NormalizedRequest.EraseGallery("missing"))) {
            assertThat(bank.failure(ask)).as(ask.toString()).isEqualTo(Failure.NOT_FOUND);
        }
        assertThat(bank.ask(new NormalizedRequest.ListGalleries(FIRST), Reply.Galleries.class)
                        .galleries())
                .isEmpty();
        bank.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        assertThat(bank.failure(new NormalizedRequest.SearchByFace("missing", face, 0, 10)))
                .isEqualTo(Failure.INVALID_PARAMETER);
        assertThat(bank.ask(new NormalizedRequest.EraseFaces("missing", List.of(face, face)), Reply.FacesErased.class))
                .isEqualTo(new Reply.FacesErased(List.of(), List.of(face)));
        assertThat(bank.ask(new NormalizedRequest.SearchByPicture("missing", photo, 0, 10), Reply.Found.class)
                        .candidates())
                .isEmpty();
        bank.ask(new NormalizedRequest.EraseGallery("missing"), Reply.GalleryErased.class);
        assertThat(finder.ask(new NormalizedRequest.DescribeGallery("missing"), Reply.Gallery.class)
                        .faces())
                .isEqualTo(1);
    }

    @Test
    void aContractorsGalleryBelongsToItsPrincipal() {
        Asking.as(engine, "contractor", "finder")
                .ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        assertThat(finder.ask(new NormalizedRequest.DescribeGallery("missing"))).isInstanceOf(Reply.Gallery.class);
        assertThat(Asking.as(engine, "contractor").failure(new NormalizedRequest.DescribeGallery("missing")))
                .isEqualTo(Failure.NOT_FOUND);
    }

    @Test
    void pagesThroughFacesAndGalleries() {
        finder.ask(new NormalizedRequest.CreateGallery("missing"));
        var ids = new ArrayList<String>();
        for (var photo : List.of("faces.jpg", "sample5.jpg")) {
            finder.ask(new NormalizedRequest.Enroll("missing", Album.photo(photo), null, 10), Reply.Enrolled.class)
                    .enrolled()
                    .forEach(kept -> ids.add(kept.faceId()));
        }
        var seen = new ArrayList<String>();
        String token = null;
        do {
            var page = finder.ask(
                    new NormalizedRequest.ListFaces("missing", List.of(), new NormalizedRequest.Page(3, token)),
                    Reply.Enrolments.class);
            assertThat(page.faces()).hasSizeBetween(1, 3);
            page.faces().forEach(face -> seen.add(face.faceId()));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).isEqualTo(ids);
        finder.ask(new NormalizedRequest.CreateGallery("a"));
        var galleries = finder.ask(
                new NormalizedRequest.ListGalleries(new NormalizedRequest.Page(1, null)), Reply.Galleries.class);
        var rest = finder.ask(
                new NormalizedRequest.ListGalleries(new NormalizedRequest.Page(1, galleries.nextToken())),
                Reply.Galleries.class);
        assertThat(galleries.galleries().getFirst().gallery()).isEqualTo("a");
        assertThat(rest.galleries().getFirst().gallery()).isEqualTo("missing");
        assertThat(rest.nextToken()).isNull();
    }

    @Test
    void refusesTheTokenOfAnotherListOrOwner() {
        for (var who : List.of(finder, bank)) {
            for (var gallery : List.of("missing", "other")) {
                who.ask(new NormalizedRequest.CreateGallery(gallery));
            }
        }
        finder.ask(new NormalizedRequest.Enroll("missing", Album.photo("faces.jpg"), null, 10));
        var token = finder.ask(
                        new NormalizedRequest.ListFaces("missing", List.of(), new NormalizedRequest.Page(1, null)),
                        Reply.Enrolments.class)
                .nextToken();
        assertThat(token).isNotNull();
        var galleries = finder.ask(
                        new NormalizedRequest.ListGalleries(new NormalizedRequest.Page(1, null)), Reply.Galleries.class)
                .nextToken();
        assertThat(bank.failure(listed("missing", token))).isEqualTo(Failure.INVALID_TOKEN);
        assertThat(finder.failure(listed("other", token))).isEqualTo(Failure.INVALID_TOKEN);
        assertThat(finder.failure(listed("missing", token.substring(1)))).isEqualTo(Failure.INVALID_TOKEN);
        assertThat(finder.failure(listed("missing", "not a token!"))).isEqualTo(Failure.INVALID_TOKEN);
        assertThat(finder.failure(listed("missing", galleries))).isEqualTo(Failure.INVALID_TOKEN);
        assertThat(bank.failure(new NormalizedRequest.ListGalleries(new NormalizedRequest.Page(1, galleries))))
                .isEqualTo(Failure.INVALID_TOKEN);
    }

    private static NormalizedRequest listed(String gallery, String token) {
        return new NormalizedRequest.ListFaces(gallery, List.of(), new NormalizedRequest.Page(1, token));
    }

    @Test
    void erasesFacesAndGalleries() {
        finder.ask(new NormalizedRequest.CreateGallery("missing"));
        var cage = enroll(finder, "cage.jpg", null);
        var chuck = enroll(finder, "chuck_crop.jpg", null);
        var search = new NormalizedRequest.SearchByPicture("missing", Album.photo("cage.jpg"), 0.8, 10);
        assertThat(finder.ask(search, Reply.Found.class).candidates()).hasSize(1);
        var erased = finder.ask(
                new NormalizedRequest.EraseFaces(
                        "missing", List.of(cage, UUID.randomUUID().toString())),
                Reply.FacesErased.class);
        assertThat(erased.faceIds()).containsExactly(cage);
        assertThat(finder.ask(search, Reply.Found.class).candidates()).isEmpty();
        assertThat(finder.ask(
                                new NormalizedRequest.ListFaces("missing", List.of(cage, chuck), FIRST),
                                Reply.Enrolments.class)
                        .faces())
                .extracting(Reply.Enrolment::faceId)
                .containsExactly(chuck);
        finder.ask(new NormalizedRequest.EraseGallery("missing"), Reply.GalleryErased.class);
        assertThat(finder.failure(search)).isEqualTo(Failure.NOT_FOUND);
        finder.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        assertThat(finder.ask(search, Reply.Found.class).candidates()).isEmpty();
    }

    @Test
    void refusesASecondGalleryOfTheSameName() {
        finder.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        assertThat(finder.failure(new NormalizedRequest.CreateGallery("missing")))
                .isEqualTo(Failure.ALREADY_EXISTS);
    }

    @Test
    void remembersAfterARestart() throws Exception {
        finder.ask(new NormalizedRequest.CreateGallery("missing"));
        var cage = enroll(finder, "cage.jpg", "case-17");
        engine.close();
        open();
        var found = finder.ask(
                new NormalizedRequest.SearchByPicture("missing", Album.photo("cage2_crop.jpg"), 0.8, 10),
                Reply.Found.class);
        assertThat(found.candidates().getFirst().enrolment().faceId()).isEqualTo(cage);
        assertThat(found.candidates().getFirst().enrolment().externalId()).isEqualTo("case-17");
    }
}
