package io.facegate.app.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the spans that another exporter could not hand over. */
final class CountingSpanExporter implements SpanExporter {
    private final SpanExporter exporter;
    private final AtomicLong lost;

    CountingSpanExporter(SpanExporter exporter, AtomicLong lost) {
        this.exporter = exporter;
        this.lost = lost;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        var sending = exporter.export(spans);
        int number = spans.size();
        return sending.whenComplete(() -> {
            if (!sending.isSuccess()) {
                lost.addAndGet(number);
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
