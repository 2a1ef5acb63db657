package io.facegate.bench.gateway.report;

import io.facegate.bench.gateway.report.Throughput.Rate;

/**
 * Cost of a call on one wire, compared with the same picture on Rekognition's.
 *
 * @param wire its display name
 */
public record WireCost(String wire, Rate rate, Rate rekognitions) {
    /** Processor time as a multiple of Rekognition's. */
    public double times() {
        return rate.micros() / rekognitions.micros();
    }
}
