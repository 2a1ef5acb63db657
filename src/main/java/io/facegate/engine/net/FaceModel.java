package io.facegate.engine.net;

import io.facegate.call.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The face models on the class path, each with its size and SHA-256: no other bytes are loaded. */
public enum FaceModel {
    /** BlazeFace, as it was fetched. */
    DETECTOR("detector.onnx", 603_432, "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2"),
    /** The dlib face recognition network, as the build converted it. */
    RECOGNITION("recognition.onnx", 22_438_130, "969909f0e8bca5b93465869f011d02306400ad52c0129ad3911fad0097df4934");

    private final String file;
    private final int size;
    private final String sha256;

    FaceModel(String file, int size, String sha256) {
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
    }

    /** Fails if a model is missing. */
    public static void requireAll() throws IOException {
        for (var model : values()) {
            if (FaceModel.class.getResource(model.path()) == null) {
                throw model.unfit("is not on the class path");
            }
        }
    }

    /** The model's bytes, outside the heap until the arena is closed. */
    ByteBuffer read(Arena arena) throws IOException {
        try (var in = FaceModel.class.getResourceAsStream(path())) {
            return read(in, arena);
        }
    }

    ByteBuffer read(@Nullable InputStream in, Arena arena) throws IOException {
        if (in == null) {
            throw unfit("is not on the class path");
        }
        var bytes = arena.allocate(size).asByteBuffer();
        var channel = Channels.newChannel(in);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Read until the buffer is full or the file ends.
        }
        boolean whole = !bytes.hasRemaining() && in.read() < 0;
        var digest = Digests.newSha256();
        digest.update(bytes.flip());
        if (!whole || !HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw unfit("is not the one that this version was built with");
        }
        return bytes.rewind();
    }

    private String path() {
        return "/models/" + file;
    }

    private IOException unfit(String why) {
        return new IOException("The face model models/" + file + ' ' + why + "; build again.");
    }
}
