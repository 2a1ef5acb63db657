package io.facegate.vendor.compreface.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.RequestPayload;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that are what they should be, and hostile ones. */
class CompreFaceFormFilesTest {
    private static final String TYPE = "multipart/form-data; boundary=b";
    private static final String FILE = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    private static final String END = "\r\n--b--\r\n";

    /** Whatever stands in a file, lines that look like boundaries of another form included, comes out as it went in. */
    @Property(tries = 300)
    void aFileComesOutAsItWentIn(@ForAll @Size(max = 4000) byte[] bytes) throws Exception {
        var parts = CompreFaceFormFiles.read(Requests.FORM, new RequestPayload(Requests.form(Map.of("file", bytes))));
        assertThat(parts).containsOnlyKeys("file");
        assertThat(((Blob) parts.get("file")).bytes()).isEqualTo(bytes);
    }

    /** A damaged form is read as some form or refused, and nothing else happens. */
    @Property(tries = 500)
    void noDamageDoesMoreThanARefusal(@ForAll long seed) {
        var random = new Random(seed);
        var body = Requests.form(Map.of("file", Requests.PIXELS, "target_image", Requests.PIXELS));
        int cut = random.nextInt(body.length);
        var damaged = random.nextBoolean() ? Arrays.copyOf(body, cut) : body.clone();
        for (int at = 0; at < random.nextInt(8) && damaged.length > 0; at++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        try {
            var parts = CompreFaceFormFiles.read(Requests.FORM, new RequestPayload(damaged));
            assertThat(parts).isNotEmpty().hasSizeLessThanOrEqualTo(3);
            assertThat(parts.values()).allSatisfy(part -> assertThat(part).isInstanceOf(Blob.class));
        } catch (Unreadable refused) {
            assertThat(refused.preconditionFailure())
                    .isIn(
                            PreconditionFailure.MALFORMED_BODY,
                            PreconditionFailure.DUPLICATE_KEY,
                            PreconditionFailure.UNKNOWN_PARAMETER);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=other",
                "multipart/form-data; charset=utf-16; boundary=",
            })
    void withoutItsBoundaryAFormIsNone(String type) {
        refused(type, (FILE + "x" + END).getBytes(), PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void aFormThatIsCutIsNone() {
        refused(TYPE, (FILE + "x").getBytes(), PreconditionFailure.MALFORMED_BODY);
        refused(TYPE, FILE.substring(0, 30).getBytes(), PreconditionFailure.MALFORMED_BODY);
        refused(TYPE, "--b--\r\n".getBytes(), PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void aFileThatIsThereTwiceIsADoubt() {
        refused(TYPE, (FILE + "x\r\n" + FILE + "y" + END).getBytes(), PreconditionFailure.DUPLICATE_KEY);
    }

    @Test
    void aFormInAFormIsNone() {
        var nested = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n"
                + "Content-Type: multipart/mixed; boundary=c\r\n\r\n"
                + "--c\r\nContent-Disposition: attachment; filename=\"a\"\r\n\r\nx\r\n"
                + "--c\r\nContent-Disposition: attachment; filename=\"b\"\r\n\r\ny\r\n--c--\r\n--b--\r\n";
        assertThatThrownBy(() -> CompreFaceFormFiles.read(TYPE, new RequestPayload(nested.getBytes())))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void aPartInAnotherCodingIsNone() {
        var coded = FILE.replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n") + "AAAA" + END;
        refused(TYPE, coded.getBytes(), PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void aNameThatIsNoUtf8IsRefused() {
        var name = FILE.replace("name=\"file\"", "name=\"fil\u00ff\"").getBytes(StandardCharsets.ISO_8859_1);
        var body = new ByteArrayOutputStream();
        body.writeBytes(name);
        body.writeBytes(("x" + END).getBytes());
        refused(TYPE, body.toByteArray(), PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void thousandsOfPartsAreRefused() {
        var body = (FILE + "x\r\n").repeat(50_000) + "--b--\r\n";
        refused(TYPE, body.getBytes(), PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void headersWithoutAnEndAreRefused() {
        var endless =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nX: " + "x".repeat(1 << 20);
        refused(TYPE, endless.getBytes(), PreconditionFailure.MALFORMED_BODY);
        refused(TYPE, ("--b\r\n" + "X: y\r\n".repeat(200_000)).getBytes(), PreconditionFailure.MALFORMED_BODY);
    }

    /** Nothing is written to disk, nothing stays outside the heap, and no more than a few times the body is taken. */
    @Test
    void theLargestBodyTakesAFewTimesItsSize() throws Exception {
        int size = 15 * 1024 * 1024 - 1000;
        var body = Requests.form(Map.of("file", new byte[size]));
        long direct = direct();
        var before = temporary();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadAllocatedBytes();

        for (int turn = 0; turn < 5; turn++) {
            var parts = CompreFaceFormFiles.read(Requests.FORM, new RequestPayload(body));
            assertThat(((Blob) parts.get("file")).bytes()).hasSize(size);
        }

        long each = (threads.getCurrentThreadAllocatedBytes() - start) / 5;
        assertThat(each).isLessThan(4L * body.length);
        assertThat(direct()).isLessThan(direct + (1 << 20));
        assertThat(temporary()).isEqualTo(before);
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static List<Path> temporary() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("FUp_")
                            || file.getFileName().toString().startsWith("Attr_"))
                    .sorted()
                    .toList();
        }
    }

    private static void refused(String type, byte[] body, PreconditionFailure doubt) {
        assertThatThrownBy(() -> CompreFaceFormFiles.read(type, new RequestPayload(body)))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        refused -> assertThat(refused.preconditionFailure()).isEqualTo(doubt));
    }
}
