package io.facegate.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** An image in the layout of the Open Container Initiative: a folder of blobs, each named by its SHA-256. */
final class OciLayout {
    private static final String MEDIA = "application/vnd.oci.image.";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final Path folder;
    private final Path blobs;
    private final List<Map<String, Object>> layers = new ArrayList<>();
    private final List<String> diffIds = new ArrayList<>();
    private final List<Map<String, Object>> history = new ArrayList<>();

    OciLayout(Path folder) throws IOException {
        this.folder = folder;
        this.blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    }

    /** A digest of a blob, and its size in bytes. */
    private record Blob(String digest, long size) {
        Map<String, Object> describe(String type) {
            return Map.of("mediaType", MEDIA + type, "digest", digest, "size", size);
        }
    }

    /** Writes a layer into the image, above those before it. */
    void add(LayerArchive layer) throws IOException {
        var file = Files.createTempFile(folder, "layer", ".part");
        var uncompressed = sha256();
        var compressed = sha256();
        layer.write(file, uncompressed, compressed);
        layers.add(keep(file, compressed).describe("layer.v1.tar+gzip"));
        diffIds.add(digest(uncompressed));
        history.add(
                Map.of("created", layer.time().toString(), "created_by", "facegate image", "comment", layer.name()));
    }

    /**
     * Writes what names the layers; returns the digest of the image.
     *
     * @param config how the image is run
     */
    String complete(Map<String, Object> platform, Map<String, Object> config, String name, String created)
            throws IOException {
        var whole = new java.util.TreeMap<>(platform);
        whole.put("created", created);
        whole.put("config", config);
        whole.put("rootfs", Map.of("type", "layers", "diff_ids", diffIds));
        whole.put("history", history);
        var manifest = write(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MEDIA + "manifest.v1+json",
                "config",
                write(whole).describe("config.v1+json"),
                "layers",
                layers));
        var listed = new java.util.TreeMap<>(manifest.describe("manifest.v1+json"));
        listed.put("platform", platform);
        listed.put("annotations", Map.of("org.opencontainers.image.ref.name", name));
        JSON.writeValue(
                folder.resolve("index.json").toFile(),
                Map.of("schemaVersion", 2, "mediaType", MEDIA + "index.v1+json", "manifests", List.of(listed)));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        return manifest.digest();
    }

    private Blob write(Map<String, Object> json) throws IOException {
        var bytes = JSON.writeValueAsBytes(json);
        var file = Files.write(Files.createTempFile(folder, "json", ".part"), bytes);
        var hash = sha256();
        hash.update(bytes);
        return keep(file, hash);
    }

    private Blob keep(Path file, MessageDigest hash) throws IOException {
        var hex = HexFormat.of().formatHex(hash.digest());
        var blob = Files.move(file, blobs.resolve(hex), StandardCopyOption.ATOMIC_MOVE);
        blob.toFile().setReadable(true, false);
        return new Blob("sha256:" + hex, Files.size(blob));
    }

    private static String digest(MessageDigest hash) {
        return "sha256:" + HexFormat.of().formatHex(hash.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
