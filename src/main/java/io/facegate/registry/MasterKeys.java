package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.master.AwsKmsMasterKey;
import io.facegate.registry.master.AzureKeyVaultMasterKey;
import io.facegate.registry.master.MasterKey;
import io.facegate.registry.master.MasterKeyException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds a master key by its name: {@code file:PATH}, {@code aws-kms:ARN} or {@code azure-keyvault:URL}. */
final class MasterKeys {
    private static final Pattern PATH = Pattern.compile("[\\w./ -]{1,400}");

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

    /** True if the master key is that file of the data folder. */
    static boolean isFile(String name, String file) {
        return name.equals(FileMasterKey.SCHEME + file);
    }
}
