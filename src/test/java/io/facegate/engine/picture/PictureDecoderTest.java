package io.facegate.engine.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facegate.CrowdPictures;
import io.facegate.call.Picture;
import io.facegate.testkit.TestPictures;
import io.facegate.vendor.embedded.client.Album;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
    private static final String PHOTO = "faces.jpg";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsEveryOrientationUpright(int tag) throws Exception {
        var upright = PictureDecoder.decode(Album.photo(PHOTO));
        var turned = PictureDecoder.decode(Album.picture(Album.stored(Album.image(PHOTO), tag)));
        assertThat(turned.width()).isEqualTo(upright.width());
        assertThat(turned.height()).isEqualTo(upright.height());
        assertThat(difference(upright, turned)).isLessThan(3);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void readsAnyColourPngAsTheSamePicture(int type) throws Exception {
        var png = TestPictures.encoded(Album.redrawn(Album.image(PHOTO), UnaryOperator.identity(), type), "png");
        assertThat(difference(PictureDecoder.decode(Album.photo(PHOTO)), PictureDecoder.decode(Album.picture(png))))
                .isLessThan(0.01);
    }

    @Test
    void refusesAJpegOfVeryManyScans() throws Exception {
        var plain = Album.jpeg(Album.image(PHOTO), true);
        int scan = plain.length - 2;
        var scans = new java.io.ByteArrayOutputStream();
        scans.write(plain, 0, scan);
        for (int i = 0; i < 100; i++) {
            scans.write(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 63, 63, 0x10, 0});
        }
        scans.write(plain, scan, 2);
        assertThatThrownBy(() -> PictureDecoder.decode(Album.picture(scans.toByteArray())))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContaining("scans");
        assertThat(PictureDecoder.decode(Album.picture(plain)).width()).isPositive();
    }

    @Test
    void saysWhetherPartsAreSeeThrough() throws Exception {
        var image = Album.redrawn(Album.image(PHOTO), UnaryOperator.identity(), BufferedImage.TYPE_INT_ARGB);
        assertThat(PictureDecoder.decode(Album.picture(TestPictures.encoded(image, "png")))
                        .seeThrough())
                .isFalse();
        image.setRGB(3, 3, 0x00ffffff & image.getRGB(3, 3));
        assertThat(PictureDecoder.decode(Album.picture(TestPictures.encoded(image, "png")))
                        .seeThrough())
                .isTrue();
    }

    @Test
    void readsGreyPalettesAndSixteenBits() throws Exception {
        var grey = Album.redrawn(Album.image(PHOTO), UnaryOperator.identity(), BufferedImage.TYPE_BYTE_GRAY);
        var fromGrey = PictureDecoder.decode(Album.picture(TestPictures.encoded(grey, "png")));
        assertThat(fromGrey.sample(100, 100, 0)).isEqualTo(grey.getRaster().getSample(100, 100, 0));
        var deep = Album.redrawn(Album.image(PHOTO), UnaryOperator.identity(), BufferedImage.TYPE_USHORT_GRAY);
        var fromDeep = PictureDecoder.decode(Album.picture(TestPictures.encoded(deep, "png")));
        assertThat(fromDeep.sample(100, 100, 1)).isEqualTo(deep.getRaster().getSample(100, 100, 0) >> 8);
        var indexed = Album.redrawn(Album.image(PHOTO), UnaryOperator.identity(), BufferedImage.TYPE_BYTE_INDEXED);
        var fromIndexed = PictureDecoder.decode(Album.picture(TestPictures.encoded(indexed, "png")));
        assertThat(fromIndexed.sample(50, 60, 2)).isEqualTo(indexed.getRGB(50, 60) & 0xff);
    }

    @Test
    void putsTransparencyOverWhite() throws Exception {
        var clear = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
        assertThat(PictureDecoder.decode(Album.picture(TestPictures.encoded(clear, "png")))
                        .sample(5, 5, 0))
                .isEqualTo(255);
    }

    @Test
    void readsGreyAndProgressiveJpegs() throws Exception {
        var grey = Album.redrawn(Album.image(PHOTO), UnaryOperator.identity(), BufferedImage.TYPE_BYTE_GRAY);
        var fromGrey = PictureDecoder.decode(Album.picture(Album.jpeg(grey, false)));
        assertThat((double) fromGrey.sample(100, 100, 0))
                .isCloseTo(grey.getRaster().getSample(100, 100, 0), within(12.0));
        var progressive = PictureDecoder.decode(Album.picture(Album.jpeg(Album.image(PHOTO), true)));
        assertThat(difference(PictureDecoder.decode(Album.photo(PHOTO)), progressive))
                .isLessThan(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsTheFourColoursOfPrinters(boolean progressive) throws Exception {
        var image = Album.image(PHOTO);
        var plain = PictureDecoder.decode(Album.photo(PHOTO));
        for (var jpeg : List.of(CmykPictures.cmyk(image, progressive), CmykPictures.ycck(image, progressive))) {
            assertThat(difference(plain, PictureDecoder.decode(Album.picture(jpeg))))
                    .isLessThan(4);
            assertThat(PictureDecoder.isAmbiguous(Album.picture(jpeg))).isEqualTo(progressive);
            refuses(Arrays.copyOf(jpeg, jpeg.length / 2));
        }
    }

    /** Decoders skip what is no segment, and so a caller could show this one other colours than the vendor. */
    @Test
    void fourColoursThatOnlySomeDecodersSeeProveNothing() throws Exception {
        var cmyk = CmykPictures.cmyk(Album.image(PHOTO), false);
        assertThat(PictureDecoder.isAmbiguous(Album.picture(cmyk))).isFalse();
        int frame = CmykPictures.frame(cmyk);
        var second = Arrays.copyOfRange(cmyk, frame, frame + 22);
        assertThat(PictureDecoder.isAmbiguous(Album.picture(CmykPictures.inserted(cmyk, frame, second))))
                .as("two frames")
                .isTrue();
        assertThat(PictureDecoder.isAmbiguous(Album.picture(CmykPictures.inserted(cmyk, frame + 22, new byte[] {0}))))
                .as("a byte between segments")
                .isTrue();
        var rgb = Album.jpeg(Album.image(PHOTO), false);
        var hidden = second.clone();
        hidden[0] = 0;
        int behind = CmykPictures.frame(rgb) + 19;
        var asked = Album.picture(CmykPictures.inserted(rgb, behind, hidden));
        assertThat(difference(PictureDecoder.decode(Album.picture(rgb)), PictureDecoder.decode(asked)))
                .as("a hidden frame changes nothing of what is seen")
                .isZero();
    }

    @Test
    void whatNobodyMarkedIsReadAsOthersReadItButProvesNothing() throws Exception {
        var unmarked = Album.picture(CmykPictures.unmarked(Album.image(PHOTO)));
        assertThat(difference(PictureDecoder.decode(Album.photo(PHOTO)), PictureDecoder.decode(unmarked)))
                .isLessThan(4);
        assertThat(PictureDecoder.isAmbiguous(unmarked)).isTrue();
    }

    /** Read in strips, with each row once. */
    @Test
    void readsLargePicturesOfFourColoursInLittleMemory() throws Exception {
        var large = Album.redrawn(Album.image(PHOTO), size -> new int[] {4800, 3200}, BufferedImage.TYPE_3BYTE_BGR);
        var plain = PictureDecoder.decode(Album.picture(Album.jpeg(large, false)));
        var picture = Album.picture(CmykPictures.ycck(large, false));
        large.flush();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var pixels = PictureDecoder.decode(picture);
        long strips = 6;
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(strips * 40_000_000);
        assertThat(PictureDecoder.memoryNeeded(picture, false))
                .isGreaterThan(
                        PictureDecoder.memoryNeeded(Album.picture(Album.jpeg(Album.image(PHOTO), false)), false));
        assertThat(difference(plain, pixels)).isLessThan(4);
    }

    @Test
    void refusesGarbageBehindAGoodHeader() {
        var jpeg = Album.bytes(PHOTO);
        Arrays.fill(jpeg, 20_000, jpeg.length, (byte) 0x55);
        refuses(jpeg);
    }

    @Test
    void refusesATruncatedJpeg() {
        var jpeg = Album.bytes("sample1.jpg");
        refuses(Arrays.copyOf(jpeg, jpeg.length / 2));
        refuses(Arrays.copyOf(jpeg, jpeg.length - 2000));
    }

    @Test
    void refusesATruncatedOrTwistedPng() throws IOException {
        var png = TestPictures.encoded(Album.image(PHOTO), "png");
        refuses(Arrays.copyOf(png, png.length / 2));
        Arrays.fill(png, png.length / 2, png.length / 2 + 400, (byte) 0);
        refuses(png);
    }

    @Test
    void refusesAPngThatClaimsToBeHuge() throws IOException {
        var png = TestPictures.encoded(Album.image(PHOTO), "png");
        Arrays.fill(png, 16, 24, (byte) 0x3f);
        assertThatThrownBy(() -> PictureDecoder.decode(Album.picture(png)))
                .isInstanceOfSatisfying(
                        UnreadablePictureException.class,
                        why -> assertThat(why.isTooLarge()).isTrue());
    }

    @Test
    void keepsFiftyMegapixelsSmall() throws Exception {
        var huge =
                Album.redrawn(Album.image("sample1.jpg"), size -> new int[] {8640, 5760}, BufferedImage.TYPE_3BYTE_BGR);
        var picture = Album.picture(Album.jpeg(huge, false));
        huge.flush();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var pixels = PictureDecoder.decode(picture);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40_000_000);
        assertThat((long) pixels.width() * pixels.height()).isLessThanOrEqualTo(PictureDecoder.MOST_DECODED);
        assertThat(pixels.width() / (double) pixels.height()).isCloseTo(1.5, within(0.01));
    }

    @Test
    void everyPixelOfALargePictureIsPartOfAMean() throws Exception {
        var image = new BufferedImage(2001, 1501, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(1001, 1001, 0, 200);
        image.getRaster().setSample(2000, 1500, 0, 200);
        var pixels = PictureDecoder.decode(Album.picture(TestPictures.encoded(image, "png")));
        assertThat(pixels.sample(500, 500, 0)).isEqualTo(50);
        assertThat(pixels.sample(1000, 750, 0))
                .as("a corner that is a square of its own")
                .isEqualTo(200);
        assertThat(pixels.width()).isEqualTo(1001);
    }

    @Test
    void aTransparentPixelIsSeenWhereverItIs() throws Exception {
        var image = new BufferedImage(2100, 1500, BufferedImage.TYPE_BYTE_GRAY);
        var opaque = Album.redrawn(image, size -> size, BufferedImage.TYPE_INT_ARGB);
        assertThat(PictureDecoder.decode(Album.picture(TestPictures.encoded(opaque, "png")))
                        .seeThrough())
                .isFalse();
        opaque.setRGB(1001, 1001, 0x00ffffff);
        assertThat(PictureDecoder.decode(Album.picture(TestPictures.encoded(opaque, "png")))
                        .seeThrough())
                .isTrue();
    }

    /** A marker that stands alone must not hide, behind a length that it does not have, the scans which follow it. */
    @Test
    void scansBehindAMarkerWithoutALengthAreCounted() throws Exception {
        var plain = Album.jpeg(Album.image(PHOTO), true);
        var scans = new java.io.ByteArrayOutputStream();
        scans.write(plain, 0, plain.length - 2);
        scans.writeBytes(new byte[] {(byte) 0xff, 1, (byte) 0xff, (byte) 0xff});
        for (int i = 0; i < 100; i++) {
            scans.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 63, 63, 0x10, 0});
        }
        scans.write(plain, plain.length - 2, 2);
        assertThatThrownBy(() -> PictureDecoder.decode(Album.picture(scans.toByteArray())))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContaining("scans");
    }

    @Test
    void fewScansOfAHugePictureAreTooMany() throws Exception {
        var many = CrowdPictures.manyScans(2600);
        assertThatThrownBy(() -> PictureDecoder.decode(Album.picture(many)))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContaining("too many scans for its size");
    }

    private static void refuses(byte[] bytes) {
        var picture = Picture.read(bytes);
        assertThat(picture).isNotNull();
        assertThatThrownBy(() -> PictureDecoder.decode(picture)).isInstanceOf(UnreadablePictureException.class);
    }

    /** The mean difference of a value, 0 to 255. */
    private static double difference(Pixels one, Pixels other) {
        assertThat(other.rgb()).hasSameSizeAs(one.rgb());
        long sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
        }
        return sum / (double) one.rgb().length;
    }
}
