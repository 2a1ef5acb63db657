package io.facegate.cli.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.LedgerKeyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Manifest of a backup: each file with size and SHA-256, and the ledger's size and root. Authenticated by an HMAC with
 * the ledger's key.
 *
 * @param id the backup's id, also recorded in the ledger
 * @param ledger {@code size} and {@code root}, or the address of the database; and the id of the data folder
 */
record BackupManifest(
        String id, String time, String build, Map<String, String> ledger, SortedMap<String, Entry> files) {
    /** Name of the manifest file. */
    static final String NAME = "backup.json";

    /** What the id of the data folder is called: older builds read the manifest with it too. */
    static final String SOURCE = "source";

    private static final String FORMAT = "facegate.backup/1";

    /** Size and digest of one file. */
    record Entry(long size, String sha256) {}

    /** Lists a folder's current files, except the manifest. */
    static SortedMap<String, Entry> listFiles(Path folder) throws IOException {
        var found = new TreeMap<String, Entry>();
        try (var all = Files.walk(folder)) {
            for (var each : (Iterable<Path>) all::iterator) {
                var name = folder.relativize(each).toString();
                if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
                    found.put(name, new Entry(Files.size(each), sha256(each)));
                } else if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(name + " is neither a file nor a folder");
                }
            }
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        found.remove(NAME);
        return found;
    }

    /** Which file of a folder is not as listed, as a sentence without its end; or null. */
    @Nullable
    String problemOf(Path folder) throws IOException {
        var there = listFiles(folder);
        for (var each : files.entrySet()) {
            if (!each.getValue().equals(there.get(each.getKey()))) {
                return each.getKey() + (there.containsKey(each.getKey()) ? " was changed" : " is missing");
            }
        }
        return null;
    }

    /** What stands in a folder and is in no list: files, links, and folders that no listed file is in. */
    List<String> unlisted(Path folder) throws IOException {
        var listed = new HashSet<Path>(List.of(folder, folder.resolve(NAME)));
        for (var name : files.keySet()) {
            var each = folder.resolve(name);
            while (each != null && listed.add(each)) {
                each = each.getParent();
            }
        }
        try (var all = Files.walk(folder)) {
            return all.filter(each -> !listed.contains(each))
                    .map(each -> folder.relativize(each).toString())
                    .sorted()
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = Digests.newSha256();
            var some = new byte[1 << 16];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                digest.update(some, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** The manifest as written, authenticated with the key of the backup's own ledger. */
    byte[] encoded(Path folder) throws IOException {
        var said = new LinkedHashMap<String, Object>();
        said.put("format", FORMAT);
        said.put("id", id);
        said.put("time", time);
        said.put("build", build);
        said.put("ledger", new TreeMap<>(ledger));
        said.put("files", files);
        said.put("mac", mac(folder, JsonMappers.PLAIN.writeValueAsString(said)));
        return (JsonMappers.PLAIN.writerWithDefaultPrettyPrinter().writeValueAsString(said) + '\n')
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads and verifies the manifest of a backup.
     *
     * @throws IOException with the problem, if it is missing or was changed
     */
    static BackupManifest readVerified(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " has no " + NAME + ": it is not a backup, or it is incomplete");
        }
        try {
            var said = JsonMappers.PLAIN.readTree(Files.readAllBytes(file));
            var read = read(said);
            var again = JsonMappers.PLAIN.readTree(read.encoded(folder));
            boolean ours = MessageDigest.isEqual(
                    said.path("mac").asText().getBytes(StandardCharsets.UTF_8),
                    again.path("mac").asText().getBytes(StandardCharsets.UTF_8));
            if (!ours || !said.equals(again)) {
                throw new IOException(NAME + " was changed, or is not of this " + LedgerKeyFile.NAME);
            }
            return read;
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw new IOException(NAME + " is malformed", malformed);
        }
    }

    private static BackupManifest read(JsonNode said) {
        var ledger = new TreeMap<String, String>();
        said.path("ledger")
                .properties()
                .forEach(each -> ledger.put(each.getKey(), each.getValue().asText()));
        var files = new TreeMap<String, Entry>();
        said.path("files")
                .properties()
                .forEach(each -> files.put(
                        each.getKey(),
                        new Entry(
                                each.getValue().path("size").asLong(),
                                each.getValue().path("sha256").asText())));
        return new BackupManifest(
                said.path("id").asText(),
                said.path("time").asText(),
                said.path("build").asText(),
                ledger,
                files);
    }

    private static String mac(Path folder, String text) throws IOException {
        return Commitment.compute(LedgerKeyFile.read(folder), RecordField.MAC, NAME + '\n' + text);
    }
}
