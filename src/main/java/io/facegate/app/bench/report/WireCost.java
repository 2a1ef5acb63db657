package io.facegate.app.bench.report;

import io.facegate.app.bench.report.Throughput.Rate;

/**
 * What a call costs on one wire, beside the same picture on Rekognition's.
 *
 * @param wire in words
 */
public record WireCost(String wire, Rate rate, Rate rekognitions) {
    /** How many times Rekognition's processor time it takes. */
    public double times() {
        return rate.micros() / rekognitions.micros();
    }
}
