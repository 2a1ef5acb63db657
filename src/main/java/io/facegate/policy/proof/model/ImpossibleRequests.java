package io.facegate.policy.proof.model;

import io.facegate.call.Capability;
import io.facegate.catalogue.VendorApi;
import io.facegate.policy.condition.ConditionVariable;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.vocabulary.Attribute;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Requests that no API produces: erase or stop by a vendor operation without that capability, and erase or stop with a
 * reference or a picture.
 */
final class ImpossibleRequests {
    private static final List<Capability> PLAIN = List.of(Capability.GALLERY_ERASE, Capability.STATEFUL_CONTROL_STOP);

    /** Capabilities of each vendor operation, without those that parameters add. */
    private static final Map<String, Set<Capability>> TABLES = tables();

    private final RequestSpace space;
    private final Bdd bdd;

    ImpossibleRequests(RequestSpace space) {
        this.space = space;
        this.bdd = space.bdd();
    }

    private static Map<String, Set<Capability>> tables() {
        var all = new HashMap<String, Set<Capability>>();
        for (var api : VendorApi.values()) {
            api.catalogue()
                    .operations()
                    .values()
                    .forEach(one -> all.computeIfAbsent(one.name(), unseen -> new HashSet<>())
                            .addAll(one.capabilities()));
        }
        return Map.copyOf(all);
    }

    int requests() {
        var capabilities = space.axis(Attribute.CAPABILITY.word());
        int all = Bdd.FALSE;
        if (capabilities == null) {
            return all;
        }
        for (var capability : PLAIN) {
            var at = atomOfOnly(capabilities, capability);
            if (at.isPresent()) {
                all = bdd.or(
                        all,
                        bdd.and(
                                capabilities.singleAtom(at.getAsInt()),
                                bdd.or(operationsWithout(capability), holding())));
            }
        }
        return all;
    }

    /** The atom of this capability alone; empty if there is none. */
    private static OptionalInt atomOfOnly(AttributeAxis axis, Capability capability) {
        for (int at = 0; at < axis.atoms().size(); at++) {
            if (axis.atoms().get(at).values().equals(List.of(capability.code()))) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    /** Known operations without that capability. */
    private int operationsWithout(Capability capability) {
        var operations = space.axis(Attribute.OPERATION.word());
        if (operations == null) {
            return Bdd.FALSE;
        }
        var others = new BitSet();
        for (int at = 0; at < operations.atoms().size(); at++) {
            var names = operations.atoms().get(at).values();
            others.set(
                    at,
                    names.stream()
                            .allMatch(name -> TABLES.containsKey(name)
                                    && !TABLES.getOrDefault(name, Set.of()).contains(capability)));
        }
        return operations.someIn(others);
    }

    private int holding() {
        var references = space.axis(Attribute.REFERENCE.word());
        var count = space.axis(ConditionVariable.PICTURE_COUNT.word());
        var intervals = space.intervals(ConditionVariable.PICTURE_COUNT.word());
        int all = references == null ? Bdd.FALSE : bdd.not(references.absent());
        return count == null || intervals == null
                ? all
                : bdd.or(all, count.someIn(intervals.atomsIn(new NumberRange(1, Double.POSITIVE_INFINITY))));
    }
}
