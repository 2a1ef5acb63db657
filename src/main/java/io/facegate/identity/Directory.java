package io.facegate.identity;

import java.util.Optional;

/** What identity asks about keys and organisations; both answers come from memory. */
public interface Directory {
    /**
     * The key with this id, unless there is none or it was revoked.
     *
     * @throws io.facegate.call.Fault.RegistryDown when what is known may be out of date
     */
    Optional<Key> key(String id);

    /**
     * The organisation with this id, suspended or not.
     *
     * @throws io.facegate.call.Fault.RegistryDown when what is known may be out of date
     */
    Optional<Organisation> organisation(String id);
}
