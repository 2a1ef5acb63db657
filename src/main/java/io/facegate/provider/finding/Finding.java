package io.facegate.provider.finding;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Reply;
import io.facegate.call.via.Via;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Breaker;
import io.facegate.provider.Provider;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vendor that answers its own wire, and finds faces for the others. */
public final class Finding implements Provider {
    private final Vendor vendor;
    private final Provider own;

    /** @param own who answers the vendor's own wire */
    public Finding(Vendor vendor, Provider own) {
        this.vendor = vendor;
        this.own = own;
    }

    @Override
    public @Nullable FaceCall spoken(FaceCall asked, Via via) {
        if (!(asked.ask() instanceof Ask.Detect(var picture))
                || !asked.facts().capabilities().equals(Set.of(Capability.DETECT))) {
            return null;
        }
        var all = EnumSet.of(Capability.DETECT);
        all.addAll(vendor.unasked());
        var facts = new Facts(all, Set.of(), null, null, asked.facts().references(), null, vendor.unasked());
        return asked.named(vendor.word(), vendor.operation(), via)
                .with(facts)
                .saying(Map.copyOf(vendor.params(picture)));
    }

    @Override
    public @Nullable Doubt doubts(Caller caller, FaceCall call) {
        return own.doubts(caller, call);
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        return own.judged(caller, asked);
    }

    @Override
    public boolean erasesWhenDue(FaceCall call) {
        return own.erasesWhenDue(call);
    }

    @Override
    public Reply send(Cleared cleared) {
        var picture = cleared.asked() instanceof Ask.Detect(var one) ? one : null;
        var reply = own.send(cleared);
        if (picture == null || !cleared.isRouted()) {
            return reply;
        }
        return Found.of(vendor, picture, cleared.heard(reply));
    }

    @Override
    public @Nullable Breaker breaker() {
        return own.breaker();
    }
}
