package io.facegate.usecase.overview;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the log of a running gateway is kept and signed, and what its parts say of themselves. */
public record LogFacts(Place place, Signing signing, List<Part> parts) {
    public LogFacts {
        parts = List.copyOf(parts);
    }

    /**
     * Where the log is.
     *
     * @param data the data folder, as an absolute path
     * @param database true if the records are in a database
     * @param bytes the size of the records, or -1 if it cannot be read
     */
    public record Place(Path data, boolean database, long bytes) {}

    /**
     * What is signed.
     *
     * @param key the name and id of the key that signs, or null if it cannot be read
     * @param newest the newest signed checkpoint, or null if there is none yet
     * @param problem why signing or publishing fails at the moment, or null
     * @param witnessed true if enough witnesses signed the newest checkpoint
     */
    public record Signing(
            @Nullable String key,
            @Nullable Signed newest,
            @Nullable String problem,
            boolean witnessed,
            List<WitnessState> witnesses) {
        public Signing {
            witnesses = List.copyOf(witnesses);
        }
    }

    /**
     * A signed checkpoint: the name of the log, and how many records it covers.
     *
     * @param stored when its file was written, by this machine's clock; null if that is not known
     */
    public record Signed(String log, long size, @Nullable Instant stored) {}

    /**
     * A witness.
     *
     * @param size the size of the newest checkpoint that it signed since the gateway started, or null if none
     * @param problem why it did not sign the newest, or null
     */
    public record WitnessState(
            String name, @Nullable Long size, @Nullable String problem) {}

    /** A part of the gateway, and what is wrong with it, or null. */
    public record Part(String code, @Nullable String problem) {}
}
