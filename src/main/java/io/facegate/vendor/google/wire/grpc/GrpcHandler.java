package io.facegate.vendor.google.wire.grpc;

import io.facegate.call.Fault;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;

/** gRPC handler: does not judge a call whose deadline has passed. */
public final class GrpcHandler implements CallHandler {
    private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,8})([HMSmun])");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "H", ChronoUnit.HOURS,
            "M", ChronoUnit.MINUTES,
            "S", ChronoUnit.SECONDS,
            "m", ChronoUnit.MILLIS,
            "u", ChronoUnit.MICROS,
            "n", ChronoUnit.NANOS);

    private final CallHandler wire;
    private final InstantSource clock;

    /** @param wire the handler that judges calls */
    public GrpcHandler(CallHandler wire, InstantSource clock) {
        this.wire = wire;
        this.clock = clock;
    }

    @Override
    public HttpAnswer handle(HttpCall arrival) {
        var header = arrival.header("grpc-timeout");
        if (header == null) {
            return wire.handle(arrival);
        }
        var timeout = TIMEOUT.matcher(header);
        if (!timeout.matches() || arrival.isHeaderRepeated("grpc-timeout")) {
            return GrpcOutcomeWriter.status(
                    GrpcStatusCode.INVALID_ARGUMENT, "grpc-timeout is not a valid gRPC timeout.");
        }
        var patience = Duration.of(Long.parseLong(timeout.group(1)), UNITS.get(timeout.group(2)));
        return clock.instant().isBefore(arrival.complete().plus(patience))
                ? wire.handle(arrival)
                : GrpcOutcomeWriter.status(
                        GrpcStatusCode.DEADLINE_EXCEEDED, "The caller's deadline passed before its call was judged.");
    }

    @Override
    public HttpAnswer rejection(Fault fault) {
        return wire.rejection(fault);
    }
}
