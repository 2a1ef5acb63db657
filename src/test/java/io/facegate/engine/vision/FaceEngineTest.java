package io.facegate.engine.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facegate.call.Face;
import io.facegate.call.Fault;
import io.facegate.engine.picture.CmykPictures;
import io.facegate.engine.vision.PictureFaces.PictureFace;
import io.facegate.testkit.TestPictures;
import io.facegate.vendor.embedded.client.Album;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceEngineTest {
    /** How many photographs have so many faces, some of them doubtful. */
    private static final Map<Integer, Integer> COUNTS = Map.of(0, 2, 1, 35, 2, 1, 3, 4, 4, 3, 5, 1);

    private static FaceEngine vision;

    @BeforeAll
    static void open() throws Exception {
        vision = FaceEngine.open();
    }

    @AfterAll
    static void close() {
        vision.close();
    }

    @Test
    void nothingIsBeingLoadedAfterAClose() throws Exception {
        var before = Thread.getAllStackTraces().keySet();
        FaceEngine.open().close();
        var since = new HashSet<>(Thread.getAllStackTraces().keySet());
        since.removeAll(before);
        assertThat(since)
                .as("a process that ends now would end under the native loader")
                .extracting(Thread::getName)
                .doesNotContain("face-engine-load");
    }

    @Test
    void putsBoxesWhereFacesAre() throws Exception {
        var faces = faces(Album.bytes("faces.jpg"));
        assertThat(faces).hasSize(3);
        for (var face : faces) {
            assertThat(face.confidence().orElseThrow()).isBetween(0.6, 1.0);
            assertThat(face.box().area()).isBetween(0.005, 0.1);
            assertThat(face.landmarks()).extracting(Face.Landmark::name).containsExactly("eyeLeft", "eyeRight", "nose");
            assertThat(face.landmarks()).allSatisfy(point -> {
                assertThat(point.x())
                        .isBetween(
                                face.box().left(),
                                face.box().left() + face.box().width());
                assertThat(point.y())
                        .isBetween(
                                face.box().top(), face.box().top() + face.box().height());
            });
            assertThat(face.landmarks().getFirst().x())
                    .isLessThan(face.landmarks().get(1).x());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 6, 8})
    void findsTheSameFacesWhicheverWayThePictureWasStored(int tag) throws Exception {
        var upright = faces(Album.bytes("faces.jpg"));
        var view = vision.detect("one", Album.picture(Album.stored(Album.image("faces.jpg"), tag)));
        assertThat(view.rotated()).isNotZero();
        assertThat(view.faces()).hasSameSizeAs(upright);
        for (int i = 0; i < upright.size(); i++) {
            same(view.faces().get(i).face().box(), upright.get(i).box());
        }
    }

    @Test
    void findsTheSameFacesInAPngAndInFiftyMegapixels() throws Exception {
        var image = Album.image("sample1.jpg");
        var faces = faces(Album.bytes("sample1.jpg"));
        var png = faces(TestPictures.encoded(image, "png"));
        var huge = faces(Album.jpeg(
                Album.redrawn(image, size -> new int[] {8640, 5760}, BufferedImage.TYPE_3BYTE_BGR), false));
        assertThat(png).hasSameSizeAs(faces);
        assertThat(huge).hasSameSizeAs(faces);
        for (int i = 0; i < faces.size(); i++) {
            same(png.get(i).box(), faces.get(i).box());
            same(huge.get(i).box(), faces.get(i).box());
        }
    }

    @Test
    void findsTheSameFacesInTheFourColoursOfPrinters() throws Exception {
        var image = Album.image("faces.jpg");
        var faces = faces(Album.bytes("faces.jpg"));
        for (var jpeg : List.of(CmykPictures.cmyk(image, false), CmykPictures.ycck(image, false))) {
            var found = faces(jpeg);
            assertThat(found).hasSameSizeAs(faces);
            for (int i = 0; i < faces.size(); i++) {
                same(found.get(i).box(), faces.get(i).box());
            }
            assertThat(vision.count("one", Album.picture(jpeg)))
                    .isEqualTo(vision.count("one", Album.photo("faces.jpg")));
        }
    }

    /** Without Adobe's segment another decoder may see a negative: a count here would say nothing of faces there. */
    @Test
    void doesNotCountWhereDecodersMayDisagreeAboutColours() throws Exception {
        var unmarked = Album.picture(CmykPictures.unmarked(Album.image("faces.jpg")));
        assertThat(vision.detect("one", unmarked).faces()).hasSize(3);
        assertThatThrownBy(() -> vision.count("one", unmarked)).isInstanceOf(Fault.class);
        var progressive = Album.picture(CmykPictures.ycck(Album.image("faces.jpg"), true));
        assertThat(vision.detect("one", progressive).faces()).hasSize(3);
        assertThatThrownBy(() -> vision.count("one", progressive)).isInstanceOf(Fault.class);
    }

    @Test
    void seesAFaceThatIsSmallInALargePicture() throws Exception {
        var wide = new BufferedImage(1920, 1080, BufferedImage.TYPE_INT_RGB);
        var pen = wide.createGraphics();
        pen.drawImage(Album.image("obama4_crop.jpg"), 900, 400, 110, 110, null);
        pen.dispose();
        assertThat(faces(Album.jpeg(wide, false))).hasSize(1);
    }

    /** Enlarged, for the photographs that come with the build are small. */
    @ParameterizedTest
    @CsvSource({"kim1_crop.jpg, 12", "audrey_crop.jpg, 12", "franck_02045.jpg, 24", "kim1_crop.jpg, 48"})
    void oneFaceInALargePictureIsOne(String name, int megapixels) throws Exception {
        var image = Album.image(name);
        double larger = Math.sqrt(megapixels * 1e6 / (image.getWidth() * (double) image.getHeight()));
        int[] size = {(int) (image.getWidth() * larger), (int) (image.getHeight() * larger)};
        var large = Album.redrawn(image, any -> size, BufferedImage.TYPE_3BYTE_BGR);
        assertThat(vision.count("one", Album.picture(Album.jpeg(large, false)))).isOne();
    }

    /** All but one had the same count before squares were looked at: one photograph of one man was counted as of two. */
    @Test
    void closerLooksFindNoMoreInHonestPhotographs() throws Exception {
        var counts = new TreeMap<Integer, Integer>();
        for (var name : Album.names()) {
            counts.merge(vision.count("one", Album.photo(name)), 1, Integer::sum);
        }
        assertThat(counts).isEqualTo(COUNTS);
    }

    @Test
    void countsEveryFaceOfAMosaic() throws Exception {
        var mosaic = new BufferedImage(1500, 1000, BufferedImage.TYPE_INT_RGB);
        var names = List.of("cage2_crop.jpg", "chuck_crop.jpg", "kim1_crop.jpg", "obama4_crop.jpg", "ri_1_crop.jpg");
        var pen = mosaic.createGraphics();
        for (int i = 0; i < 24; i++) {
            pen.drawImage(Album.image(names.get(i % 5)), i % 6 * 250, i / 6 * 250, 250, 250, null);
        }
        pen.dispose();
        assertThat(vision.count("one", Album.picture(Album.jpeg(mosaic, false))))
                .isGreaterThanOrEqualTo(24);
    }

    @Test
    void findsNoFaceWhereThereIsNone() throws Exception {
        var blank = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        assertThat(faces(Album.jpeg(blank, false))).isEmpty();
        assertThat(faces(Album.bytes("ironman.jpg"))).isEmpty();
    }

    @Test
    void rollFollowsTheHead() throws Exception {
        var image = Album.image("cage.jpg");
        double upright = pose(image).roll();
        for (int degrees : new int[] {-30, -10, 10, 20, 30}) {
            var tilted = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
            var pen = tilted.createGraphics();
            pen.rotate(Math.toRadians(degrees), image.getWidth() / 2.0, image.getHeight() / 2.0);
            pen.drawImage(image, 0, 0, null);
            pen.dispose();
            assertThat(pose(tilted).roll() - upright).isCloseTo(degrees, within(4.0));
        }
    }

    /** A rough check of a rough estimate: what a mirror image should turn round, turns round. */
    @Test
    void yawTurnsRoundInTheMirror() throws Exception {
        for (var name : List.of("franck_01829.jpg", "franck_02221.jpg", "franck_04117.jpg", "bieber_small.jpg")) {
            var image = Album.image(name);
            var mirrored = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
            var pen = mirrored.createGraphics();
            pen.drawImage(image, image.getWidth(), 0, -image.getWidth(), image.getHeight(), null);
            pen.dispose();
            assertThat(pose(mirrored).yaw()).as(name).isCloseTo(-pose(image).yaw(), within(6.0));
        }
    }

    @Test
    void aBlurredFaceIsLessSharpAndADarkOneLessBright() throws Exception {
        var image = Album.redrawn(Album.image("chuck_crop.jpg"), size -> size, BufferedImage.TYPE_INT_RGB);
        var kernel = new float[81];
        Arrays.fill(kernel, 1 / 81f);
        var blurred = new ConvolveOp(new Kernel(9, 9, kernel)).filter(image, null);
        var dark = new java.awt.image.RescaleOp(0.4f, 0, null).filter(image, null);
        assertThat(quality(blurred).sharpness()).isLessThan(quality(image).sharpness() / 2);
        assertThat(quality(dark).brightness()).isCloseTo(quality(image).brightness() * 0.4, within(3.0));
    }

    @Test
    void likenessFallsWithDistanceAndBack() {
        assertThat(SimilarityCalibration.toSimilarity(0)).isEqualTo(1);
        assertThat(SimilarityCalibration.toSimilarity(0.50)).isCloseTo(0.80, within(1e-9));
        assertThat(SimilarityCalibration.toSimilarity(5)).isZero();
        for (double distance = 0.01; distance < 1.2; distance += 0.01) {
            assertThat(SimilarityCalibration.toSimilarity(distance))
                    .isLessThan(SimilarityCalibration.toSimilarity(distance - 0.01));
            assertThat(SimilarityCalibration.maxDistance(SimilarityCalibration.toSimilarity(distance)))
                    .isCloseTo(distance, within(1e-9));
        }
        assertThat(SimilarityCalibration.maxDistance(0)).isEqualTo(Double.MAX_VALUE);
        assertThat(SimilarityCalibration.maxDistance(1)).isZero();
    }

    private static Face.Pose pose(BufferedImage image) throws Exception {
        return faces(Album.jpeg(image, false)).getFirst().pose();
    }

    private static Face.Quality quality(BufferedImage image) throws Exception {
        return faces(Album.jpeg(image, false)).getFirst().quality();
    }

    private static void same(Face.Box one, Face.Box other) {
        assertThat(one.left()).isCloseTo(other.left(), within(0.012));
        assertThat(one.top()).isCloseTo(other.top(), within(0.012));
        assertThat(one.width()).isCloseTo(other.width(), within(0.012));
        assertThat(one.height()).isCloseTo(other.height(), within(0.012));
    }

    private static List<Face> faces(byte[] bytes) throws Exception {
        return vision.detect("one", Album.picture(bytes)).faces().stream()
                .map(PictureFace::face)
                .toList();
    }
}
