package io.facegate;

import io.facegate.ledger.Ledger;
import io.facegate.registry.OwnedResources;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.faceplusplus.client.FacePlusPlusAccount;
import io.facegate.vendor.faceplusplus.client.FacePlusPlusProvider;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A fake Face++, the provider that sends calls to it, and the stores of a data folder. */
record FacePlusPlusStage(FakeFacePlusPlus vendor, Ledger ledger, OwnedResources owners, FacePlusPlusProvider provider)
        implements AutoCloseable {
    static FacePlusPlusStage open(Path data, Vertx vertx) throws IOException {
        var vendor = FakeFacePlusPlus.start();
        var owners = OwnedResources.open(data, InstantSource.system());
        var key = new FacePlusPlusAccount.Key(FakeFacePlusPlus.KEY, FakeFacePlusPlus.SECRET);
        var account = new FacePlusPlusAccount(vendor.url(), () -> key, null, VendorLimits.defaults());
        return new FacePlusPlusStage(
                vendor, Stage.ledger(data), owners, new FacePlusPlusProvider(vertx, account, owners));
    }

    @Override
    public void close() {
        provider.close();
        owners.close();
        ledger.close();
        vendor.close();
    }
}
