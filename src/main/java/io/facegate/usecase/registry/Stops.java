package io.facegate.usecase.registry;

import io.facegate.policy.vocabulary.Vendor;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.SealedTable;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.registry.StopTarget.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets and lifts stops of a capability, a vendor or everything, at every gateway of the registry. */
public final class Stops {
    private final RegistryAccess registry;

    public Stops(RegistryAccess registry) {
        this.registry = registry;
    }

    /**
     * Reads what is to be stopped.
     *
     * @param capability a capability, or null
     * @param vendor a vendor, or null
     * @throws Unacceptable unless exactly one of the three is given, in words that policies know
     */
    public static StopTarget target(@Nullable String capability, @Nullable String vendor, boolean everything) {
        boolean isOne = (capability == null ? 0 : 1) + (vendor == null ? 0 : 1) + (everything ? 1 : 0) == 1;
        if (!isOne) {
            throw new Unacceptable("Name one of: a capability, a vendor, or everything.");
        }
        if (capability != null) {
            return requireKnown(WordList.CAPABILITIES, Kind.CAPABILITY, capability);
        }
        if (vendor == null) {
            return StopTarget.ALL;
        }
        if (vendor.equals(Vendor.LOCAL.code())) {
            throw new Unacceptable(
                    "The embedded engine is no vendor: nothing is sent to it. Stop a capability, or" + " everything.");
        }
        return requireKnown(WordList.PROVIDERS, Kind.VENDOR, vendor);
    }

    private static StopTarget requireKnown(WordList<?> words, Kind kind, String word) {
        if (words.find(word) == null) {
            throw new Unacceptable(words.unknownMessage(word) + '.');
        }
        return new StopTarget(kind, word);
    }

    /** Stops it in the name of the acting person, whose reason is on record. */
    public StopEntry set(StopTarget target) {
        return registry.open(registrar -> registrar.stops().set(target, registry.now()));
    }

    /** Asks to lift a stop; it holds until another person confirms that. */
    public StopEntry requestLift(String id) {
        return registry.open(registrar -> registrar.stops().requestLift(id, registry.now()));
    }

    /** Lifts a stop that another person asked to lift. */
    public StopEntry confirmLift(String id) {
        return registry.open(registrar -> registrar.stops().confirmLift(id, registry.now()));
    }

    /** All stops, also those that were lifted, the newest first; then those whose rows are missing. */
    public List<CheckedEntry<StopEntry>> list() {
        return registry.open(registrar -> {
            var altered = registrar.verify().altered();
            var all = new ArrayList<CheckedEntry<StopEntry>>();
            var seen = new HashSet<String>();
            for (var stop : registrar.stops().all()) {
                var ref = SealedTable.STOP.ref(stop.id());
                seen.add(ref);
                all.add(new CheckedEntry<>(stop, altered.contains(ref)));
            }
            var prefix = SealedTable.STOP.ref("");
            altered.stream()
                    .filter(ref -> ref.startsWith(prefix) && !seen.contains(ref))
                    .sorted()
                    .forEach(ref ->
                            all.add(new CheckedEntry<>(StopEntry.altered(ref.substring(prefix.length())), true)));
            return List.copyOf(all);
        });
    }
}
