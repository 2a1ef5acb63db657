package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Parser of one HTTP request in the format of its wire; few large requests are parsed at a time. */
final class LimitedRequestParser implements RequestParser {
    private static final int LARGE = 1 << 20;

    /** Limits concurrent hashing and parsing of large bodies, which is CPU-bound, so that the ledger gets its turn. */
    private static final Semaphore HEAVY = new Semaphore(Runtime.getRuntime().availableProcessors());

    private final VendorWire wire;
    private final HttpCall arrival;

    LimitedRequestParser(VendorWire wire, HttpCall arrival) {
        this.wire = wire;
        this.arrival = arrival;
    }

    /** Returns the credential that the request presents. */
    Credential credential() {
        return runLimited(arrival.body().length(), () -> wire.credential(arrival));
    }

    @Override
    public FaceCall parse() {
        return runLimited(arrival.body().length(), () -> wire.read(arrival));
    }

    @Override
    public FaceCall parse(NormalizedRequest.PicturesAtUrls atUrls, List<NormalizedRequest.FetchedPicture> pictures) {
        return runLimited(size(pictures), () -> RequestParser.super.parse(atUrls, pictures));
    }

    private static long size(List<NormalizedRequest.FetchedPicture> pictures) {
        return pictures.stream()
                .mapToLong(one -> one instanceof NormalizedRequest.PictureBytes(var picture) ? picture.length : 0)
                .sum();
    }

    private static <T> T runLimited(long bytes, Supplier<T> work) {
        if (bytes < LARGE) {
            return work.get();
        }
        HEAVY.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            HEAVY.release();
        }
    }
}
