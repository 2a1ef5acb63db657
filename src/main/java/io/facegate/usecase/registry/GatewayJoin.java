package io.facegate.usecase.registry;

import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.registry.KeyFileCopy;
import io.facegate.registry.RegistryException.Unacceptable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the key files that the data folder of another gateway of the same registry and ledger needs. */
public final class GatewayJoin {
    private static final KeyFile SIGNER = new KeyFile(LogKey.SECRET, "signs the log");
    private static final List<KeyFile> FILES = List.of(
            new KeyFile("registry.key", "seals the rows and secrets of the registry"),
            new KeyFile(LedgerKeyFile.NAME, "hides names in the ledger"));

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
     */
    public record Joined(Path file, String guards, boolean written) {}

    /**
     * Copies the keys of another gateway's data folder.
     *
     * @throws Unacceptable if a key is missing, or the new folder has another one
     */
    public static List<Joined> join(Path from, Path to) {
        requireKeys(from, "Name the data folder of a gateway that uses --ledger and --registry.");
        if (Files.exists(from.resolve("registry.key.next"))) {
            throw new Unacceptable("A rotation of the key in " + from
                    + " was not finished: registry.key.next is there. Run first: facegate registry rotate.");
        }
        KeyFileCopy.prepare(to);
        var joined = new ArrayList<Joined>();
        for (var each : FILES) {
            var file = to.resolve(each.name);
            joined.add(new Joined(file, each.guards, KeyFileCopy.copy(from.resolve(each.name), file, each.guards)));
        }
        return joined;
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
        for (var each : FILES) {
            joined.add(mounted(from, to, each));
        }
        // A folder that has signed knows in this file that it has: it keeps its own.
        if (Files.exists(from.resolve(SIGNER.name)) && !Files.exists(to.resolve(SIGNER.name))) {
            joined.add(mounted(from, to, SIGNER));
        }
        return joined;
    }

    private static Joined mounted(Path from, Path to, KeyFile key) {
        var file = to.resolve(key.name);
        return new Joined(file, key.guards, KeyFileCopy.copyMounted(from.resolve(key.name), file, key.guards));
    }

    private static void requireKeys(Path from, String otherwise) {
        for (var each : FILES) {
            if (!Files.isRegularFile(from.resolve(each.name))) {
                throw new Unacceptable("There is no " + each.name + " in " + from + ". " + otherwise);
            }
        }
    }
}
