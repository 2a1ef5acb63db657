package io.facegate.usecase.registry;

import io.facegate.registry.SavedList;
import io.facegate.registry.SavedListRegister;
import java.util.List;

/** Saves lists of decisions under a name, for the acting person or for everybody who may read records. */
public final class SavedLists {
    private final RegistryAccess registry;

    public SavedLists(RegistryAccess registry) {
        this.registry = registry;
    }

    /** The own lists of the acting person, and those that others share, by name. */
    public List<SavedList> visible() {
        return registry.mayExist()
                ? registry.open(registrar -> registrar.savedLists().visible())
                : List.of();
    }

    /**
     * Saves a list, in place of an own one with that name.
     *
     * @throws io.facegate.registry.RegistryException.Unacceptable if the name or the address is none, if the person may
     *     not read records, or has {@value SavedListRegister#MOST} lists
     */
    public SavedList save(String name, String address, boolean shared) {
        return registry.open(registrar -> registrar.savedLists().save(name, address, shared));
    }

    /** Removes an own list. */
    public SavedList remove(String id) {
        return registry.open(registrar -> registrar.savedLists().remove(id, registry.now()));
    }
}
