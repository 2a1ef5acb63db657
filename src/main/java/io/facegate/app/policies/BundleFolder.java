package io.facegate.app.policies;

import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.usecase.delivery.PolicyBundle;
import io.facegate.usecase.delivery.VerifiedBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bundles that a data folder keeps in {@code policy-bundles}: the one in force, the one that waits for its moment,
 * and the signed text of every one that was in force. What is read here is verified again.
 */
final class BundleFolder {
    private static final String NAME = "policy-bundles";
    private static final String IN_FORCE = "in-force.bundle";
    private static final String WAITING = "waiting.bundle";

    private final Path folder;
    private final boolean writes;

    /** @param writes false to change nothing */
    BundleFolder(Path dataFolder, boolean writes) {
        this.folder = dataFolder.resolve(NAME);
        this.writes = writes;
    }

    /** The bundle that was in force last; null if there was none. */
    byte @Nullable [] inForce() {
        return read(IN_FORCE);
    }

    /** The bundle that waits or waited for its moment, or null. */
    byte @Nullable [] waiting() {
        return read(WAITING);
    }

    private byte @Nullable [] read(String name) {
        try (var in = Files.newInputStream(folder.resolve(name))) {
            return in.readNBytes(PolicyBundle.LARGEST + 1);
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(folder.resolve(name) + " cannot be read: " + unreadable, unreadable);
        }
    }

    void keepWaiting(VerifiedBundle next) {
        write(WAITING, next.bundle().bytes());
    }

    /** Keeps the text that was signed, with its signatures, for whoever verifies the record that names it. */
    void keepSignedText(VerifiedBundle next) {
        write(next.bundle().id() + ".note", next.bundle().signedText().getBytes(StandardCharsets.UTF_8));
    }

    void keepInForce(VerifiedBundle next) {
        write(IN_FORCE, next.bundle().bytes());
    }

    private void write(String name, byte[] bytes) {
        if (!writes) {
            return;
        }
        try {
            AtomicFile.folder(folder);
            AtomicFile.write(folder.resolve(name), bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    "The bundle cannot be kept in " + folder.resolve(name) + ": " + broken, broken);
        }
    }
}
