package io.facegate.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.registry.RegistryException.Unusable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person's login, in a file that only its owner can read, until the token ends. It has no token with which a new one
 * could be had.
 *
 * @param admin the gateway that the token is for; it is sent nowhere else
 */
public record LoginFile(URI admin, String issuer, String token, Instant expires) {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final int LONGEST = 64 * 1024;

    /** The file of the user of this machine. */
    public static Path ofUser() {
        return Path.of(System.getProperty("user.home"), ".facegate", "login.json");
    }

    /** The login in that file; null if there is none. */
    public static @Nullable LoginFile read(Path file) {
        try {
            if (!Files.exists(file)) {
                return null;
            }
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new Unusable("Users other than its owner can read " + file + ", which acts in your name. Run:"
                        + " facegate logout, and log in again.");
            }
            if (Files.size(file) > LONGEST) {
                throw damaged(file);
            }
            return parse(JsonMappers.STRICT.readTree(Files.readString(file)));
        } catch (IOException | IllegalArgumentException | DateTimeException unreadable) {
            throw damaged(file);
        }
    }

    private static LoginFile parse(JsonNode json) {
        return new LoginFile(
                URI.create(json.path("admin").asText()),
                json.path("issuer").asText(),
                json.path("token").asText(),
                Instant.parse(json.path("expires").asText()));
    }

    private static Unusable damaged(Path file) {
        return new Unusable(file + " holds no login that can be read. Run: facegate logout, and log in again.");
    }

    /** Writes it, in place of another login. */
    public void write(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var json = JsonMappers.STRICT
                .createObjectNode()
                .put("admin", admin.toString())
                .put("issuer", issuer)
                .put("token", token)
                .put("expires", expires.toString());
        var how = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(fresh, how, mode)) {
            channel.write(ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
