package io.facegate.http;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.gateway.Gateway;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;

/** HTTP handler of one wire: has the gateway process each call, and writes its outcome in the wire's format. */
public final class VendorCallHandler implements CallHandler {
    private static final System.Logger LOG = System.getLogger(VendorCallHandler.class.getName());

    private final Gateway gateway;
    private final VendorWire wire;

    public VendorCallHandler(Gateway gateway, VendorWire wire) {
        this.gateway = gateway;
        this.wire = wire;
    }

    @Override
    public HttpAnswer handle(HttpCall arrival) {
        try {
            var handled = gateway.process(wire, arrival);
            var outcome = handled.outcome();
            return wire.write(handled.call(), outcome).withAdvice(outcome.advice());
        } catch (Fault fault) {
            if (fault instanceof Fault.LedgerDown || fault instanceof Fault.RegistryDown) {
                LOG.log(System.Logger.Level.WARNING, "A call was rejected: {0}", fault.getMessage());
            }
            return wire.write(fault);
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "A call failed unexpectedly; nothing more was forwarded.", unexpected);
            return wire.internalError();
        }
    }

    @Override
    public HttpAnswer rejection(Fault fault) {
        return wire.write(fault);
    }
}
