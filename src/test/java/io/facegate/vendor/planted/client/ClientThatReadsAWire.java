package io.facegate.vendor.planted.client;

import io.facegate.call.FaceCall;
import io.facegate.ledger.Ledger;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.facegate.vendor.wire.HttpCall;

/** A client that breaks every rule of clients: it reads a request and a wire's details, a ledger and another vendor. */
public final class ClientThatReadsAWire {
    private final Ledger ledger;

    ClientThatReadsAWire(Ledger ledger) {
        this.ledger = ledger;
    }

    String send(HttpCall arrival, FaceCall call) {
        return arrival.toString() + call.wireDetail() + ledger + RekognitionSettings.defaults();
    }
}
