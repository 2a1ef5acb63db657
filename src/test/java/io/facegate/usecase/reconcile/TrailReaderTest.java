package io.facegate.usecase.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.catalogue.TrailVendor;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a trail holds is read, or counted as unreadable; nothing is dropped in silence. */
class TrailReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String GOOD = TrailLines.aws(NOW, "DetectFaces", "r-1", "d");

    @TempDir
    private Path folder;

    /** What was read. */
    private static final class Seen implements TrailSink {
        private final List<TrailEntry> entries = new ArrayList<>();
        private final TrailCounts counts = new TrailCounts();
        private int others;
        private int unreadable;

        @Override
        public void accept(TrailEntry entry) {
            entries.add(entry);
        }

        @Override
        public void countOther() {
            others++;
        }

        @Override
        public void countUnreadable() {
            unreadable++;
            counts.countUnreadable();
        }
    }

    private static Seen read(TrailVendor vendor, String text) throws IOException {
        var seen = new Seen();
        new TrailReader(vendor.format(), seen).read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return seen;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[%1$s,%1$s]}",
                "{\"records\": [%1$s, %1$s] }\n",
                "[%1$s,%1$s]",
                "%1$s\n%1$s\n",
                "%1$s %1$s",
                "{\"Records\":[%1$s]}\n{\"Records\":[%1$s]}",
                "\uFEFF%1$s\r\n%1$s"
            })
    void eachFormOfAFileIsRead(String form) throws Exception {
        var seen = read(TrailVendor.AWS, form.formatted(GOOD));

        assertThat(seen.unreadable).isZero();
        assertThat(seen.entries).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.operation()).isEqualTo("DetectFaces");
            assertThat(entry.time()).isEqualTo(NOW);
            assertThat(entry.ids().request()).isEqualTo("r-1");
            assertThat(entry.actor().principal()).isEqualTo(TrailLines.GATEWAY);
            assertThat(entry.actor().role()).isEqualTo(TrailLines.GATEWAY_ROLE);
            assertThat(entry.actor().source()).isEqualTo("198.51.100.7");
            assertThat(entry.isRefused()).isFalse();
        });
    }

    /** CloudTrail Lake writes names in lower case, and times without a zone. */
    @Test
    void anExportOfCloudTrailLakeIsRead() throws Exception {
        var seen = read(TrailVendor.AWS, """
            {"eventtime":"2026-11-24 12:00:00.000","eventsource":"rekognition.amazonaws.com","eventname":"DetectFaces",\
            "requestid":"r-1","eventid":"e","useridentity":{"arn":"a"},"errorcode":"AccessDenied"}\
            """);

        assertThat(seen.entries).singleElement().satisfies(entry -> {
            assertThat(entry.time()).isEqualTo(NOW);
            assertThat(entry.actor().principal()).isEqualTo("a");
            assertThat(entry.isRefused()).isTrue();
            assertThat(entry.ids().isAgentKnown()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"eventSource\":}",
                "no JSON",
                "{} trailing",
                "12",
                "\"text\"",
                "[[%1$s]]",
                "{\"eventSource\":\"rekognition.amazonaws.com\"}",
                "{\"eventSource\":\"rekognition.amazonaws.com\",\"eventName\":\"DetectFaces\",\"eventTime\":\"yesterday\"}",
                "{\"eventSource\":\"rekognition.amazonaws.com\",\"eventTime\":\"2026-11-24T12:00:00Z\"}",
                "{\"eventName\":\"DetectFaces\",\"eventTime\":\"2026-11-24T12:00:00Z\"}",
                "{\"eventSource\":\"s3.amazonaws.com\",\"eventsource\":\"rekognition.amazonaws.com\",\"eventName\":\"A\",\"eventTime\":\"2026-11-24T12:00:00Z\"}",
                "{\"eventTime\":\"2026-11-24T12:00:00Z\"}",
                "{\"eventName\":\"A\",\"Records\":[]}",
                "{\"Records\":[],\"eventName\":\"A\"}",
                "{}"
            })
    void whatCannotBeReadIsCountedAndTheNextLineIsRead(String bad) throws Exception {
        var seen = read(TrailVendor.AWS, GOOD + '\n' + bad.formatted(GOOD) + "\n\n" + GOOD + '\n' + GOOD);

        assertThat(seen.unreadable).isPositive();
        assertThat(seen.entries).hasSizeBetween(2, 3);
    }

    /** A file that was cut to nothing is not one without calls. */
    @Test
    void aFileWithoutAnyValueIsUnreadable() throws Exception {
        for (var nothing : List.of("", " \n\t\n", "\uFEFF")) {
            assertThat(read(TrailVendor.AWS, nothing).unreadable).isEqualTo(1);
        }
        for (var empty : List.of("[]", "{\"Records\":[]}\n", "[] ", "{\"value\":[]}")) {
            assertThat(read(TrailVendor.AWS, empty).unreadable).isZero();
        }
        assertThat(read(TrailVendor.AWS, "no JSON").unreadable).isEqualTo(1);
    }

    @Test
    void anEmptyFileIsNamedAndAFolderWithoutFilesIsNoTrail() throws Exception {
        var seen = new Seen();
        var files = files(seen);
        var empty = Files.createDirectories(folder.resolve("a")).getParent();
        assertThatThrownBy(() -> files.read(TrailLocation.of(empty.toString()), InputStream.nullInputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage(empty + " has no files");
        Files.writeString(folder.resolve("a/1.json"), GOOD);
        Files.write(folder.resolve("a/2.json.gz"), gzip(""));
        Files.createFile(folder.resolve("a/3.json"));
        files.read(TrailLocation.of(folder.toString()), InputStream.nullInputStream());
        assertThat(seen.counts.damaged()).containsExactly("./a/2.json.gz", "./a/3.json");
    }

    /** What follows the first part of a compressed file may be most of the trail. */
    @Test
    void whatFollowsACompressedPartIsReadOrTheFileIsUnreadable() throws Exception {
        var line = GOOD + '\n';
        var part = gzip(line);
        var flipped = gzip(line);
        flipped[1] ^= 1;
        var other = gzip(line);
        other[2] = 7;
        Files.write(folder.resolve("1-whole.gz"), join(part, gzip(line), gzip("")));
        Files.write(folder.resolve("2-flipped.gz"), join(part, flipped));
        Files.write(folder.resolve("3-method.gz"), join(part, other));
        Files.write(folder.resolve("4-plain.gz"), join(part, line.getBytes(StandardCharsets.UTF_8), part));
        Files.write(folder.resolve("5-one.gz"), join(part, new byte[] {'x'}));
        Files.write(folder.resolve("6-cut.gz"), join(part, java.util.Arrays.copyOf(part, 5)));
        Files.write(folder.resolve("7-long.gz"), join(gzip(line.repeat(3_000)), gzip(line)));
        var seen = new Seen();
        var files = files(seen);

        files.read(TrailLocation.of(folder.toString()), InputStream.nullInputStream());

        assertThat(seen.counts.damaged())
                .containsExactly("./2-flipped.gz", "./3-method.gz", "./4-plain.gz", "./5-one.gz", "./6-cut.gz");
        assertThat(seen.unreadable).isEqualTo(5);
        assertThat(seen.entries).hasSize(2 + 5 + 3_001);
    }

    /** Wherever the end of the first part falls in what is read at once. */
    @Test
    void whatFollowsIsSeenAtEachEndOfABuffer() throws Exception {
        var part = gzip(GOOD);
        for (int buffer = 1; buffer < part.length + 40; buffer++) {
            for (int more = 0; more < 30; more++) {
                var file = new BufferedInputStream(new ByteArrayInputStream(join(part, new byte[more])));
                var stream = WholeGzipStream.of(file, buffer);
                if (more == 0) {
                    assertThat(stream.readAllBytes())
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(GOOD);
                } else {
                    assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
                }
            }
            var whole = new BufferedInputStream(new ByteArrayInputStream(join(part, part)));
            assertThat(WholeGzipStream.of(whole, buffer).readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(GOOD + GOOD);
        }
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void limitsHold() throws Exception {
        var deep = "{\"requestParameters\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        var longText = "{\"userAgent\":\"" + "a".repeat(2 << 20) + "\"}";
        var large = GOOD.replace(
                "{\"eventVersion\"", "{\"x\":[" + "\"aaaaaaaaaaaaaaa\",".repeat(200_000) + "1],\"eventVersion\"");
        for (var bad : List.of(deep, longText, large)) {
            var seen = read(TrailVendor.AWS, bad + '\n' + GOOD);
            assertThat(seen.unreadable).isEqualTo(1);
            assertThat(seen.entries).hasSize(1);
        }
    }

    @Test
    void otherServicesAndOtherLogsAreCounted() throws Exception {
        assertThat(read(TrailVendor.AWS, GOOD.replace("rekognition.amazonaws", "s3.amazonaws")).others)
                .isEqualTo(1);
        var azure = TrailLines.azure(NOW, "Detect", "c", "o");
        assertThat(read(TrailVendor.AZURE, azure.replace("RequestResponse", "Trace")).others)
                .isEqualTo(1);
        assertThat(read(TrailVendor.GOOGLE, "{\"timestamp\":\"2026-11-24T12:00:00Z\",\"textPayload\":\"t\"}")
                        .unreadable)
                .isEqualTo(1);
        var end = TrailLines.google(NOW, "AsyncBatchAnnotateFiles", "g", "")
                .replaceFirst("\\{", "{\"operation\":{\"id\":\"o\",\"last\":true},");
        assertThat(read(TrailVendor.GOOGLE, end).others).isEqualTo(1);
    }

    @Test
    void azuresPropertiesMayBeAText() throws Exception {
        var text = TrailLines.azure(NOW, "Detect", "c-1", "object");
        var object = text.replace("\"properties\":\"{", "\"properties\":{")
                .replace("}\"}", "}}")
                .replace("\\\"", "\"");
        for (var line : List.of(text, object)) {
            var seen = read(TrailVendor.AZURE, "{\"records\":[" + line + "]}");
            assertThat(seen.unreadable).isZero();
            assertThat(seen.entries).singleElement().satisfies(entry -> {
                assertThat(entry.actor().principal()).isEqualTo("object");
                assertThat(entry.ids().request()).isEqualTo("c-1");
            });
        }
    }

    @Test
    void googlesRequestReasonNamesTheDecision() throws Exception {
        var id = "019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81";
        var seen = read(TrailVendor.GOOGLE, TrailLines.google(NOW, "BatchAnnotateImages", "g", TrailLines.agent(id)));
        assertThat(seen.entries).singleElement().satisfies(entry -> {
            assertThat(entry.ids().decision()).isEqualTo(id);
            assertThat(entry.operation()).endsWith("BatchAnnotateImages");
        });
    }

    @Test
    void aFolderIsReadWholeAndItsDigestIsThatOfItsList() throws Exception {
        var day = Files.createDirectories(folder.resolve("a/b"));
        Files.write(day.resolve("1.json.gz"), gzip(GOOD));
        Files.writeString(folder.resolve("a/2.json"), GOOD + '\n' + GOOD);
        Files.write(folder.resolve("cut.gz"), java.util.Arrays.copyOf(gzip(GOOD), 40));
        Files.write(folder.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        Files.createSymbolicLink(folder.resolve("link.json"), folder.resolve("a/2.json"));
        var seen = new Seen();
        var files = files(seen);

        var digest = files.read(TrailLocation.of(folder.toString()), InputStream.nullInputStream());

        assertThat(seen.entries).hasSize(3);
        assertThat(seen.unreadable).isEqualTo(3);
        assertThat(files.files()).isEqualTo(4);
        assertThat(seen.counts.damaged()).containsExactly("./cut.gz", "./link.json", "./picture.png");
        Files.delete(folder.resolve("link.json"));
        assertThat(files.read(TrailLocation.of(folder.toString()), InputStream.nullInputStream()))
                .isNotEqualTo(digest)
                .isEqualTo(listed());
    }

    /** As the command on the page prints it. */
    private String listed() throws Exception {
        var shell = new ProcessBuilder(
                        "sh", "-c", "find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-64")
                .directory(folder.toFile())
                .start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Bytes that were changed at random never stop the reading of what follows on the next line. */
    @Test
    void noChangedByteStopsTheReading() throws Exception {
        var random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            var bytes = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            }
            var bad = new String(bytes, StandardCharsets.UTF_8);
            var seen = read(TrailVendor.AWS, bad + "\n\n" + GOOD + '\n' + GOOD + '\n' + GOOD);
            assertThat(seen.entries.size()).as(bad).isGreaterThanOrEqualTo(2);
            assertThat(seen.entries.size() + seen.others + seen.unreadable)
                    .as(bad)
                    .isGreaterThanOrEqualTo(3);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static TrailFiles files(Seen seen) {
        return new TrailFiles(
                TrailVendor.AWS.format(), seen, seen.counts, new TrailFileCache(), new Period(null, null));
    }
}
