package io.facegate.vendor.client;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.catalogue.OperationEffect;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stored resources of one call: what it names, makes and erases, and how the vendor writes their names. What
 * differs between vendors; {@link ResourceOwnership} is what they share.
 *
 * @param <R> the vendor's request
 */
public interface CallResources<R> {
    /** Returns why the call must not be sent whatever the registry says, or null. */
    default @Nullable PreconditionFailure findPreconditionFailure() {
        return null;
    }

    /** Returns what its operation does to stored resources, by the vendor's catalogue. */
    OperationEffect effect();

    /** Returns what it does to the existing resources that it names. */
    default OperationEffect.Act act() {
        return effect().act();
    }

    /** Returns the existing resources that it names, in the order of the request. */
    List<ResourceUse> uses();

    /** Returns the resources to lock: existing ones that the request names, and new names that it introduces. */
    NamedResources named();

    /**
     * Returns the request with the names that the vendor knows.
     *
     * @throws CallFailedException when the vendor takes no such request; nothing is sent
     */
    R toUpstream();

    /** Returns the resource that the call begins if nobody has; on record before it is sent. Null if there is none. */
    default @Nullable NewResource begins() {
        return null;
    }

    /** Sends the request; where it lists the resources of several organisations, only the caller's own are returned. */
    default Reply send(R request, Function<R, Reply> vendor) {
        return vendor.apply(request);
    }

    /**
     * Returns the prefix of names that only the vendor knows, to be removed from its errors; empty if there is none. It
     * has only characters that JSON does not escape.
     */
    default String ownerPrefix() {
        return "";
    }

    /** Returns the resources that a successful call erased. */
    default List<ResourceId> erased(Reply.Verbatim answer) {
        return effect().act() == OperationEffect.Act.FORGETS ? List.copyOf(named().ids()) : List.of();
    }

    /**
     * Returns the answer that the caller may see.
     *
     * @param register records a created resource; durable on return
     */
    Reply.Verbatim toDownstream(Reply.Verbatim answer, Consumer<NewResource> register);
}
