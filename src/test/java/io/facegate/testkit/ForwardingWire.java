package io.facegate.testkit;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;

/** A wire that does what another does; a test overrides what it watches. */
public class ForwardingWire implements VendorWire {
    private final VendorWire wire;

    public ForwardingWire(VendorWire wire) {
        this.wire = wire;
    }

    @Override
    public Credential credential(HttpCall arrival) {
        return wire.credential(arrival);
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        return wire.read(arrival);
    }

    @Override
    public ObligationBinding terms() {
        return wire.terms();
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        return wire.write(call, outcome);
    }

    @Override
    public HttpAnswer write(Fault fault) {
        return wire.write(fault);
    }

    @Override
    public HttpAnswer internalError() {
        return wire.internalError();
    }
}
