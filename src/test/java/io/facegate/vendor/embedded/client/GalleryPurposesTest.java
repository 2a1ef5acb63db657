package io.facegate.vendor.embedded.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Stage;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryPurposesTest {
    private static final NormalizedRequest.Page FIRST = new NormalizedRequest.Page(10, null);
    private static final NormalizedRequest.FaceInput LOOK =
            new NormalizedRequest.FaceInput(Album.photo("cage.jpg"), 1, 0);

    @TempDir
    Path folder;

    private EmbeddedProvider engine;
    private Asking finder;
    private Asking other;

    @BeforeEach
    void open() throws IOException {
        engine = EmbeddedProvider.open(folder, () -> Instant.parse("2026-11-24T12:00:00Z"));
        finder = Asking.as(engine, "finder");
        other = finder.declaring("suspect_identification");
    }

    /** Not before its networks are loaded: a process that ends meanwhile ends in their library. */
    @AfterEach
    void close() {
        assertThat(engine.count(Stage.caller("finder"), Album.photo("cage.jpg")))
                .isEqualTo(1);
        engine.close();
    }

    /** Before it is judged it is doubted; and sent all the same, as if the gallery had changed hands since, it finds none. */
    @Test
    void aGalleryIsUsedForThePurposeItWasMadeForOnly() {
        var face = enrolled("missing");
        for (var ask : List.of(
                new NormalizedRequest.DescribeGallery("missing"),
                new NormalizedRequest.Enroll("missing", Album.photo("cage.jpg"), "case-18", 1),
                new NormalizedRequest.ListFaces("missing", List.of(), FIRST),
                new NormalizedRequest.ListFaces("missing", List.of(face), FIRST),
                new NormalizedRequest.SearchByFace("missing", face, 0, 10),
                new NormalizedRequest.SearchByPicture("missing", Album.photo("cage.jpg"), 0, 10))) {
            assertThat(other.doubt(ask)).as(ask.toString()).isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
            assertThat(other.failure(ask)).as(ask.toString()).isEqualTo(Failure.NOT_FOUND);
            assertThat(finder.doubt(ask)).as(ask.toString()).isNull();
            assertThat(finder.ask(ask)).as(ask.toString()).isNotInstanceOf(Reply.Failed.class);
        }
        assertThat(other.failure(new NormalizedRequest.CreateGallery("missing")))
                .isEqualTo(Failure.ALREADY_EXISTS);
        assertThat(other.since("missing")).isEqualTo(Instant.parse("2026-11-24T12:00:00Z"));
        assertThat(other.since("others")).isNull();
        assertThat(Asking.as(engine, "bank").since("missing")).isNull();
        assertThat(Asking.as(engine, "bank")
                        .declaring("suspect_identification")
                        .doubt(new NormalizedRequest.DescribeGallery("missing")))
                .as("what another organisation has is not told")
                .isNull();
    }

    @Test
    void examplesAreUsedForThePurposeTheyWereBegunForOnly() {
        var id = example();
        for (var ask : List.of(
                new NormalizedRequest.Recognize("compreface", LOOK, 1),
                new NormalizedRequest.CompareExample("compreface", id, LOOK),
                new NormalizedRequest.AddExample("compreface", "Jane", LOOK, null),
                new NormalizedRequest.ListExamples("compreface", null, 0, 10),
                new NormalizedRequest.ListSubjects("compreface"),
                new NormalizedRequest.RenameSubject("compreface", "Jane", "June"))) {
            assertThat(other.doubt(ask)).as(ask.toString()).isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
            assertThat(finder.doubt(ask)).as(ask.toString()).isNull();
        }
        assertThat(other.failure(new NormalizedRequest.AddExample("compreface", "Jim", LOOK, null)))
                .isEqualTo(Failure.NOT_FOUND);
        assertThat(other.failure(new NormalizedRequest.Recognize("compreface", LOOK, 1)))
                .isEqualTo(Failure.NOT_FOUND);
        assertThat(finder.ask(new NormalizedRequest.ListSubjects("compreface"), Reply.Subjects.class)
                        .names())
                .containsExactly("Jane");
    }

    /** Each was permitted before the gallery was erased, and begun again for another purpose. */
    @Test
    void whatWasDecidedBeforeAGalleryWasBegunAnewIsNotAnswered() {
        var face = enrolled("missing");
        var asked = List.<NormalizedRequest>of(
                new NormalizedRequest.DescribeGallery("missing"),
                new NormalizedRequest.SearchByFace("missing", face, 0.5, 10),
                new NormalizedRequest.SearchByPicture("missing", Album.photo("cage.jpg"), 0.5, 10),
                new NormalizedRequest.ListFaces("missing", List.of(), new NormalizedRequest.Page(10, null)),
                new NormalizedRequest.Enroll("missing", Album.photo("cage.jpg"), "x", 1));
        assertThat(asked)
                .allSatisfy(ask -> assertThat(finder.ask(ask))
                        .as("the control: %s before", ask)
                        .isNotInstanceOf(Reply.Failed.class));
        other.ask(new NormalizedRequest.EraseGallery("missing"));
        other.ask(new NormalizedRequest.CreateGallery("missing"));
        assertThat(asked)
                .allSatisfy(
                        ask -> assertThat(finder.ask(ask, Reply.Failed.class).message())
                                .as(ask.toString())
                                .contains("so this call was stopped"));
        assertThat(other.ask(new NormalizedRequest.DescribeGallery("missing"), Reply.Gallery.class)
                        .faces())
                .isZero();
    }

    @Test
    void facesKeptForADayAreUsedForThePurposeTheyWereKeptForOnly() {
        var face = kept(finder);
        var alike = new NormalizedRequest.CompareKept(face, face);
        var search = new NormalizedRequest.SearchKept(face, List.of(face), 0, 10);
        assertThat(finder.ask(alike, Reply.Similarity.class).similarity()).isEqualTo(1);
        assertThat(finder.doubt(search)).isNull();
        assertThat(other.doubt(alike)).isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
        assertThat(other.doubt(search)).isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
        assertThat(other.doubt(new NormalizedRequest.SearchKept(kept(other), List.of(face), 0, 10)))
                .isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
        assertThat(other.failure(alike)).isEqualTo(Failure.NOT_FOUND);
    }

    private static String kept(Asking who) {
        var ask = new NormalizedRequest.DetectKeeping(Album.photo("cage.jpg"), Duration.ofDays(1));
        return who.ask(ask, Reply.DetectedKeeping.class).faces().getFirst().faceId();
    }

    @Test
    void erasingIsForAnyPurpose() {
        var face = enrolled("missing");
        var erase = new NormalizedRequest.EraseFaces("missing", List.of(face));
        assertThat(other.doubt(erase)).isNull();
        assertThat(other.ask(erase, Reply.FacesErased.class).faceIds()).containsExactly(face);
        assertThat(other.ask(new NormalizedRequest.EraseGallery("missing"))).isInstanceOf(Reply.GalleryErased.class);
        var id = example();
        var one = new NormalizedRequest.EraseExamples("compreface", List.of(id));
        assertThat(other.doubt(one)).isNull();
        assertThat(other.ask(one, Reply.ExamplesErased.class).erased()).hasSize(1);
        assertThat(other.doubt(new NormalizedRequest.EraseSubjects("compreface", "Jane")))
                .isNull();
    }

    @Test
    void whoErasesAGalleryMayBeginForAnotherPurpose() {
        enrolled("missing");
        other.ask(new NormalizedRequest.EraseGallery("missing"), Reply.GalleryErased.class);
        other.ask(new NormalizedRequest.CreateGallery("missing"), Reply.GalleryCreated.class);
        assertThat(finder.doubt(new NormalizedRequest.DescribeGallery("missing")))
                .isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
        example();
        assertThat(other.ask(new NormalizedRequest.EraseSubjects("compreface", null), Reply.SubjectsErased.class))
                .isEqualTo(new Reply.SubjectsErased(1, 1));
        assertThat(other.ask(new NormalizedRequest.AddExample("compreface", "Jim", LOOK, null)))
                .isInstanceOf(Reply.Enrolled.class);
        assertThat(finder.doubt(new NormalizedRequest.ListSubjects("compreface")))
                .isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
    }

    /** What was kept before purposes were on record is not lost: the first permitted use says what it is for. */
    @Test
    void aGalleryOfAnEarlierVersionServesThePurposeOfItsFirstPermittedUse() throws Exception {
        var face = enrolled("missing");
        engine.close();
        asInVersionTwo();
        open();
        var list = new NormalizedRequest.ListFaces("missing", List.of(), FIRST);
        assertThat(finder.doubt(list))
                .as("a call that is only judged takes nothing")
                .isNull();
        assertThat(other.doubt(list)).isNull();
        assertThat(other.ask(new NormalizedRequest.EraseFaces("missing", List.of("none"))))
                .isInstanceOf(Reply.FacesErased.class);

        assertThat(finder.ask(list, Reply.Enrolments.class).faces())
                .extracting(Reply.Enrolment::faceId)
                .containsExactly(face);

        assertThat(other.doubt(list)).isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
        engine.close();
        open();
        assertThat(other.doubt(list)).isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
        assertThat(finder.doubt(list)).isNull();
    }

    private void asInVersionTwo() throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("galleries.db"));
                var statement = file.createStatement()) {
            statement.executeUpdate("ALTER TABLE gallery DROP COLUMN purpose");
            statement.executeUpdate("ALTER TABLE gallery DROP COLUMN mac");
            for (var column : List.of("version", "enrolled", "enrolled_sum")) {
                statement.executeUpdate("ALTER TABLE gallery DROP COLUMN " + column);
            }
            statement.executeUpdate("DROP TABLE row_list");
            statement.executeUpdate("DROP TABLE row_head");
            statement.executeUpdate("PRAGMA user_version = 2");
        }
    }

    private String enrolled(String gallery) {
        finder.ask(new NormalizedRequest.CreateGallery(gallery), Reply.GalleryCreated.class);
        var enroll = new NormalizedRequest.Enroll(gallery, Album.photo("cage.jpg"), "case-17", 1);
        return finder.ask(enroll, Reply.Enrolled.class).enrolled().getFirst().faceId();
    }

    private String example() {
        var add = new NormalizedRequest.AddExample("compreface", "Jane", LOOK, null);
        return finder.ask(add, Reply.Enrolled.class).enrolled().getFirst().faceId();
    }
}
