package io.facegate.usecase.registry;

import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.registry.KeyFileCopy;
import io.facegate.registry.MasterKeyReference;
import io.facegate.registry.RegistryException.Unacceptable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the key files that the data folder of another gateway of the same registry and ledger needs. */
public final class GatewayJoin {
    private static final KeyFile SIGNER = new KeyFile(LogKey.SECRET, "signs the log");
    private static final KeyFile REGISTRY = new KeyFile("registry.key", "seals the rows and secrets of the registry");
    private static final KeyFile LEDGER = new KeyFile(LedgerKeyFile.NAME, "hides names in the ledger");
    private static final String NAMES = "names the master key that wraps the registry's data key";

    private GatewayJoin() {}

    /**
     * A key file.
     *
     * @param guards what it does, as the predicate of a sentence
     */
    public record KeyFile(String name, String guards) {}

    /**
     * One key file in the new folder.
     *
     * @param written false if it was there already
     * @param secret false for a file that only names a key
     */
    public record Joined(Path file, String guards, boolean written, boolean secret) {}

    /**
     * Copies the keys of another gateway's data folder.
     *
     * @throws Unacceptable if a key is missing, or the new folder has another one
     */
    public static List<Joined> join(Path from, Path to) {
        requireKeys(from, "Name the data folder of a gateway that uses --ledger and --registry.");
        if (Files.exists(from.resolve("registry.key.next")) || MasterKeyReference.isRotating(from)) {
            throw new Unacceptable("A rotation of the key in " + from
                    + " was not finished: registry.key.next or registry.master.next is there. Run first: facegate"
                    + " registry rotate.");
        }
        KeyFileCopy.prepare(to);
        var joined = new ArrayList<Joined>();
        for (var each : files(from)) {
            var file = to.resolve(each.name);
            boolean written = KeyFileCopy.copy(from.resolve(each.name), file, each.guards);
            joined.add(new Joined(file, each.guards, written, true));
        }
        copyReference(from, to, joined);
        return joined;
    }

    /** The secret files: where a service wraps the registry's data key, only the ledger's. */
    private static List<KeyFile> files(Path from) {
        var master = MasterKeyReference.read(from);
        if (master == null) {
            return List.of(REGISTRY, LEDGER);
        }
        var file = master.fileInFolder();
        return file == null ? List.of(LEDGER) : List.of(new KeyFile(file, "wraps the registry's data key"), LEDGER);
    }

    private static void copyReference(Path from, Path to, List<Joined> joined) {
        var master = MasterKeyReference.read(from);
        if (master != null) {
            var file = to.resolve(MasterKeyReference.FILE);
            joined.add(new Joined(file, NAMES, master.copyTo(to), false));
        }
    }

    /**
     * Copies the keys that a container platform mounts, and the key that signs the log if it is among them and the
     * new folder has none.
     *
     * @throws Unacceptable if a key is missing, or the new folder has another one
     */
    public static List<Joined> joinMounted(Path from, Path to) {
        requireKeys(
                from, "Put the key files of a gateway that uses --ledger and --registry into what is mounted there.");
        KeyFileCopy.prepare(to);
        var joined = new ArrayList<Joined>();
        for (var each : files(from)) {
            joined.add(mounted(from, to, each));
        }
        copyReference(from, to, joined);
        // A folder that has signed knows in this file that it has: it keeps its own.
        if (Files.exists(from.resolve(SIGNER.name)) && !Files.exists(to.resolve(SIGNER.name))) {
            joined.add(mounted(from, to, SIGNER));
        }
        return joined;
    }

    private static Joined mounted(Path from, Path to, KeyFile key) {
        var file = to.resolve(key.name);
        boolean written = KeyFileCopy.copyMounted(from.resolve(key.name), file, key.guards);
        return new Joined(file, key.guards, written, true);
    }

    private static void requireKeys(Path from, String otherwise) {
        for (var each : files(from)) {
            if (!Files.isRegularFile(from.resolve(each.name))) {
                throw new Unacceptable("There is no " + each.name + " in " + from + ". " + otherwise);
            }
        }
    }
}
