package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Refusal;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.policy.PartialEvaluation;
import io.facegate.registry.RegistrySnapshot;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.vendor.client.PlannedCall;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls that a stop covers, whatever permits them: when they are decided, and again right before each request.
 *
 * @param holding the stops that hold now; throws {@link Fault.RegistryDown} when they are not known
 */
public record StopCheck(Supplier<List<StopEntry>> holding) {
    /** Nothing is ever stopped. */
    static final StopCheck NONE = new StopCheck(List::of);

    /**
     * The stops of the registry's newest snapshot, which is in memory.
     *
     * @param policies throws {@link Fault.RegistryDown} while this gateway does not decide by the policies that it must
     * @param quotas throws it while this gateway does not keep the quotas that it must
     */
    public static StopCheck of(Supplier<RegistrySnapshot> registry, Runnable policies, Runnable quotas) {
        return new StopCheck(() -> {
            policies.run();
            quotas.run();
            return registry.get().stops();
        });
    }

    /** The first stop that covers a call, or null. */
    private @Nullable StopEntry find(FaceCall call) {
        return find(target -> target.covers(call));
    }

    private @Nullable StopEntry find(Predicate<StopTarget> covers) {
        for (var stop : holding.get()) {
            if (covers.test(stop.target())) {
                return stop;
            }
        }
        return null;
    }

    /** The refusal of a permitted call that a stop covers, or null. */
    Decision.@Nullable Refuse refuse(FaceCall call, Decision.Permit permit) {
        var stop = find(call);
        return stop == null ? null : permit.toRefusal(refusal(stop), clause(stop));
    }

    /** True if a call that the policies permit would be stopped if it were that larger one, and only then. */
    boolean dependsOn(PartialEvaluation assessed, FaceCall larger) {
        return assessed.decide().decision() instanceof Decision.Permit
                && find(larger) != null
                && find(assessed.call()) == null;
    }

    /**
     * Requires that no stop covers a call that was decided. Faces that nobody counted, because nothing was stopped then,
     * may be several.
     *
     * @throws Fault.Stopped if one does
     * @throws Fault.RegistryDown if that is not known
     */
    void require(FaceCall call) {
        var stop = find(target -> target.mayCover(call));
        if (stop != null) {
            throw new Fault.Stopped(refusal(stop));
        }
    }

    /** Where there are several ways to answer a call, those to vendors that are not stopped; all if none is left. */
    List<PlannedCall> choose(List<PlannedCall> ways) {
        if (ways.size() < 2) {
            return ways;
        }
        var stops = holding.get();
        var open = ways.stream()
                .filter(way -> stops.stream().noneMatch(stop -> isOfVendor(stop, way)))
                .toList();
        return open.isEmpty() ? ways : open;
    }

    private static boolean isOfVendor(StopEntry stop, PlannedCall way) {
        return stop.target().kind() == StopTarget.Kind.VENDOR && stop.target().covers(way.call());
    }

    /** The refusal as its caller is told it. Why it was stopped is not told. */
    public static Refusal refusal(StopEntry stop) {
        return BuiltinRefusals.stopped(
                stop.isVerified()
                        ? "This gateway has stopped " + stop.target().description() + " since "
                                + stop.set().at() + " (stop " + stop.id()
                                + "). No such call is forwarded until two people lift the stop."
                        : "This gateway forwards no call, because a stop was changed outside Facegate (stop "
                                + stop.id() + "), so it is not known what is stopped.");
    }

    private static String clause(StopEntry stop) {
        return "stop: " + stop.id() + ' ' + stop.target().text() + (stop.isVerified() ? "" : " unverified");
    }
}
