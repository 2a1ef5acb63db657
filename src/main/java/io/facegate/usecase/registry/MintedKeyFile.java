package io.facegate.usecase.registry;

import io.facegate.json.JsonMappers;
import io.facegate.registry.MintedKey;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A new file for the secrets of minted keys, a JSON object a line, which only its owner can read. */
public final class MintedKeyFile implements MintedKeyReceiver {
    private final @Nullable Path file;
    private boolean made;

    /** @param file a file that is not there yet, and is made when the first key is; null if there is to be none */
    public MintedKeyFile(@Nullable Path file) {
        this.file = file;
    }

    @Override
    public void require(int keys) {
        if (keys == 0) {
            return;
        }
        if (file == null) {
            throw new Unacceptable(
                    "The file names " + keys + " keys to mint. Name a new file for their secrets: --keys-to FILE.");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Unacceptable(file + " is there already. Name a new file for the secrets of the keys.");
        }
        if (!Files.isWritable(Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file))) {
            throw new Unusable(file + " cannot be written.");
        }
    }

    /** Makes the file before there is a key, so that nothing but the disk can keep the secrets from being written. */
    public void make() {
        write(new byte[0], "so nothing was changed");
    }

    /** Removes the file that was made for keys that were not minted. */
    public void discard() throws IOException {
        if (made) {
            Files.delete(Objects.requireNonNull(file));
        }
    }

    @Override
    public void keep(List<MintedKey> minted) {
        keepAll(minted.stream().map(MintedKeyFile::fields).toList(), "so no key was minted");
    }

    /**
     * Appends keys and syncs them to disk. Without a login, a key becomes valid only afterwards.
     *
     * @param otherwise what to say if they cannot be written
     */
    public void keepAll(List<? extends Map<String, ?>> keys, String otherwise) {
        var lines = new StringBuilder();
        for (var key : keys) {
            lines.append(JsonMappers.PLAIN.valueToTree(key).toString()).append('\n');
        }
        write(lines.toString().getBytes(StandardCharsets.UTF_8), otherwise);
    }

    private void write(byte[] lines, String otherwise) {
        var path = Objects.requireNonNull(file);
        try (var to = open(path)) {
            made = true;
            var bytes = ByteBuffer.wrap(lines);
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
            to.force(true);
        } catch (IOException unwritten) {
            throw new Unusable(path + " cannot be written, " + otherwise + '.', unwritten);
        }
    }

    /** Makes the file at first, and appends to its own file afterwards. */
    private FileChannel open(Path path) throws IOException {
        return made
                ? FileChannel.open(path, StandardOpenOption.APPEND)
                : FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** The line of one key. */
    public static Map<String, Object> fields(MintedKey key) {
        var all = new LinkedHashMap<String, Object>();
        all.put("org", key.request().organisation());
        all.put("label", String.valueOf(key.request().label()));
        all.put("accessKeyId", key.accessKeyId());
        all.put("secretAccessKey", key.secretAccessKey());
        all.put("apiKey", key.apiKey());
        return all;
    }
}
