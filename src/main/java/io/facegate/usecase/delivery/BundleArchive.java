package io.facegate.usecase.delivery;

import io.facegate.ledger.note.VerificationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of a policy set as a ZIP archive. The same files always give the same bytes: sorted by name, stored
 * uncompressed, all of one date.
 */
public final class BundleArchive {
    /** The largest archive. */
    public static final int LARGEST = 6 << 20;

    private static final int MOST = 500;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}\\.yaml");
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    private BundleArchive() {}

    public static byte[] pack(SortedMap<String, byte[]> files) {
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(entry(file.getKey(), file.getValue()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static ZipEntry entry(String name, byte[] bytes) {
        var checksum = new CRC32();
        checksum.update(bytes);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(DATE);
        return entry;
    }

    /**
     * Unpacks into memory. An archive that {@link #pack} would write differently is rejected, so nothing can hide in it.
     */
    public static SortedMap<String, byte[]> unpack(byte[] archive) throws VerificationException {
        var files = new TreeMap<String, byte[]>();
        int left = archive.length;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                requireName(entry.getName(), files);
                var bytes = read(zip, entry, left);
                left -= bytes.length;
                files.put(entry.getName(), bytes);
            }
        } catch (IOException | IllegalArgumentException malformed) {
            throw new VerificationException("the archive of the policies is not a ZIP archive");
        }
        if (!Arrays.equals(pack(files), archive)) {
            throw new VerificationException("the archive of the policies is not in its one form");
        }
        return files;
    }

    /** Inflates nothing: the files are not compressed, so together they are no longer than the archive. */
    private static byte[] read(ZipInputStream zip, ZipEntry entry, int left) throws IOException, VerificationException {
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new VerificationException("the archive of the policies is compressed");
        }
        var bytes = zip.readNBytes(left + 1);
        if (bytes.length > left) {
            throw new VerificationException("the archive of the policies holds more than its own length");
        }
        return bytes;
    }

    private static void requireName(String name, Map<String, byte[]> before) throws VerificationException {
        if (!isName(name) || before.containsKey(name) || before.size() == MOST) {
            throw new VerificationException(
                    "the archive of the policies holds a file that is no policy, one file twice, or more than " + MOST
                            + " files");
        }
    }

    /** True for the name of a file that belongs to a policy set. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.endsWith("_test.yaml");
    }
}
