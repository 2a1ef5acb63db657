package io.facegate.vendor.planted.client;

import io.facegate.call.FaceCall;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceOwners;
import io.facegate.ledger.Ledger;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.facegate.vendor.wire.HttpCall;

/** A client that breaks every rule of clients: it reads a wire, a ledger and another vendor, and owns by itself. */
public final class ClientThatReadsAWire {
    private final Ledger ledger;
    private final ResourceOwners owners;

    ClientThatReadsAWire(Ledger ledger, ResourceOwners owners) {
        this.ledger = ledger;
        this.owners = owners;
    }

    void forget(ResourceId id) {
        owners.remove(id);
    }

    String send(HttpCall arrival, FaceCall call) {
        return arrival.toString() + call.wireDetail() + ledger + RekognitionSettings.defaults();
    }
}
