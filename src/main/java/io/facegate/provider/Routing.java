package io.facegate.provider;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whoever answers each vendor's wire: the vendor itself where it is named, else one for all others, or nobody. */
public final class Routing implements Provider {
    private final Map<String, Provider> vendors;
    private final @Nullable Provider others;

    /** @param vendors by the name that calls give their vendor */
    public Routing(Map<String, Provider> vendors, @Nullable Provider others) {
        this.vendors = Map.copyOf(vendors);
        this.others = others;
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        var who = of(call);
        return who == null ? Doubt.NO_PROVIDER : who.doubts(caller, call);
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        var who = of(asked);
        return who == null ? asked.doubted(Doubt.NO_PROVIDER) : who.judged(caller, asked);
    }

    @Override
    public boolean erasesWhenDue(FaceCall call) {
        var who = of(call);
        return who != null && who.erasesWhenDue(call);
    }

    @Override
    public Reply send(Cleared cleared) {
        var who = vendors.getOrDefault(cleared.provider(), others);
        if (who == null) {
            throw new Fault.ProviderDown(Doubt.NO_PROVIDER.sentence());
        }
        return who.send(cleared);
    }

    /** What stands before each vendor's site, by the vendor's name. */
    public Map<String, Breaker> breakers() {
        var all = new TreeMap<String, Breaker>();
        vendors.forEach((name, vendor) -> {
            var breaker = vendor.breaker();
            if (breaker != null) {
                all.put(name, breaker);
            }
        });
        return all;
    }

    private @Nullable Provider of(FaceCall call) {
        return vendors.getOrDefault(call.provider(), others);
    }
}
