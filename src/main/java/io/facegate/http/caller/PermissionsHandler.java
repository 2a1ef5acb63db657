package io.facegate.http.caller;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.permissions.PermissionService;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;

/** HTTP handler that tells a caller what it may do. */
public final class PermissionsHandler implements CallHandler {
    public static final String PATH = NeutralWire.PREFIX + "me";

    private static final System.Logger LOG = System.getLogger(PermissionsHandler.class.getName());
    private static final NeutralWire WIRE = new NeutralWire();

    private final PermissionService permissions;
    private final CallLimiter limiter;
    private final PermissionsWriter writer;

    /** @param decisionPoint whether an external decision point can refuse what is permitted */
    public PermissionsHandler(PermissionService permissions, CallLimiter limiter, boolean decisionPoint) {
        this.permissions = permissions;
        this.limiter = limiter;
        this.writer = new PermissionsWriter(decisionPoint);
    }

    @Override
    public HttpAnswer handle(HttpCall arrival) {
        try {
            var told = permissions.read(CallerRequest.credential(arrival), arrival.complete());
            return writer.write(told, limiter.left(told.caller(), arrival.complete()));
        } catch (Fault fault) {
            return WIRE.write(fault);
        } catch (RuntimeException | Error unexpected) {
            FatalErrors.rethrow(unexpected);
            LOG.log(System.Logger.Level.ERROR, "A caller's permissions could not be told.", unexpected);
            return WIRE.internalError();
        }
    }

    @Override
    public HttpAnswer rejection(Fault fault) {
        return WIRE.write(fault);
    }
}
