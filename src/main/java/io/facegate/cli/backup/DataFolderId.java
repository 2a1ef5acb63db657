package io.facegate.cli.backup;

import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Random id of a data folder, in a file that backups leave out. Gateways that share a ledger share its key, and may have
 * the same path on different machines: only this tells whose backup it is.
 */
final class DataFolderId {
    /** Name of the file in the data folder. */
    static final String NAME = "backup.source";

    private static final int LENGTH = 36;
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private DataFolderId() {}

    /** Reads the id of a data folder; a folder without one gets one. */
    static String readOrCreate(Path data) throws IOException {
        var file = data.resolve(NAME);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            create(data, file);
        }
        boolean isPossible = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == LENGTH;
        var id = isPossible ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        if (!ID.matcher(id).matches()) {
            throw new IOException(file + " is damaged. Delete it: the next backup makes another");
        }
        return id;
    }

    private static void create(Path data, Path file) throws IOException {
        var fresh = data.resolve(NAME + '-' + UUID.randomUUID() + ".new");
        SqliteSettings.createPrivate(fresh);
        try {
            Files.writeString(fresh, UUID.randomUUID().toString());
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException another) {
            // Another backup has just made it: that one counts.
        } finally {
            Files.delete(fresh);
        }
    }
}
