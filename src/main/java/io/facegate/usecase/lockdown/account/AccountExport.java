package io.facegate.usecase.lockdown.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The folder of what an account says of itself, as JSON files of fixed names. */
public final class AccountExport {
    /** Most bytes of a file. */
    public static final long LARGEST = 100L << 20;

    private static final JsonMapper JSON = JsonMappers.strict(StreamReadConstraints.builder()
            .maxStringLength(1 << 24)
            .maxNameLength(1 << 16)
            .maxNestingDepth(100)
            .build());

    private final Path folder;
    private final @Nullable Path only;
    private final Map<String, String> digests = new TreeMap<>();

    /** @param path the folder, or the one file of it that there is */
    public AccountExport(Path path) throws AccountExportException {
        if (!Files.exists(path)) {
            throw new AccountExportException(path + " is not there. --account names the folder of the exported files.");
        }
        this.only = Files.isDirectory(path) ? null : path;
        var parent = path.toAbsolutePath().getParent();
        this.folder = only == null || parent == null ? path : parent;
    }

    /**
     * A file that must be there.
     *
     * @param command what exports it
     */
    public JsonNode require(String name, String command) throws AccountExportException {
        var read = find(name);
        if (read == null) {
            throw new AccountExportException(name + " is missing. It is made by: " + command);
        }
        return read;
    }

    /** A file that may be there; null if it is not. */
    public @Nullable JsonNode find(String name) throws AccountExportException {
        var file = only == null ? folder.resolve(name) : only;
        if (!file.endsWith(name) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new AccountExportException(name + " is no file. Links are not followed.");
            }
            if (Files.size(file) > LARGEST) {
                throw new AccountExportException(name + " is larger than 100 MiB. It is not read.");
            }
            var bytes = Files.readAllBytes(file);
            digests.put(name, HexFormat.of().formatHex(Digests.newSha256().digest(bytes)));
            return requireContent(name, JSON.readTree(bytes));
        } catch (JsonProcessingException broken) {
            throw new AccountExportException(name + " is no JSON: " + broken.getOriginalMessage(), broken);
        } catch (AccountExportException known) {
            throw known;
        } catch (IOException unreadable) {
            throw new AccountExportException(name + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static JsonNode requireContent(String name, @Nullable JsonNode read) throws AccountExportException {
        if (read == null || read.isMissingNode() || read.isNull()) {
            throw new AccountExportException(name + " has nothing in it.");
        }
        return read;
    }

    /** The names of the files that were read. */
    public List<String> files() {
        return List.copyOf(digests.keySet());
    }

    /** The SHA-256 of the list of the files' digests and names, as sha256sum prints it. */
    public String digest() {
        var list = Digests.newSha256();
        digests.forEach((name, digest) -> list.update((digest + "  " + name + '\n').getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(list.digest());
    }
}
