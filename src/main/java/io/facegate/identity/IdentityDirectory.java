package io.facegate.identity;

import java.util.List;
import java.util.Optional;

/** What identity asks about keys, organisations and evidence; all answers come from memory. */
public interface IdentityDirectory {
    /**
     * The key with this id, unless there is none or it was revoked.
     *
     * @throws io.facegate.call.Fault.RegistryDown when what is known may be out of date
     */
    Optional<CallerKey> key(String id);

    /**
     * The organisation with this id, suspended or not.
     *
     * @throws io.facegate.call.Fault.RegistryDown when what is known may be out of date
     */
    Optional<Organisation> organisation(String id);

    /**
     * The entry with this id, whoever's it is and whether it holds now or not, unless there is none or it was revoked.
     *
     * @throws io.facegate.call.Fault.RegistryDown when what is known may be out of date
     */
    Optional<Evidence> evidence(String id);

    /**
     * The entries registered for this organisation and this case, whether they hold now or not, but for those revoked.
     *
     * @throws io.facegate.call.Fault.RegistryDown when what is known may be out of date
     */
    List<Evidence> evidence(String organisation, String matter);
}
