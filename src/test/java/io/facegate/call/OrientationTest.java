package io.facegate.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import io.facegate.call.Picture.Format;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is read of EXIF: what a reader of all of it reads, and nothing that leads on. */
class OrientationTest {
    private static final byte[] NAME = {'E', 'x', 'i', 'f', 0, 0};

    @Property(tries = 2000)
    void readsWhatAnotherReaderReads(@ForAll long seed) throws Exception {
        var jpeg = jpeg(new Random(seed));
        assertThat(Orientation.readFrom(picture(jpeg))).isEqualTo(other(jpeg));
    }

    @Test
    void readsNoOrientationOfWhatIsNoJpeg() {
        var picture = new Picture(segment(NAME, tiff(new Random(1), 6)), Format.PNG, 10, 10);
        assertThat(Orientation.readFrom(picture)).isEqualTo(Orientation.TOP_LEFT);
    }

    @Test
    void isDoneAtOnceWithADirectoryThatFollowsItself() {
        var tiff = ByteBuffer.allocate(14)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 0)
                .putInt(8)
                .array();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(Orientation.readFrom(picture(segment(NAME, tiff))))
                        .isEqualTo(Orientation.TOP_LEFT));
    }

    /** As this project read it until now. */
    private static Orientation other(byte[] jpeg) throws JpegProcessingException, IOException {
        var exif = JpegMetadataReader.readMetadata(new ByteArrayInputStream(jpeg), List.of(new ExifReader()))
                .getFirstDirectoryOfType(ExifIFD0Directory.class);
        try {
            int tag = exif == null || !exif.containsTag(ExifIFD0Directory.TAG_ORIENTATION)
                    ? 1
                    : exif.getInt(ExifIFD0Directory.TAG_ORIENTATION);
            return tag >= 1 && tag <= 8 ? Orientation.values()[tag - 1] : Orientation.TOP_LEFT;
        } catch (MetadataException noNumber) {
            return Orientation.TOP_LEFT;
        }
    }

    private static Picture picture(byte[] jpeg) {
        return new Picture(jpeg, Format.JPEG, 10, 10);
    }

    /** Some segments before, perhaps one of another name, then one or two of EXIF. */
    private static byte[] jpeg(Random random) {
        var others = random.nextBoolean()
                ? segment(
                        "http://ns.adobe.com/xap/1.0/\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        new byte[9])
                : new byte[] {(byte) 0xff, (byte) 0xd8};
        var first = segment(NAME, tiff(random, random.nextInt(11)));
        var second = random.nextBoolean() ? segment(NAME, tiff(random, random.nextInt(11))) : new byte[2];
        return ByteBuffer.allocate(others.length + first.length + second.length - 2)
                .put(others)
                .put(first, 2, first.length - 2)
                .put(second, 2, second.length - 2)
                .put(new byte[] {(byte) 0xff, (byte) 0xd9})
                .array();
    }

    /** A JPEG of one segment, without its end. */
    private static byte[] segment(byte[] name, byte[] content) {
        return ByteBuffer.allocate(6 + name.length + content.length)
                .putShort((short) 0xffd8)
                .putShort((short) 0xffe1)
                .putShort((short) (2 + name.length + content.length))
                .put(name)
                .put(content)
                .array();
    }

    private static byte[] tiff(Random random, int orientation) {
        boolean little = random.nextBoolean();
        int before = random.nextInt(4);
        int after = random.nextInt(4);
        int gap = random.nextInt(5);
        var tiff = ByteBuffer.allocate(8 + gap + 2 + (before + 1 + after) * 12 + 4)
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .put((little ? "II" : "MM").getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8 + gap)
                .position(8 + gap)
                .putShort((short) (before + 1 + after));
        for (int tag = 0; tag < before; tag++) {
            entry(tiff, 0x0100 + tag, 3, 1, tag);
        }
        int[] types = {3, 3, 3, 4, 1, 8, 9, 6};
        entry(tiff, 0x0112, types[random.nextInt(types.length)], random.nextInt(8) == 0 ? 2 : 1, orientation);
        for (int tag = 0; tag < after; tag++) {
            entry(tiff, 0x0131 + tag, 4, 1, tag);
        }
        return tiff.putInt(0).array();
    }

    private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
        int at = tiff.position();
        tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(0);
        switch (type) {
            case 1, 6 -> tiff.put(at + 8, (byte) value);
            case 3, 8 -> tiff.putShort(at + 8, (short) value);
            default -> tiff.putInt(at + 8, value);
        }
    }
}
