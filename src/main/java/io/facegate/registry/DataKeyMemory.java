package io.facegate.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data keys that this process has unwrapped, in memory only. A gateway goes on with them while the master key's
 * place is away.
 */
final class DataKeyMemory {
    private static final int MOST = 16;
    private static final Map<String, SecretCipher> KEYS = new LinkedHashMap<>();

    private DataKeyMemory() {}

    static synchronized @Nullable SecretCipher find(String id) {
        return KEYS.get(id);
    }

    static synchronized void remember(SecretCipher key) {
        KEYS.remove(key.id());
        KEYS.put(key.id(), key);
        if (KEYS.size() > MOST) {
            KEYS.remove(KEYS.keySet().iterator().next());
        }
    }

    static synchronized List<SecretCipher> all() {
        return List.copyOf(KEYS.values());
    }

    /** Forgets every key, as the end of the process does. */
    static synchronized void forgetAll() {
        KEYS.clear();
    }
}
