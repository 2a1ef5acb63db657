package io.facegate.registry;

import io.facegate.integrity.AesGcmCipher;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SecretCipher.Guard;
import io.facegate.registry.master.MasterKey;
import io.facegate.registry.master.MasterKeyException;
import io.facegate.registry.master.WrappingContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A master key in a file of 64 hexadecimal digits, readable by its owner only. */
record FileMasterKey(String name, Path file) implements MasterKey {
    static final String SCHEME = "file:";

    /** Makes the key unless the file is there. */
    void createIfMissing() {
        if (!Files.exists(file)) {
            var key = HexFormat.of().formatHex(AesGcmCipher.newKey()) + '\n';
            PrivateFiles.writeIfMissing(file, key.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public Wrapped wrap(byte[] dataKey, WrappingContext binding) throws MasterKeyException {
        return new Wrapped(name, new AesGcmCipher(read()).seal(dataKey, binding.text()));
    }

    @Override
    public byte[] unwrap(byte[] wrapped, WrappingContext binding) throws MasterKeyException {
        var key = new AesGcmCipher(read()).open(wrapped, binding.text());
        if (key == null) {
            throw new MasterKeyException("The key in " + file + " is not the one that wrapped the registry's data key,"
                    + " or what it wrapped was altered.");
        }
        return key;
    }

    private byte[] read() throws MasterKeyException {
        try {
            return SecretCipher.openFile(file, Guard.REGISTRY).key();
        } catch (Unusable unreadable) {
            throw new MasterKeyException(unreadable.sentence(), unreadable);
        }
    }
}
