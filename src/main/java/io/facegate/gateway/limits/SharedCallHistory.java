package io.facegate.gateway.limits;

import io.facegate.call.Fault;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What several gateways remember together of recent calls: keyed hashes in sets, counts and numbers, each for a limited
 * time. Each gateway also remembers by itself, so this can only refuse more.
 */
public interface SharedCallHistory {
    /** A keyed hash to add to a named set. */
    record Member(String set, long hash) {}

    /**
     * Adds each member to its set, and returns how many each set holds then. A set is forgotten when nothing was added for
     * that time.
     *
     * @param most further members of a set are not added
     * @throws Fault.LimitsDown if that is not known; something may have been added
     */
    List<Long> add(List<Member> members, int most, Duration kept);

    /**
     * The first of the sets, as its index, that holds so many members, but not this one; -1 if none does.
     *
     * @throws Fault.LimitsDown if that is not known
     */
    int findFull(List<String> sets, int members, long without);

    /**
     * Counts one, and returns how many were counted since the first. A count is forgotten a window after its first.
     *
     * @throws Fault.LimitsDown if that is not known; it may have been counted
     */
    long count(String counter, Duration window);

    /**
     * Keeps each number under its name.
     *
     * @throws Fault.LimitsDown if it is not known whether they are kept
     */
    void put(List<Member> numbers, Duration kept);

    /**
     * The number that is kept under a name.
     *
     * @throws Fault.LimitsDown if that is not known
     */
    OptionalLong get(String name);

    /** The secret of the keyed hashes: the same at all gateways. */
    byte[] secret();
}
