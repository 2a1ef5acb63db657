package io.facegate.http;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.call.Outcome;
import io.facegate.gateway.Gateway;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.CallSummary;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import org.jspecify.annotations.Nullable;

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
            return withQuotas(
                            wire.write(handled.call(), outcome).withAdvice(outcome.advice()),
                            outcome instanceof Outcome.Unavailable(var _, var fault, var _) ? fault : null)
                    .withHeaders(handled.quotas().headers())
                    .withSummary(CallSummary.of(handled.call(), outcome));
        } catch (Fault fault) {
            if (fault instanceof Fault.LedgerDown
                    || fault instanceof Fault.RegistryDown
                    || fault instanceof Fault.LimitsDown) {
                LOG.log(System.Logger.Level.WARNING, "A call was rejected: {0}", fault.getMessage());
            }
            return withQuotas(wire.write(fault), fault).withSummary(CallSummary.of(fault));
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "A call failed unexpectedly; nothing more was forwarded.", unexpected);
            return wire.internalError();
        }
    }

    private static HttpAnswer withQuotas(HttpAnswer answer, @Nullable Fault fault) {
        return fault instanceof Fault.QuotaExceeded full ? answer.withHeaders(full.headers()) : answer;
    }

    @Override
    public HttpAnswer rejection(Fault fault) {
        return wire.write(fault);
    }
}
