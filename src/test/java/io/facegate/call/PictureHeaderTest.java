package io.facegate.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.facegate.testkit.TestPictures;
import io.facegate.vendor.embedded.client.Album;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PictureHeaderTest {
    @Test
    void readsFormatAndSizeOfPhotographs() throws IOException {
        var names = Album.names();
        assertThat(names).hasSizeGreaterThan(40);
        for (var name : names) {
            var image = Album.image(name);
            var picture = Album.photo(name);
            assertThat(picture.format()).isEqualTo(Picture.Format.JPEG);
            assertThat(picture.width()).as(name).isEqualTo(image.getWidth());
            assertThat(picture.height()).as(name).isEqualTo(image.getHeight());
        }
    }

    @Test
    void readsAPng() throws IOException {
        var picture = Album.picture(TestPictures.encoded(Album.image("faces.jpg"), "png"));
        assertThat(picture.format()).isEqualTo(Picture.Format.PNG);
        assertThat(picture.pixels()).isEqualTo(600 * 346);
    }

    @Test
    void readsAProgressiveJpeg() throws IOException {
        var picture = Album.picture(Album.jpeg(Album.image("faces.jpg"), true));
        assertThat(picture.width()).isEqualTo(600);
        assertThat(picture.height()).isEqualTo(346);
    }

    @Test
    void saysNothingOfOtherFormats() {
        assertThat(Picture.read(new byte[0])).isNull();
        assertThat(Picture.read("GIF87b this is no gif".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isNull();
        assertThat(Picture.read("<svg/>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isNull();
    }

    /** A vendor may show the frame, whatever the screen says of it. */
    @Test
    void aGifWhoseFrameIsLargerThanItsScreenIsNone() {
        for (var frame : List.of("0a000a00", "01000200")) {
            var gif =
                    "474946383961 0a000a00 000000 21f9040000000000 2c 00000000 %s 00 02 024401 00 3b".formatted(frame);
            assertThat(Picture.read(HexFormat.of().parseHex(gif.replace(" ", ""))))
                    .isNotNull();
            assertThat(Picture.read(HexFormat.of().parseHex(gif.replace(" ", "").replaceFirst("0a000a00", "01000100"))))
                    .isNull();
        }
    }

    @Test
    void takesAHugeSizeForWhatItIs() throws IOException {
        var png = TestPictures.encoded(Album.image("faces.jpg"), "png");
        Arrays.fill(png, 16, 24, (byte) 0x7f);
        assertThat(Album.picture(png).pixels()).isGreaterThan(Integer.MAX_VALUE);
        png[16] = (byte) 0xff;
        assertThat(Picture.read(png)).isNull();
    }

    @Test
    void endsOnAPictureCutAnywhere() {
        var whole = Album.bytes("sample1.jpg");
        for (int length = 0; length < 2000; length++) {
            int cut = length;
            assertThatCode(() -> Picture.read(Arrays.copyOf(whole, cut))).doesNotThrowAnyException();
        }
    }

    @Property(tries = 2000)
    void endsOnAnyBytesBehindAJpegMark(@ForAll @Size(max = 300) byte[] bytes) {
        var jpeg = new byte[bytes.length + 3];
        jpeg[0] = (byte) 0xff;
        jpeg[1] = (byte) 0xd8;
        jpeg[2] = (byte) 0xff;
        System.arraycopy(bytes, 0, jpeg, 3, bytes.length);
        var picture = Picture.read(jpeg);
        assertThat(picture == null || picture.width() > 0 && picture.height() > 0)
                .isTrue();
    }
}
