package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.SecretCipher.Guard;
import io.facegate.registry.master.AwsKmsMasterKey;
import io.facegate.registry.master.AzureKeyVaultMasterKey;
import io.facegate.registry.master.MasterKey;
import io.facegate.registry.master.MasterKeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds a master key by its name: {@code file:PATH}, {@code aws-kms:ARN} or {@code azure-keyvault:URL}. */
final class MasterKeys {
    private static final Pattern PATH = Pattern.compile("[\\w./ -]{1,400}");

    /** Files that Facegate writes, moves and deletes itself. */
    private static final Pattern OWN_FILE =
            Pattern.compile("(registry|ledger|galleries|handles|held|log|search)\\..*", Pattern.CASE_INSENSITIVE);

    private MasterKeys() {}

    /**
     * The master key of that name.
     *
     * @param folder where a relative path begins
     * @throws MasterKeyException if the name is none
     */
    static MasterKey find(String name, Path folder) throws MasterKeyException {
        if (name.startsWith(AwsKmsMasterKey.SCHEME)) {
            return AwsKmsMasterKey.of(name.substring(AwsKmsMasterKey.SCHEME.length()));
        }
        if (name.startsWith(AzureKeyVaultMasterKey.SCHEME)) {
            return AzureKeyVaultMasterKey.of(name.substring(AzureKeyVaultMasterKey.SCHEME.length()));
        }
        if (name.startsWith(FileMasterKey.SCHEME)) {
            return file(name, folder);
        }
        throw new MasterKeyException("A master key is file:PATH, aws-kms:ARN or azure-keyvault:URL.");
    }

    /** As above for a new use of it; makes the file of a key that stands in one. */
    static MasterKey findOrCreate(String name, Path folder) {
        try {
            var found = find(name, folder);
            if (found instanceof FileMasterKey file) {
                requireNotOwnFile(file, folder);
                file.createIfMissing();
            }
            return found;
        } catch (MasterKeyException unfit) {
            throw new Unacceptable(String.valueOf(unfit.getMessage()));
        }
    }

    private static FileMasterKey file(String name, Path folder) throws MasterKeyException {
        var path = name.substring(FileMasterKey.SCHEME.length());
        if (!PATH.matcher(path).matches() || path.isBlank()) {
            throw new MasterKeyException("The path of a master key has letters, digits, spaces and any of . _ - /");
        }
        return new FileMasterKey(name, folder.resolve(path));
    }

    /** Facegate replaces such files when it rotates or moves data: a master key in one of them would be lost. */
    private static void requireNotOwnFile(FileMasterKey master, Path folder) {
        var file = realPath(master.file());
        boolean own = file.startsWith(realPath(folder))
                && OWN_FILE.matcher(file.getFileName().toString()).matches();
        if (own
                && !isFile(
                        master.name(),
                        Guard.REGISTRY.keyFile(folder).getFileName().toString())) {
            throw new Unacceptable(file + " is a file of Facegate's own, which it replaces or deletes. Choose another"
                    + " file for the master key.");
        }
    }

    /** The path without links, as far as it is there. */
    private static Path realPath(Path path) {
        var plain = path.toAbsolutePath().normalize();
        try {
            var parent = plain.getParent();
            return Files.exists(plain) || parent == null
                    ? plain.toRealPath()
                    : realPath(parent).resolve(plain.getFileName());
        } catch (IOException unreadable) {
            throw new Unacceptable(plain + " cannot be looked up: " + unreadable.getMessage());
        }
    }

    /** True if the master key is that file of the data folder. */
    static boolean isFile(String name, String file) {
        return name.equals(FileMasterKey.SCHEME + file);
    }
}
